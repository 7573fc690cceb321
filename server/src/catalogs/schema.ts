/**
 * The shape of a catalog: what one library's methods do, as data.
 *
 * A catalog is JSON, checked by `validate.ts` and described for editors by `catalog.schema.json`.
 * A type reference is a string: `"SelectQuery"` (a type of this catalog), `"SelectQuery[]"` (an array
 * of them), `"this"` (the type the method was called on), each with an optional variant,
 * `"SQLiteDatabase@sync"`. A reference without a variant inherits the one of the receiver.
 * `"knex:Transaction"` is a type of another library's catalog.
 *
 * In a catalog of a Python library a `deferred` method gives a coroutine: nothing is sent before that is awaited, which
 * can be done once, and `returns` is what awaiting gives. What Python calls by syntax stands under the name of its
 * special method: `__iter__` for `for` and `list()`, `__get__` for reading an attribute.
 */

/** What happens at a call. See docs/architecture.md for the table with examples. */
export type Execution = 'lazy' | 'deferred' | 'executing' | 'blocking' | 'streaming' | 'local';

/** What a second `await` of the same thenable does. */
export type SecondAwait = 'reruns' | 'throws' | 'cached';

/** A reference to a type, as written in JSON. */
export type TypeName = string;

/** One library. */
export interface Catalog {
  /** Identifier, also the file's name: `better-sqlite3`. */
  readonly library: string;
  /** The name people use: `Kysely`. */
  readonly title: string;
  readonly language: 'typescript' | 'python';
  /** The packages of npm, or for Python of PyPI, that this catalog speaks of, each with the range of versions it holds for. */
  readonly packages: readonly PackageRange[];
  /** Home of the library's own documentation. A method's `docs` is resolved against it. */
  readonly docs: string;
  /** What a reader would not expect, a sentence each; shown in the reference. */
  readonly surprises?: readonly string[];
  /** By verb (`INSERT`), or by method where it differs: the code that does for many rows what a query in a loop does for one. */
  readonly batch?: Readonly<Record<string, string>>;
  /**
   * What a module exports, by module name and exported name (`Prisma.TransactionClient` for a member of
   * a namespace, `default` for the default export). A module name may end in `*`. Python: by dotted module name.
   */
  readonly modules: Readonly<Record<string, Readonly<Record<string, ExportFact>>>>;
  /**
   * By name, what a parameter without a type is where its function is handed to nobody in sight: the `knex` of a
   * migration in JavaScript. Only for names that nothing else goes by.
   */
  readonly parameters?: Readonly<Record<string, TypeName>>;
  readonly types: Readonly<Record<string, CatalogType>>;
}

export interface PackageRange {
  readonly name: string;
  /** A semver range, e.g. `>=0.27 <0.30`. */
  readonly versions: string;
}

/** What an exported name is. A class used both as a constructor and a type has just `type`. */
export interface ExportFact {
  /** Instances of the exported class or interface; holds for `new X()`, `x: X` and `extends X`. */
  readonly type?: TypeName;
  /** The exported value itself is of this type: Kysely's `sql`. */
  readonly value?: TypeName;
  /** The exported function returns this type: `drizzle(...)`. */
  readonly returns?: TypeName;
  /** The exported function returns a promise of this type. */
  readonly resolves?: TypeName;
  /** For `returns` and `resolves`: the argument that is a class of the user's, whose instances the result deals in. */
  readonly entityArgument?: number;
  /**
   * The exported generic type is, as far as methods go, its first argument (of `typeof X`, an instance), or an array
   * of that: Sequelize's `NonAttribute<Post[]>`, Lucid's `HasMany<typeof Post>`.
   */
  readonly standsFor?: 'argument' | 'array';
  /** The exported function returns this argument, or an instance of the class that it is: `getCustomRepository(Users)`. */
  readonly returnsArgument?: number;
  /** A class that is returned as an argument stays the class: `compose(BaseModel, SoftDeletes)`. */
  readonly keepsClass?: boolean;
  /** By index of the argument: the parameters of the function handed to the class's constructor, as for a method. */
  readonly callbacks?: Readonly<Record<string, readonly (TypeName | null)[]>>;
  /** A semver range of versions that have it, when narrower than the catalog's. */
  readonly versions?: string;
}

