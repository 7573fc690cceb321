/** Which call to write behind a builder, so that its query is sent. */
import type { CatalogSet } from '../catalogs/catalogSet.ts';
import type { RunCall } from './judgement.ts';
import type { Call, FileFacts } from './model.ts';
import { runCodeOf } from './types.ts';

const LITERAL_SQL = /^\(?\s*[`'"]\s*(?<verb>[a-z]+)/i;
const READS = /^(?:explain|pragma|select|values)$/i;
const WRITES = /^(?:alter|analyze|create|delete|drop|insert|replace|update|vacuum)$/i;

/** The call that sends what the last link of the chain has built. */
export function runCallOf(facts: FileFacts, catalogs: CatalogSet, chain: readonly Call[]): RunCall | undefined {
  const result = chain.at(-1)?.result;
  const code = result && runCodeOf(catalogs, result);
  if (result === undefined || code === undefined) return undefined;
  const execution = catalogs.method(result, /^[$\w]*/.exec(code)?.[0] ?? '')?.execution ?? 'executing';
  if (execution !== 'blocking') return { code, execution, sure: code.endsWith('()') };
  const first = chain[0];
  const sql = first === undefined ? '' : facts.text.slice(first.args.start, first.args.end);
  const verb = LITERAL_SQL.exec(sql)?.groups?.['verb'] ?? '';
  const givesRows = READS.test(verb) || (WRITES.test(verb) && /\breturning\b/i.test(sql));
  // A statement that gives rows refuses `run()`, and one that gives none refuses `all()`.
  if (givesRows && catalogs.method(result, 'all')?.execution === 'blocking')
    return { code: 'all()', execution, sure: true };
  return { code, execution, sure: WRITES.test(verb) };
}
