/** One sentence that says why a call has its label. */
import type { Fate, FileAnalysis, Flow } from '../analysis/judgement.ts';
import type { Call } from '../analysis/model.ts';

/** The reason lies in the method and in what is done with its value. */
export function why(analysis: FileAnalysis, call: Call): string {
  const flow = analysis.flows[call.id];
  switch (call.fact.execution) {
    case 'lazy':
      return whyLazy(analysis, flow);
    case 'deferred':
      return whyDeferred(analysis, flow);
    case 'executing':
      return flow?.loss ? `${sends(call)}, and nothing awaits its promise.` : `${sends(call)} and returns a promise.`;
    case 'blocking':
      return `${sends(call)}, and the thread waits for the answer.`;
    case 'streaming':
      return call.fact.eager === true
        ? `${sends(call)}; its result is read as it comes.`
        : 'It sends the query when its result is iterated.';
    case 'local':
      return 'It neither builds nor sends a query.';
  }
}

function sends({ fact }: Call): string {
  return fact.transaction === undefined
    ? 'It sends the query when it is called'
    : 'It opens the transaction when it is called';
}

function whyLazy({ facts }: FileAnalysis, flow: Flow | undefined): string {
  const send = flow?.run ? `\`.${flow.run.code}\` sends it` : 'a later call sends it';
  if (flow?.loss?.kind === 'unrun') return `It only builds: awaiting it sends nothing, ${send}.`;
  if (flow?.loss) return `It only builds, and what it has built is ${lostHow(flow.loss.by, facts)}.`;
  return flow?.run ? `It only builds, awaited or not: ${send}.` : 'It only builds and sends nothing.';
}

function whyDeferred({ facts }: FileAnalysis, flow: Flow | undefined): string {
  const fates = flow?.fates ?? [];
  if (flow?.loss?.kind === 'unsent')
    return `It builds a query that is sent when awaited, and that is ${lostHow(flow.loss.by, facts)}.`;
  const here = fates.find((fate) => fate.direct && runner(facts, fate) !== undefined);
  if (here) return `It builds a query that is sent when awaited: ${runner(facts, here) ?? ''} sends it here.`;
  const later = fates.find((fate) => runner(facts, fate) !== undefined);
  if (later) return `It builds a query that is sent when awaited: ${runner(facts, later) ?? ''} further on sends it.`;
  if (fates.some(({ kind }) => kind === 'linked')) return 'It builds a query that the next call goes on with.';
  if (fates.some(({ kind }) => kind === 'part')) return 'It builds a query that becomes a part of another.';
  return 'It builds a query that is sent when awaited, by whoever gets it.';
}

/** What runs a thenable; `undefined` when this fate does not. */
function runner({ calls }: FileAnalysis['facts'], { kind, name, call }: Fate): string | undefined {
  switch (kind) {
    case 'awaited':
      return 'the `await`';
    case 'chained':
      return `\`.${name ?? 'then'}()\``;
    case 'joined':
      return `\`${name ?? 'Promise.all'}\``;
    case 'run':
      return `\`${calls[call ?? -1]?.method ?? ''}()\``;
    case 'returned':
      return 'returning it where a promise is awaited';
    case 'iterated':
      return 'the loop';
    default:
      return undefined;
  }
}

function lostHow({ kind, variable }: Fate, { variables }: FileAnalysis['facts']): string {
  switch (kind) {
    case 'voided':
      return 'discarded by `void`';
    case 'unused':
      return `kept in \`${variables[variable ?? -1]?.name ?? ''}\` and never used`;
    case 'value':
      return 'taken for its result';
    default:
      return 'dropped';
  }
}
