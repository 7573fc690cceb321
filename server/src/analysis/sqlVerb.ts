/** The verb of a chain: what the catalog says, or what the SQL in its first argument begins with. */
import type { Call } from './model.ts';

/** A string or template that begins with a statement, comments before it allowed. `WITH` may be any statement. */
const STATEMENT =
  /^\(?\s*[`'"]\s*(?:--[^\n]*\n\s*|\/\*[^]*?\*\/\s*)*(?<verb>SELECT|INSERT|UPDATE|DELETE|REPLACE|MERGE|TRUNCATE|CREATE|ALTER|DROP)\s/i;
/** Comments longer than this stand before no statement. */
const MOST_READ = 400;

/** The verb that the last telling call of the chain stands for; `text` is the file's. */
export function verbOfChain(text: string, links: readonly Call[]): string | undefined {
  return links.findLast(({ fact }) => fact.verb !== undefined)?.fact.verb ?? written(text, links);
}

function written(text: string, links: readonly Call[]): string | undefined {
  for (const { args, helper } of links) {
    const code = helper ? '' : text.slice(args.start, Math.min(args.end, args.start + MOST_READ));
    const verb = STATEMENT.exec(code)?.groups?.['verb'];
    if (verb !== undefined) return verb.toUpperCase();
  }
  return undefined;
}
