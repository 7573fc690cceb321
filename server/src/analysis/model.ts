/**
 * The narrow waist: what a language tells about a file, in plain data.
 *
 * TypeScript and Python both produce `FileFacts`; chains, verdicts, rules and features see nothing else.
 * All offsets are UTF-16 code units from the start of the text.
 */
import type { Versions } from '../catalogs/catalogSet.ts';
import type { Method, TypeRef } from '../catalogs/schema.ts';
import type { Environment, ImportFact, StatementFact } from './codeFacts.ts';

export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Everything the analysis knows about one file. Ids are indexes into the arrays beside them. */
export interface FileFacts {
  readonly language: 'typescript' | 'python';
  /** Absolute path with forward slashes. */
  readonly file: string;
  readonly text: string;
  /** The versions of the libraries that the file works with, where they are known. */
  readonly versions: Versions;
  /** Calls whose owner is a catalogued type, ordered by the start of their name; what evaluates a query comes behind it. */
  readonly calls: readonly Call[];
  readonly functions: readonly FunctionFact[];
  /**
   * Calls of functions of the user's that send queries and are awaited as they should be: no rule has anything to say
   * of them. Only where somebody counts queries.
   */
  readonly countedHelpers?: readonly CountedHelper[];
  /** Local variables that hold a query or a promise of one, or an array of those. */
  readonly variables: readonly VariableFact[];
  /** Names of values inside calls and loops that matter, in source order; looked up when first asked for. */
  readonly names?: readonly NameFact[];
  /** The file's path inside its project, with forward slashes. */
  readonly path?: string;
  /** What the file imports, as it is written, each once. */
  readonly imports?: readonly string[];
  /** Its imports one by one, in source order; looked up when first asked for. */
  readonly importFacts?: readonly ImportFact[];
  /** The versions of packages that rewritten code can make use of, where the file can import them; looked up when asked for. */
  readonly companions?: Versions;
  readonly environment?: Environment;
  /** Comments that are written for Query Lens, in source order. */
  readonly comments?: readonly CommentFact[];
  /** Text of several lines in which a new line would not be code. */
  readonly verbatim?: readonly VerbatimFact[];
  /** Whether every call that a library might own has been decided (the type checker was asked, or not needed). */
  readonly complete: boolean;
}

/** A comment with `query-lens-` at its beginning. */
export interface CommentFact {
  readonly span: Span;
  /** What is gone when the comment is: in JSX the braces around it too. */
  readonly whole: Span;
  /** Between its delimiters. */
  readonly content: Span;
}

/** A template literal's text, or the text between JSX tags (`markup`). */
export interface VerbatimFact {
  readonly kind: 'template' | 'markup';
  readonly span: Span;
}

/** One call of a catalogued method, or one tagged template. */
export interface Call {
  readonly id: number;
  readonly method: string;
  /** The method's name in the source; for `db('t')` and `` sql`..` `` the callee. */
  readonly name: Span;
  /** The expression from the chain's root to this call's closing bracket. */
  readonly span: Span;
  readonly owner: TypeRef;
  /** The catalog's facts, with the owner's variant applied. */
  readonly fact: Method;
  /** What the call returns, as a catalogued type; for an executing method what its promise resolves to. */
  readonly result?: TypeRef;
  /** Whether `result` is an array of that type. */
  readonly resultIsArray?: boolean;
  /** The result goes to a function that is handed over, and nothing is left to await. */
  readonly toCallback?: boolean;
  /** The call is of a function of the user's: `fact` sums up what that does, and the call carries no label. */
  readonly helper?: HelperFact;
  readonly kind: 'method' | 'call' | 'tag';
  /** The call whose result this one is made on, in the same expression. */
  readonly receiver?: number;
  /** The variable this chain starts from, when it holds a query. */
  readonly receiverVariable?: number;
  /** Source text of the chain's root: `db`, `this.prisma`. */
  readonly root: Span;
  /** What the root is, when it is a plain name or a property of one. */
  readonly origin?: Origin;
  /** The client that the call is handed, to send its query with: the `db` of `execute(db)`. */
  readonly client?: Origin;
  readonly use: Use;
  /** The innermost function around the call; -1 at the top level of the module. */
  readonly function: number;
  /** Loops around the call inside that function, innermost first. */
  readonly loops: readonly LoopFact[];
  /** The call stands in the `try` block of a statement that has a `catch`, inside its function. */
  readonly caught: boolean;
  /** The call stands in a `catch` clause, inside its function. */
  readonly inCatch?: boolean;
  /** The `const x = await <the chain>` statement whose value is this call's. */
  readonly constant?: ConstantFact;
  /** In Python, the statement that assigns, returns or drops nothing but what the call gives. */
  readonly statement?: StatementFact;
  /** Where `await` may be written: is the call in a position where it can have one? */
  readonly awaitable: boolean;
  /** `await` put before the call needs brackets around it: `(await q).length`. */
  readonly awaitNeedsParens: boolean;
  /** Owned calls and functions inside the arguments, for the fixes that must not touch them. */
  readonly args: Span;
  /** No call is written: Python evaluates the query (`for book in books`), or fetches what a row refers to (`book.author`). */
  readonly implicit?: 'evaluation' | 'relation';
  /** A name for one row of the query that a call gives, where one can be gone through row by row. */
  readonly elementName?: string;
  /** The query that gave the row in sight does not fetch what is read of it: once per row, if it is read in a loop. */
  readonly unfetched?: UnfetchedRelation;
  /** How a blocking call is written where it must not block, when the language knows better than the method's name. */
  readonly asyncForm?: AsyncForm;
}

