/** Judges what the flow of a value means: whether its query is lost, and when its chain runs. */
import type { CatalogSet } from '../catalogs/catalogSet.ts';
import { callsOf, type Links } from './chains.ts';
import { losesQuery, runsQuery } from './fates.ts';
import { isLeftAloneByComment } from './leftAlone.ts';
import type { Fate, FateKind, Flow, Loss, Nature, Verdict } from './judgement.ts';
import type { Call, FileFacts } from './model.ts';
import {
  blockingRunOf,
  isEvaluated,
  isSerial,
  isSynchronous,
  isMutable,
  isOfRow,
  isQueryType,
  leadsToQuery,
  natureOf,
  refinesInPlace,
  runCodeOf,
} from './types.ts';
import { runCallOf } from './runCalls.ts';
import { compiledVerdict } from './compiled.ts';
import { fatesOf } from './valueFlow.ts';

/** Best last: what tells most about a lost query. */
const TELLING: readonly FateKind[] = ['unused', 'dropped', 'voided', 'joined', 'awaited', 'value'];
/** Best last: the verdict of a query that is continued in several places. */
const LIKELY: readonly Verdict[] = ['never', 'unknown', 'on iteration', 'later', 'when awaited', 'here'];

/** What leaves a cursor to a further call on it. */
const CONTINUES: ReadonlySet<FateKind> = new Set(['linked', 'awaited', 'dropped']);

/** Queries refined from variable to variable, more often than anybody does by hand. */
const DEEPEST = 400;

/** Follows the value of one call and judges whether its query is lost. */
export function flowOf(facts: FileFacts, catalogs: CatalogSet, links: Links, call: Call): Flow {
  const nature = natureOf(call);
  const fates = fatesOf(facts, catalogs, call);
  const chain = callsOf(facts, links.chains[links.chainOf[call.id] ?? -1] ?? []).filter(({ id }) => id <= call.id);
  const found = isQuery(catalogs, chain, nature)
    ? lossOf(nature, fates, !call.helper && isRefinement(catalogs, chain))
    : undefined;
  const loss = found && isMeant(facts, call, found) ? undefined : found;
  const run = runCallOf(facts, catalogs, chain);
  const first = chain[0];
  const refinesHeld = first !== undefined && isQueryType(catalogs, first.owner) && !isMutable(catalogs, first.owner);
  const blockingRun = blockingRunOf(catalogs, call.result);
  // In JavaScript only a database inside the process can be asked synchronously.
  const inProcess = facts.language === 'typescript' && chain.some(({ owner }) => isSynchronous(catalogs, owner));
  const ofRow = first !== undefined && isOfRow(catalogs, first);
  const secondAwait = nature === 'thenable' && call.result ? catalogs.thenable(call.result)?.secondAwait : undefined;
  return {
    call: call.id,
    nature,
    fates,
    refinesHeld,
    ...(inProcess && { inProcess }),
    ...(ofRow && { ofRow }),
    ...(chain.some(({ owner }) => isSerial(catalogs, owner)) && { serial: true }),
    ...(secondAwait && { secondAwait }),
    ...(loss && { loss }),
    ...(run && { run }),
    ...(blockingRun !== undefined && { blockingRun }),
  };
}

/** Functions that write down what happens beside the work, by the names people give them. */
const KEEPS_RECORDS =
  /(?:^|[a-z])(?:[Ll]og(?![a-z])|[Tt]rack|[Vv]isit|[Aa]udit|[Mm]etric|[Aa]nalytics|[Tt]elemetry|[Nn]otif|[Aa]ctivity|[Uu]sage)|^send\w*(?:Mail|Email)/;

/** Functions that put work off until later, as their names say: nobody waits for that. */
const PUTS_OFF = /^(?:schedule|enqueue)(?![a-z])|^(?:addJob|addToQueue)$/;

/** By its name, a function of the user's that keeps a record beside the work. */
export function keepsRecords(name: string): boolean {
  return KEEPS_RECORDS.test(name);
}

/**
 * What is sent and left to itself on purpose: a comment says so, or it is a function of the user's, where nobody
 * could wait for it (at the top of a module, or in a function that is not async, such as a handler of events),
 * one that does a longer job, of which queries are a part, one that keeps a record beside the work, or one that puts
 * work off.
 */
function isMeant(facts: FileFacts, call: Call, { kind, by }: Loss): boolean {
  if (kind !== 'floating' || by.kind === 'value') return false;
  if (isLeftAloneByComment(facts.text, call.use)) return true;
  if (!call.helper) return false;
  if (keepsRecords(call.method) || PUTS_OFF.test(call.method)) return true;
  return !call.helper.direct || facts.functions[call.function]?.async !== true;
}

/** Something would be sent if this value were run; configuring a client builds no query. */
function isQuery(catalogs: CatalogSet, chain: readonly Call[], nature: Nature): boolean {
  const call = chain.at(-1);
  if (call === undefined || call.fact.promise === true) return false;
  if (nature !== 'builder') return true;
  if (call.result === undefined) return false;
  if (runCodeOf(catalogs, call.result) !== undefined || isEvaluated(catalogs, call.result)) return true;
  return chain.some(({ fact }) => fact.verb !== undefined) && leadsToQuery(catalogs, call.result);
}