/** One type whose methods are labelled. */
export interface CatalogType {
  /** One sentence: what a value of this type is. */
  readonly description: string;
  /**
   * The names under which the library's own `.d.ts` files declare it (the classes, in Python); default: the entry's key. A `*` in
   * a name stands for any text: `Prisma__*Client` is the one of every model.
   * `BetterSQLite3Database@sync` says that this name is always the variant `sync`, and `typeof Model` stands
   * for the class `Model` itself, with its static methods. `promise#Pool` is the one declared in `promise.d.ts`, where
   * another file of the package declares another type by that name.
   */
  readonly declared?: readonly string[];
  /** The packages that declare it, where others of the catalog's have another type by the same name. */
  readonly packages?: readonly string[];
  /** Types of this catalog whose methods and properties this one inherits. */
  readonly extends?: readonly TypeName[];
  /** Present when values have a `then`: awaiting one sends the query. */
  readonly thenable?: Thenable;
  /** A call on a held builder changes it (`q.where()` as a statement matters). */
  readonly mutable?: boolean;
  /** One connection, which sends a query when the one before it is answered: nothing is won by sending several at once. */
  readonly serial?: boolean;
  /** Names of the variants, e.g. `["sync", "async"]`: they are the string literals among the type's arguments. */
  readonly variants?: readonly string[];
  /** The call that sends a query of this type when `await` does not: `"execute()"`. */
  readonly run?: string;
  /** What `new` makes of a value of this type, which then is a class: a Mongoose model. */
  readonly constructs?: TypeName;
  /** What `this` is in functions of the user's that become members of a value of this type: `schema.methods.greet = function () {}`. */
  readonly memberThis?: TypeName;
  /** What iterating over a value of this type gives, where that is a catalogued type. */
  readonly elements?: TypeName;
  /**
   * Values are instances of a class that users derive or declare. Where the user's class is known, a reference to
   * this type means an instance of that class: `User.findOne()` gives a `User`, `Repository<User>` finds users.
   */
  readonly entity?: boolean;
  /** Types of properties that are not methods, lists of them included. `"*"` stands for any other name that does not begin with `$` or `_`. */
  readonly properties?: Readonly<Record<string, TypeName>>;
  /** By method name. `"*"` stands for any other name that does not begin with `$` or `_`. */
  readonly methods: Readonly<Record<string, Method>>;
  /** Calling a value of this type itself: `knex('t')`, `insertMany(rows)`. */
  readonly call?: Method;
  /** Using a value of this type as the tag of a template: `` sql`...` ``. */
  readonly tag?: Method;
  /** Public methods deliberately not catalogued, or inherited in the catalog alone, each with the reason. `"*"`-free. */
  readonly leftOut?: Readonly<Record<string, string>>;
  /** Left out of the reference: a helper type that only carries chains. */
  readonly hidden?: boolean;
  /** A semver range of versions that have it, when narrower than the catalog's. */
  readonly versions?: string;
  /**
   * Differences by semver range; the rest of the type speaks of the versions that are in none of them. A lazy
   * method whose result is a thenable in a version is deferred there, and the other way round.
   */
  readonly otherVersions?: Readonly<Record<string, TypeDifference>>;
}

/** What a type is otherwise in some versions; `null` takes away what the others have. */
export interface TypeDifference {
  readonly thenable?: Thenable | null;
  readonly mutable?: boolean;
  readonly run?: string | null;
}

export interface Thenable {
  readonly secondAwait: SecondAwait;
  /** What awaiting gives, where that is a catalogued type. */
  readonly awaited?: TypeName;
  /** The promise methods it has; default `then`, `catch` and `finally`. */
  readonly methods?: readonly string[];
}

