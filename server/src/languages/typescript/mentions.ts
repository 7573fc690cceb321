/** What a file's text alone says about libraries: whether it can hold a call of one at all. Many can not. */
import type { CatalogSet } from '../../catalogs/catalogSet.ts';

const SPECIFIER = /\b(?:from|import|require)\s*\(?\s*['"](?<name>[^'"\n]+)['"]/g;
/** A function that is declared `async`, in every way of declaring one. */
const ASYNC =
  /\basync\s+(?:function\s+)?(?<method>[A-Za-z_$][\w$]*)\s*[(<]|(?<held>[A-Za-z_$][\w$]*)\s*[:=]\s*async\b/g;
/** A name that is called, with type arguments or `?.` in between, or used as a tag or in brackets and quotes. */
const CALLED = /(?<name>[A-Za-z_$][\w$]*)(?:\s*(?:\?\.\s*)?[(<]|\s*`|['"`]\s*\])/g;

export interface Mentions {
  /** Libraries whose modules it imports. */
  readonly libraries: ReadonlySet<string>;
  /** It calls something by a name that a catalog has, or speaks to Query Lens in a comment. */
  readonly mayMatter: boolean;
}

/**
 * Reads the mentions off a text, with those in comments and strings.
 *
 * Known imprecision: it misses a file whose only call goes by a name that no catalog has, on a value that another
 * file made (`userQuery(id).posts()`, a parameter of an imported alias of Kysely's `ExpressionBuilder`).
 */
export function mentionsIn(text: string, catalogs: CatalogSet): Mentions {
  const libraries = new Set<string>();
  for (const { groups } of text.matchAll(SPECIFIER)) {
    for (const library of catalogs.librariesOf(groups?.['name'] ?? '')) libraries.add(library);
  }
  return { libraries, mayMatter: text.includes('query-lens-') || callsByName(text, catalogs) };
}

/** Names of the async functions that a text declares: who calls one may lose the query in it. */
export function asyncFunctionsIn(text: string): readonly string[] {
  return Array.from(text.matchAll(ASYNC), ({ groups }) => groups?.['method'] ?? groups?.['held'] ?? '');
}

/** Whether the text calls something by one of the names. */
export function callsOneOf(text: string, names: ReadonlySet<string>): boolean {
  for (const { groups } of text.matchAll(CALLED)) if (names.has(groups?.['name'] ?? '')) return true;
  return false;
}

function callsByName(text: string, catalogs: CatalogSet): boolean {
  for (const { 0: match, groups } of text.matchAll(CALLED)) {
    // Any tag may be an alias of a catalogued one.
    if (match.endsWith('`') || catalogs.calledNames.has(groups?.['name'] ?? '')) return true;
  }
  return false;
}
