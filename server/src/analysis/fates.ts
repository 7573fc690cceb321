/** What the kinds of fates mean for a query. */
import type { FateKind } from './judgement.ts';

const RUNS: ReadonlySet<FateKind> = new Set(['awaited', 'chained', 'joined', 'run', 'returned', 'iterated']);
const LOSES: ReadonlySet<FateKind> = new Set(['dropped', 'voided', 'unused', 'value']);

/** Sends a thenable. */
export function runsQuery({ kind }: { readonly kind: FateKind }): boolean {
  return RUNS.has(kind);
}

/** Leaves a query that is not sent yet, or a promise, with nobody. */
export function losesQuery({ kind }: { readonly kind: FateKind }): boolean {
  return LOSES.has(kind);
}