export interface UnfetchedRelation {
  readonly name: string;
  readonly many: boolean;
  /** What the row is: the name or expression that the relation is read of. */
  readonly row: Span;
}

/** A piece of code that does not block, in the place of one that does. */
export interface AsyncForm {
  readonly code: string;
  readonly title: string;
  /** In order; they go together. */
  readonly edits: readonly Edit[];
}

/** Replaces `start` to `end` by `newText`. */
export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly newText: string;
}

/** A call that sends as many queries as the function does. */
export interface CountedHelper {
  readonly name: Span;
  readonly function: number;
  readonly sends: number;
  /** One of them is sent once per turn of a loop. */
  readonly inLoop: boolean;
}

/** What a function of the user's does with queries. */
export interface HelperFact {
  /** The first query it sends, as code without arguments: `prisma.user.update`; empty when it only gives one. */
  readonly query: string;
  /** How many calls in it, and in what it calls, send. */
  readonly sends: number;
  /** One of them is sent once per turn of a loop. */
  readonly inLoop: boolean;
  /** It sends some query itself: to send it is what the function is for, more likely than not. */
  readonly direct: boolean;
  /** The call stands in the function that it calls. */
  readonly recursive?: boolean;
  /** The parameter that the client of a transaction may be handed to, when it may be left out, and is. */
  readonly client?: { readonly index: number; readonly name: string };
}

/** What a chain starts from, so that two chains can be told to start from the same value. */
export interface Origin {
  /** Where its first name is declared, then the properties read of it; aliases are seen through. */
  readonly path: readonly string[];
  readonly kind: 'import' | 'module' | 'field' | 'parameter' | 'local';
  /** Where the first name is declared in this file; -1 for `this`. */
  readonly declared: number;
  /** Where the root's expression ends without its last, last two, ... property reads, as far as they are written. */
  readonly ends: readonly number[];
}

/** A `const x = await <chain>` statement with one declaration. */
export interface ConstantFact {
  readonly statement: Span;
  /** The names it declares: `x`, `{ a, b }`. */
  readonly name: Span;
  /** Start of the block it stands in, and its place among the statements there. */
  readonly block: number;
  readonly index: number;
}

/** A name that reads or writes a value. */
export interface NameFact {
  readonly span: Span;
  /** Where it is declared in this file, as the start of the declaring name; -1 for a global. */
  readonly declared: number;
  readonly write: boolean;
}

export interface LoopFact {
  readonly kind: 'for' | 'for-in' | 'for-of' | 'for-await' | 'while' | 'do';
  readonly span: Span;
  /** From the keyword to the body. */
  readonly header?: Span;
  /** What it goes over: `ids` in `for (const id of ids)`. */
  readonly over?: Span;
  /** The elements stand in the source: `for (const role of ['admin', 'user'])`. */
  readonly overLiteral?: boolean;
  /** The `break`s and `return`s that leave it. */
  readonly exits?: readonly Span[];
}

/** A place that only one of several ways through the code comes to. */
export interface BranchFact {
  /** Start of the statement or expression that branches. */
  readonly at: number;
  /** Which of its ways. */
  readonly arm: number;
  /** The way ends in a `return`, `throw`, `break` or `continue`: what follows the branching is another way. */
  readonly leaves: boolean;
}

export interface ParameterFact {
  readonly span: Span;
  /** Absent for a pattern. */
  readonly name?: string;
}

