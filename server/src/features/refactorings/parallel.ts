/** Runs reads that stand next to each other and do not need each other at once: `Promise.all`, `asyncio.gather`. */
import { parallelReads, togetherFixes } from '../../rules/prefer-parallel-queries.ts';
import type { Offer } from './refactoring.ts';

export const parallel: Offer = ({ analysis, call }) => {
  const reads = parallelReads(analysis).find((run) => run.some((read) => read.call === call));
  const [fix] = reads ? togetherFixes(analysis.facts, reads) : [];
  if (!reads || !fix) return undefined;
  return { title: `Run these ${reads.length} queries in parallel`, kind: 'parallel', edits: fix.edits };
};
