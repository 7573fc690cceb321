/** Waits no longer than five seconds for a query: `asyncio.wait_for`. */
import { importOf } from '../imports.ts';
import type { Offer } from '../refactoring.ts';
import { inOrder } from './statements.ts';

export const waitFor: Offer = ({ analysis: { facts }, call, awaited }) => {
  if (!awaited || facts.functions[call.function]?.async !== true) return undefined;
  const imported = importOf(facts, 'asyncio', '*', 'asyncio');
  if (!imported) return undefined;
  const { start, end } = call.span;
  return inOrder('Add a timeout', 'timeout', [
    ...imported.edits,
    { start, end: start, newText: `${imported.local}.wait_for(` },
    { start: end, end, newText: ', timeout=5)' },
  ]);
};
