/** The catalogued call whose name an offset touches. */
import type { FileAnalysis } from '../analysis/judgement.ts';
import type { Call } from '../analysis/model.ts';

/** Both ends of the name count; of names inside each other, the shortest. */
export function callAt({ facts }: FileAnalysis, offset: number): Call | undefined {
  let best: Call | undefined;
  for (const call of facts.calls) {
    const { start, end } = call.name;
    if (offset < start || offset > end || call.helper) continue;
    if (best === undefined || end - start < best.name.end - best.name.start) best = call;
  }
  return best;
}
