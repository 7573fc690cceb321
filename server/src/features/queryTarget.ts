/** The model or table that a query is about, as far as the code says it by a name. */
import type { Chain, FileAnalysis } from '../analysis/judgement.ts';
import type { Call, Span } from '../analysis/model.ts';

/** Methods whose first argument is a table, a model or a collection. */
const NAMING =
  /^(?:from|into|table|selectFrom|insertInto|replaceInto|mergeInto|insert|update|updateTable|deleteFrom|delete|collection|model|getRepository|queryBuilder|createQueryBuilder|\(call\))$/;
/** Words between `FROM` and the like and the table. */
const IN_SQL =
  /\b(?:FROM|INTO|UPDATE|TABLE|JOIN)\s+(?:ONLY\s+|IF\s+(?:NOT\s+)?EXISTS\s+)?["'`[]?(?:\w+["`\]]?\.["`[]?)?(\w+)/i;
/** Types whose values are a table, a model or a collection each. */
const HOLDERS = /repository|collection|model|entity|static|relation/i;
/** What people add to the name of the model when they name what gives access to it. */
const SUFFIX = /(?:Repository|Repo|Collection|Model)$/;

/** `undefined` where no name says it. */
export function targetOf(analysis: FileAnalysis, { root }: Chain, calls: readonly Call[]): string | undefined {
  const { text } = analysis.facts;
  const first = calls[0];
  if (first === undefined || first.helper) return undefined;
  return (
    firstOf(calls, (call) => namedBy(text, call)) ??
    inSql(text, calls) ??
    propertyBefore(text, root, first) ??
    holder(text, root, first)
  );
}

/** `.from(users)`, `.selectFrom('books as b')`, `knex('books')`. */
function namedBy(text: string, call: Call): string | undefined {
  const isNaming = call.kind === 'call' || (call.kind === 'method' && NAMING.test(call.method));
  return isNaming ? nameIn(text.slice(call.args.start, call.args.end)) : undefined;
}

/** The first argument, when it is a name or a string: `schema.users`, `'shop.books as b'`. */
function nameIn(args: string): string | undefined {
  const string = /^\s*(['"`])(?<path>[\w.$]+)(?:\s+(?:as\s+)?\w+)?\1/i.exec(args)?.groups?.['path'];
  const name = /^\s*(?<path>[A-Za-z_$][\w$]*(?:\.[A-Za-z_$][\w$]*)*)\s*(?:[,)]|$)/.exec(args)?.groups?.['path'];
  return (string ?? name)?.split('.').at(-1);
}

function inSql(text: string, calls: readonly Call[]): string | undefined {
  return firstOf(calls, ({ kind, args, span, name }) => {
    const code = kind === 'tag' ? text.slice(name.end, span.end) : text.slice(args.start, args.end);
    return /^\s*\(?\s*['"`]/.test(code) ? IN_SQL.exec(code)?.[1] : undefined;
  });
}

/** `prisma.user.findMany()`, `db.query.users.findFirst()`. */
function propertyBefore(text: string, root: Span, first: Call): string | undefined {
  if (first.kind !== 'method') return undefined;
  const between = text.slice(root.end, first.name.start);
  return /([A-Za-z_$][\w$]*)\s*[?!]?\.\s*$/.exec(between)?.[1];
}

/** `User.find()`, `this.userRepository.find()`. */
function holder(text: string, root: Span, { owner, name }: Call): string | undefined {
  const code = text.slice(root.start, Math.min(root.end, name.start));
  const last = /([A-Za-z_$][\w$]*)\s*[?!]?\.?\s*$/.exec(code)?.[1];
  if (last === undefined || last === 'this') return undefined;
  const isHolder = HOLDERS.test(owner.type) || /^[A-Z]/.test(last) || SUFFIX.test(last);
  return isHolder ? last.replace(SUFFIX, '') || last : undefined;
}

function firstOf<T>(calls: readonly Call[], find: (call: Call) => T | undefined): T | undefined {
  for (const call of calls) {
    const found = find(call);
    if (found !== undefined) return found;
  }
  return undefined;
}