/** One method. `description` is one sentence in the present tense, ending in a full stop. */
export interface Method {
  readonly execution: Execution;
  /** Type of the call's result (of the promise's value when `execution` is `executing`). Absent: a plain value. */
  readonly returns?: TypeName;
  /** The call's result is what the function passed as this argument returns: `$call(fn)`. */
  readonly resultOf?: number;
  /** The call's result is this argument, or an instance of the class that it is: `withRepository(users)`. */
  readonly returnsArgument?: number;
  /** The call's result is a class that derives from the one passed as this argument: `mixin(Model, [plugin])`. */
  readonly returnsClass?: number;
  /**
   * The result has the members of the object passed as this argument too, and so has `this` in that object's methods:
   * `extend({ findByName() { ... } })`.
   */
  readonly mixesIn?: number;
  /** The verb of the SQL that is built or sent: `SELECT`, `INSERT`, `BEGIN`, ... */
  readonly verb?: string;
  /** For a method that blocks, at once or where its result is iterated: the code to write instead, `null` when the library has none. */
  readonly asyncEquivalent?: string | null;
  readonly description: string;
  /** A URL, or a path resolved against the catalog's `docs`. */
  readonly docs?: string;
  /**
   * By index of the argument: the types of the parameters of the function passed there (`null`: a plain
   * value). They hold for functions inside an array or object literal passed there too.
   */
  readonly callbacks?: Readonly<Record<string, readonly (TypeName | null)[]>>;
  /** By index of the argument: what `this` is inside the function passed there, when it is no arrow function. */
  readonly callbackThis?: Readonly<Record<string, TypeName>>;
  /** A function handed over as the last argument is called with the result: the call then executes and returns nothing to await. */
  readonly takesCallback?: boolean;
  /** The first argument that may be that function, where functions before it are for something else: `forEach(each, done)`. */
  readonly callbackFrom?: number;
  /** What is otherwise where a function is handed over as the last argument: `cursor(rows, each)`. */
  readonly withCallback?: Partial<Method>;
  /**
   * A query object handed over as this argument (of a catalogued type, or made by `new`) is sent and comes back itself,
   * at once, with nothing to await: `client.query(new Cursor(...))`.
   */
  readonly handsBack?: number;
  /** The argument that is a class of the user's, whose instances the result deals in: `em.find(User, ...)`. */
  readonly entityArgument?: number;
  /**
   * Opens a transaction around the function passed as one of its arguments: where it executes, its result is what
   * that returns, and `returns` speaks of calls without one.
   */
  readonly transaction?: TransactionFact;
  /** The argument that is the client to send with: `execute(db)`. */
  readonly clientArgument?: number;
  /** Runs the queries handed to it: `prisma.$transaction([a, b])`, `db.batch([...])`. */
  readonly runsArguments?: boolean;
  /** The library makes one statement of several such queries that are sent in the same tick. */
  readonly batched?: boolean;
  /**
   * `true`: a call that returns a promise which may be dropped: nothing is lost with it, e.g. `destroy()`, or a
   * message to a channel.
   * `false`: one that executes but returns no promise, since events or a callback tell its result.
   */
  readonly promise?: boolean;
  /**
   * Differences by the name that is the first argument, or that a regular expression there matches: `pre('save', ...)`.
   * Blanks separate names with the same difference.
   */
  readonly named?: Readonly<Record<string, Partial<Method>>>;
  /** Differences by variant of the receiver. */
  readonly variants?: Readonly<Record<string, Partial<Method>>>;
  /** A semver range of versions that have it, when narrower than the catalog's. */
  readonly versions?: string;
  /** Differences by semver range; the rest of the method speaks of the versions that are in none of them. */
  readonly otherVersions?: Readonly<Record<string, Partial<Method>>>;
  /** Gives a copy of a mutable builder, and leaves that as it is: `query.clone()`. */
  readonly copies?: boolean;
  /** A streaming method that sends at the call already, before anything is read of its result. */
  readonly eager?: boolean;
  /** What the library's own declarations say instead, where a run shows that they are wrong. */
  readonly misdeclared?: string;
  /** Where the fact comes from, when no run can show it. */
  readonly unproved?: string;
}

/** A transaction around a function; the function's first catalogued parameter is the client. */
export interface TransactionFact {
  /** Index of the function among the arguments. */
  readonly callback: number;
  /** Options may come before it, and then it stands one further on. */
  readonly optionsFirst?: boolean;
  /** The function must not be `async`; the transaction has the only connection, so the outer client is in it. */
  readonly synchronous?: boolean;
  /**
   * Queries find the transaction by themselves, `always` or where that is configured (CLS): there a function without
   * parameters is right.
   */
  readonly ambient?: true | 'always';
  /** The option that hands a query the transaction: `{ transaction: t }`. */
  readonly option?: string;
  /**
   * Types whose queries run outside the transaction unless they are handed its client: models and repositories
   * that belong to a connection, and are reached by another name than the client the transaction was opened on.
   */
  readonly outside?: readonly TypeName[];
}

/** A resolved reference to a catalogued type. */
export interface TypeRef {
  readonly library: string;
  readonly type: string;
  readonly variant?: string;
}