/** The chain only changes a query that is held elsewhere, in place or by assigning it back. */
function isRefinement(catalogs: CatalogSet, chain: readonly Call[]): boolean {
  const last = chain.at(-1);
  const assignedBack = last?.use.kind === 'stored' && last.use.variable === chain[0]?.receiverVariable;
  return assignedBack || chain.every((link) => refinesInPlace(catalogs, link));
}

function lossOf(nature: Nature, fates: readonly Fate[], refinement: boolean): Loss | undefined {
  const has = (...kinds: FateKind[]): boolean => fates.some(({ kind }) => kinds.includes(kind));
  const losing = fates.filter(losesQuery);
  const isLost = losing.length > 0 && losing.length === fates.length;
  const unsent: Loss | undefined = isLost ? { kind: 'unsent', by: mostTelling(losing) } : undefined;
  switch (nature) {
    case 'plain':
      return undefined;
    case 'stream':
      // Awaiting a cursor gives the cursor.
      if (has('awaited') && fates.every((fate) => fate.kind === 'awaited' || losesQuery(fate)))
        return { kind: 'unrun', by: mostTelling(fates.filter(({ kind }) => kind === 'awaited')) };
      return refinement ? undefined : unsent;
    case 'promise':
      return floatingLoss(fates);
    case 'thenable':
      if (has('joined')) return floatingLoss(fates);
      return refinement ? undefined : unsent;
    case 'builder':
      if (has('awaited', 'joined') && !has('linked', 'part')) {
        return { kind: 'unrun', by: mostTelling(fates.filter(({ kind }) => kind === 'awaited' || kind === 'joined')) };
      }
      return refinement ? undefined : unsent;
  }
}

/** Sent, and nothing waits for it; `void` says that nothing has to. */
function floatingLoss(fates: readonly Fate[]): Loss | undefined {
  const ends = fates.filter(({ kind }) => kind !== 'joined');
  const floats = ends.length > 0 && ends.every((fate) => losesQuery(fate) && fate.kind !== 'voided');
  return floats ? { kind: 'floating', by: mostTelling(ends) } : undefined;
}

/** Of at least one fate. */
function mostTelling(fates: readonly Fate[]): Fate {
  const rank = ({ kind }: Fate): number => TELLING.indexOf(kind);
  return fates.reduce((best, fate) => (rank(fate) > rank(best) ? fate : best));
}

/** The verdict of every chain. */
export function verdictsOf(facts: FileFacts, links: Links, flows: readonly Flow[]): readonly Verdict[] {
  const known: (Verdict | undefined)[] = links.chains.map(() => undefined);
  const judging = new Set<number>();

  function judge(chain: number): Verdict {
    const before = known[chain];
    if (before !== undefined) return before;
    if (judging.has(chain) || judging.size > DEEPEST) return 'unknown';
    judging.add(chain);
    const last = links.chains[chain]?.at(-1) ?? -1;
    const verdict = verdictOf(facts, facts.calls[last], flows[last], (call) => ({
      verdict: judge(links.chainOf[call] ?? -1),
      awaited: facts.calls[links.chains[links.chainOf[call] ?? -1]?.at(-1) ?? -1]?.fact.execution === 'deferred',
    }));
    known[chain] = verdict;
    return verdict;
  }
  return links.chains.map((_, chain) => judge(chain));
}

/** The verdict of the chain that a call belongs to, and whether that chain has to be awaited. */
type ChainVerdict = (call: number) => { readonly verdict: Verdict; readonly awaited: boolean };

function verdictOf(
  facts: FileFacts,
  call: Call | undefined,
  flow: Flow | undefined,
  chainVerdict: ChainVerdict,
): Verdict {
  if (call === undefined || flow === undefined) return 'unknown';
  if (flow.loss !== undefined && flow.loss.kind !== 'floating') return 'never';
  switch (call.fact.execution) {
    case 'executing':
    case 'blocking':
      return 'here';
    case 'streaming': {
      if (call.fact.eager === true) return 'here';
      const goesOn = flow.fates.length > 0 && flow.fates.every(({ kind }) => CONTINUES.has(kind));
      return goesOn ? continued(flow, chainVerdict) : 'on iteration';
    }
    case 'local':
      return compiledVerdict(facts, call);
    case 'deferred': {
      const runs = flow.fates.filter(runsQuery);
      if (runs.length > 0) return runs.some(({ direct }) => direct) ? 'here' : 'when awaited';
      return continued(flow, chainVerdict);
    }
    case 'lazy':
      return continued(flow, chainVerdict);
  }
}

/** When the chains run that go on from a query kept in a variable. */
function continued(flow: Flow, chainVerdict: ChainVerdict): Verdict {
  if (flow.fates.length > 0 && flow.fates.every(({ kind }) => kind === 'unused')) return 'never';
  const verdicts = flow.fates.map(({ kind, call }): Verdict => {
    if (kind !== 'linked' || call === undefined) return 'unknown';
    const { verdict, awaited } = chainVerdict(call);
    return verdict !== 'here' ? verdict : awaited ? 'when awaited' : 'later';
  });
  return verdicts.reduce<Verdict>((a, b) => (LIKELY.indexOf(b) > LIKELY.indexOf(a) ? b : a), verdicts[0] ?? 'unknown');
}
