/** What a file's text alone says about libraries: whether it can hold a call of one at all. Many can not. */
import { someCall } from './calledNames.ts';

const SPECIFIER = /\b(?:from|import|require)\s*\(?\s*['"](?<name>[^'"\n]+)['"]/g;
/** `async function name(`, `async name(`, seen from `async`. */
const ASYNC = /^async\s+(?:function\s+)?([A-Za-z_$][\w$]*)\s*[(<]/;
/** `name = `, `name: ` in front of it. */
const HELD = /([A-Za-z_$][\w$]*)\s*[:=]\s*$/;
/** In UTF-16 code units, with what stands around it. */
const LONGEST_NAME = 100;
/** A function that is declared at all. What begins a line and a block like a method does counts too: too many do no harm. */
const FUNCTION =
  /\bfunction\s*\*?\s*(?<named>[A-Za-z_$][\w$]*)|(?<held>[A-Za-z_$][\w$]*)\s*(?::[^=;\n]*)?[:=]\s*(?:async\s+)?(?:function\b|[(<]|[\w$]+\s*=>)|^[ \t]*(?:(?:async|get|override|private|protected|public|static)\s+)*(?<method>[A-Za-z_$][\w$]*)\s*[(<](?:[^\n]*[{(,])?[ \t\r]*$/gm;
const UNCALLED = /[A-Za-z_$][\w$]*(?![\w$]|\s*(?:\?\.\s*)?[(<`])/g;
/** A variable or field that holds a collection of the platform's, whose methods are called as many a library's are. */
const COLLECTION =
  /(?<name>[A-Za-z_$][\w$]*)\s*(?::[^=;{}()]*)?=\s*new\s+(?:FormData|Headers|Map|Set|URLSearchParams|WeakMap|WeakSet)\b/g;
/** What belongs to the platform by its name, which hardly anybody gives to something else. */
const PLATFORM = new Set('Array Date JSON Math Number Object Promise Reflect String console process'.split(' '));
/** What may stand before a bracket or a template without calling it. */
const KEYWORDS = new Set(
  'as await case catch default delete do else extends for function if in instanceof new of return satisfies super switch throw typeof void while with yield'.split(
    ' ',
  ),
);

/** The module specifiers of a text, also those in comments and strings. */
export function specifiersIn(text: string): readonly string[] {
  return Array.from(text.matchAll(SPECIFIER), ({ groups }) => groups?.['name'] ?? '');
}

/**
 * Whether a text calls something by one of the names, which are those of libraries, or speaks to Query Lens in a comment.
 *
 * Known imprecision: it misses a file whose only call goes by a name that no catalog has, on a value that another
 * file made (`userQuery(id).posts()`, a parameter of an imported alias of Kysely's `ExpressionBuilder`), or is on a
 * variable that has the name of a `Map` in the same file.
 */
export function mayMatter(text: string, names: ReadonlySet<string>): boolean {
  return text.includes('query-lens-') || callsByName(text, names);
}

/** Names of the functions that a text declares `async`, in every way of declaring one: who calls one may lose the query in it. */
export function asyncFunctionsIn(text: string): readonly string[] {
  const names: string[] = [];
  for (let at = text.indexOf('async'); at !== -1; at = text.indexOf('async', at + 1)) {
    const after = ASYNC.exec(text.slice(at, at + LONGEST_NAME))?.[1];
    const name = after ?? HELD.exec(text.slice(Math.max(0, at - LONGEST_NAME), at))?.[1];
    if (name !== undefined) names.push(name);
  }
  return names;
}

/** Names of the functions that a text declares, and some others. */
export function functionsIn(text: string): readonly string[] {
  return Array.from(
    text.matchAll(FUNCTION),
    ({ groups }) => groups?.['named'] ?? groups?.['held'] ?? groups?.['method'] ?? '',
  ).filter((name) => !KEYWORDS.has(name));
}

/** Whether the text has one of the names in it. */
export function namesOneOf(text: string, names: ReadonlySet<string>): boolean {
  if (names.size === 0) return false;
  for (const [name] of text.matchAll(/[A-Za-z_$][\w$]*/g)) if (names.has(name)) return true;
  return false;
}

/** Whether the text calls something by one of the names. */
export function callsOneOf(text: string, names: ReadonlySet<string>): boolean {
  return names.size > 0 && someCall(text, ({ name }) => names.has(name));
}

function callsByName(text: string, names: ReadonlySet<string>): boolean {
  let uncalled: ReadonlySet<string> | undefined;
  let collections: ReadonlySet<string> | undefined;
  return someCall(text, ({ name, isTag, isMember, receiver }) => {
    if (!isMember && KEYWORDS.has(name)) return false;
    // Any tag may be an alias of a catalogued one.
    if (isTag) return true;
    if (!names.has(name)) return false;
    // What is called without a receiver has been taken out of one or imported, unless it is the platform's: `fetch()`.
    if (!isMember) return (uncalled ??= uncalledNames(text)).has(name);
    return !PLATFORM.has(receiver) && !(collections ??= collectionsIn(text)).has(receiver);
  });
}

function collectionsIn(text: string): ReadonlySet<string> {
  return new Set(Array.from(text.matchAll(COLLECTION), ({ groups }) => groups?.['name'] ?? ''));
}

/** The names that stand somewhere without being called or declared as a function. */
function uncalledNames(text: string): ReadonlySet<string> {
  return new Set(Array.from(text.matchAll(UNCALLED), ([name]) => name));
}