/** A function-like of the file. */
export interface FunctionFact {
  readonly id: number;
  readonly span: Span;
  /** The function around it; -1 at the top level of the module. */
  readonly parent: number;
  readonly kind:
    | 'declaration'
    | 'expression'
    | 'arrow'
    | 'method'
    | 'getter'
    | 'setter'
    | 'constructor'
    | 'static-block';
  readonly async: boolean;
  readonly generator: boolean;
  readonly name?: string;
  /** Where to write `async `, when the function can be made async. */
  readonly asyncAt?: number;
  readonly parameters?: readonly ParameterFact[];
  /** Names of its decorators: `Get` in `@Get('/users')`. */
  readonly decorators?: readonly string[];
  /** Where a parameter can be added, when there is none. */
  readonly parameterAt?: number;
  /** The return type annotation without its colon. */
  readonly returnType?: Span;
  /** The whole body is an expression: `() => db.select()`. */
  readonly expressionBody: boolean;
  /** The call this function is an argument of. */
  readonly argumentOf?: Callee;
  /** The catalogued call that it is handed to, by itself or in a list or an object, and as which argument. */
  readonly handedTo?: { readonly call: number; readonly index: number };
  /** The catalogued call that opens a transaction around this function, which is handed to it by its name. */
  readonly opener?: number;
  /** The array that the call is a method of stands in the source: `['a', 'b'].map(f)`. */
  readonly overLiteral?: boolean;
  /** Where the result of that call goes: in `Promise.all(ids.map(f))`, an argument of `Promise.all`. */
  readonly argumentUse?: Use;
  /** Other code sees it: exported, a method, or stored where it can be reached. */
  readonly exported: boolean;
  /** The uses of what calls to it in this file return; absent when it is referred to in another way. */
  readonly callUses?: readonly Use[];
}

/** What is called, for a value handed to a call. */
export interface Callee {
  /** Source text of the callee without white space: `Promise.all`, `results.push`. */
  readonly text: string;
  /** Its last name: `all`, `push`. */
  readonly name: string;
  readonly span: Span;
  /** Index of the argument the value was handed over as. */
  readonly index: number;
  /** The catalogued call it is. */
  readonly call?: number;
  /** The variable it is a method of: `results` in `results.push(q)`. */
  readonly variable?: number;
  /** The function of this file it is. */
  readonly function?: number;
}

/** Where a value goes. */
export type Use =
  /** `await q`; `use` is where the awaited value goes. */
  | { readonly kind: 'awaited'; readonly span: Span; readonly use?: Use }
  /** `for (... of q)`, `for await`, `yield*`, `[...q]`. */
  | { readonly kind: 'iterated'; readonly async: boolean; readonly span: Span }
  /** The value of an expression statement. */
  | { readonly kind: 'dropped'; readonly statement: Span }
  /** `void q`. */
  | { readonly kind: 'voided'; readonly span: Span }
  | { readonly kind: 'returned'; readonly function: number; readonly span: Span }
  /** Initializes or is assigned to a local variable (`pattern`: it is taken apart there). */
  | { readonly kind: 'stored'; readonly variable: number; readonly pattern: boolean }
  /** The next link of the chain. */
  | { readonly kind: 'receiver'; readonly call: number }
  /** A method no catalog knows is called on it, `.then` of a promise among them. */
  | { readonly kind: 'method'; readonly name: string; readonly use: Use }
  /** A property is read of it. */
  | { readonly kind: 'member'; readonly name: string; readonly span: Span }
  /** Handed to a call; `use` is where that call's result goes. */
  | { readonly kind: 'argument'; readonly callee: Callee; readonly use: Use }
  /** An element of an array literal, a property of an object literal. */
  | { readonly kind: 'element'; readonly use: Use }
  | { readonly kind: 'property'; readonly name: string; readonly use: Use }
  | { readonly kind: 'spread'; readonly into: 'array' | 'object' | 'arguments'; readonly use: Use }
  /** Taken for a plain value: a condition, a template, an operand. */
  | { readonly kind: 'value'; readonly how: 'condition' | 'template' | 'operand' | 'index'; readonly span: Span }
  /** Seen by code we do not follow. */
  | { readonly kind: 'escaped'; readonly how: 'field' | 'exported' | 'thrown' | 'yielded' | 'outer' | 'other' };

/** A variable that holds a query, a promise of one, or an array of them. */
export interface VariableFact {
  readonly id: number;
  readonly name: string;
  readonly declaration: Span;
  readonly kind: 'const' | 'let' | 'var' | 'parameter';
  readonly function: number;
  readonly exported: boolean;
  /** Reads, in order; writes are no references. */
  readonly references: readonly Reference[];
}

export interface Reference {
  readonly span: Span;
  readonly use: Use;
  readonly function: number;
  readonly loops: readonly LoopFact[];
  /** The branches it is in inside its function, innermost first. */
  readonly branches?: readonly BranchFact[];
}
