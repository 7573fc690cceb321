/** What the rules about lost queries share: the lost calls, and how to name them. */
import type { FileAnalysis, Flow, Loss } from '../../analysis/judgement.ts';
import type { Call, FileFacts } from '../../analysis/model.ts';

export interface LostCall {
  readonly call: Call;
  /** The first link of its chain. */
  readonly first: Call;
  readonly flow: Flow;
  readonly loss: Loss;
  /** The library's title: `Kysely`. */
  readonly title: string;
  /** The call in a message, as code: `` `where()` ``. */
  readonly code: string;
}

/** The calls whose query is lost in this way, in source order. */
export function lostCalls(analysis: FileAnalysis, kind: Loss['kind']): readonly LostCall[] {
  return analysis.flows.flatMap((flow) => {
    const call = analysis.facts.calls[flow.call];
    if (call === undefined || flow.loss?.kind !== kind) return [];
    return lostCall(analysis, call, flow.loss) ?? [];
  });
}

/** A call with what is told about the loss of its query. */
export function lostCall(analysis: FileAnalysis, call: Call, loss: Loss): LostCall | undefined {
  const flow = analysis.flows[call.id];
  if (flow === undefined) return undefined;
  const chain = analysis.chains[analysis.labels[call.id]?.chain ?? -1];
  const first = analysis.facts.calls[chain?.calls[0] ?? call.id] ?? call;
  const title = analysis.titles[call.owner.library] ?? call.owner.library;
  return { call, first, flow, loss, title, code: codeOf(call) };
}

/** A coroutine of Python's: what is wrong with it is that nothing awaits it, whatever it would have sent. */
export function isCoroutine({ language }: FileFacts, { flow }: LostCall): boolean {
  return language === 'python' && flow.nature === 'thenable';
}

/** A call in a message, as code. */
export function codeOf(call: Call): string {
  if (call.implicit !== undefined) return `\`${IMPLICIT[call.method] ?? call.method}\``;
  return call.kind === 'tag' ? `\`\` ${call.method}\`...\` \`\`` : `\`${call.method}()\``;
}

/** How people write the methods that Python calls by itself. */
const IMPLICIT: Readonly<Record<string, string>> = {
  __aiter__: 'async for',
  __enter__: 'with',
  __getattr__: 'request.user',
  __bool__: 'bool()',
  __contains__: 'in',
  __getitem__: '[...]',
  __iter__: 'for',
  __len__: 'len()',
  __repr__: 'repr()',
};

/** How a query was taken for the value it would give: `as a condition`. */
export function howUsed({ by }: Loss, language: FileFacts['language'] = 'typescript'): string {
  if (language === 'python' && by.how === 'template') return 'put into an f-string';
  switch (by.how) {
    case 'condition':
      return 'used as a condition, which is always true';
    case 'template':
      return 'put into a template string';
    case 'operand':
      return 'used as an operand';
    case 'index':
      return 'used as an index';
    case 'member':
      return `read for its \`${by.name ?? ''}\``;
    case 'method':
      return `asked for its \`${by.name ?? ''}()\``;
    case 'pattern':
      return 'taken apart';
    case 'spread':
      return 'spread';
    case 'loop':
      return 'looped over';
    default:
      return `handed to \`${by.name ?? ''}\``;
  }
}

/** It was handed to what keeps a worker alive for a promise. */
export function isKeptAlive({ by }: Loss): boolean {
  return by.kind === 'value' && by.how === 'argument' && /(?:^|\.)waitUntil$/.test(by.name ?? '');
}

/** What to do with a query that is never sent. */
export function howToRun({ loss, flow: { nature, run, blockingRun } }: LostCall): string {
  if (nature === 'thenable' && isKeptAlive(loss)) return 'Send it with `.then()`, which gives the promise to wait for.';
  if (nature === 'thenable')
    return blockingRun === undefined ? 'Await it.' : `Run it with \`.${blockingRun}\`, or await it.`;
  if (nature === 'stream')
    return run === undefined
      ? 'Iterate over it, or remove it.'
      : `Read it with \`.${run.code}\` and await that, iterate over it, or remove it.`;
  if (run === undefined) return 'Complete it and run it, or remove it.';
  return run.execution === 'blocking'
    ? `Run it with \`.${run.code}\`.`
    : `Run it with \`.${run.code}\` and await that.`;
}
