/**
 * Reports queries that are sent once per turn of a loop, where one query would do (N+1).
 *
 * A loop has one finding, at its first such query: mending it means to write the loop anew. Reported are reads that
 * ask for something of the turn, reads that ask the same in every turn, and inserts and deletes in loops that do
 * nothing else. An update per element has no batch form that says the same. Statements on a synchronous driver
 * cross no network (SQLite: "Many Small Queries Are Efficient"), so they are as cheap in a loop as anywhere.
 */
import { joinsPromises } from '../analysis/callees.ts';
import type { FileAnalysis } from '../analysis/judgement.ts';
import type { Call, FileFacts, Span, Use } from '../analysis/model.ts';
import type { Problem, Rule } from './rule.ts';
import { codeOf } from './support/losses.ts';
import { isOnceByName, runsByHand } from './support/places.ts';
import { isSent, linksTo, onlyReads, rawQueryOf, titleOf, verbOf } from './support/sending.ts';
import { transactionAround } from './support/transactions.ts';
import { relationsInLoop } from './support/relationsInLoop.ts';
import { dependenceOf, isOfAnotherKind, turnsAround, type Turns } from './support/turns.ts';

export const noQueryInLoop: Rule = {
  meta: {
    id: 'no-query-in-loop',
    summary:
      'Reports a query that is sent once per turn of a loop or per element of an array, where one query would do.',
    severity: 'warning',
  },
  find(analysis) {
    const { facts } = analysis;
    if (facts.path === undefined || runsByHand(facts.path)) return [];
    const told = new Set<number>();
    // In Python a query that goes on being filtered has many ways to be another in every turn; a `get()` asks for one row.
    const calls = facts.language === 'python' ? facts.calls.filter((call) => asksForOneRow(facts, call)) : facts.calls;
    const found = calls.flatMap((call) => {
      const turns = isSent(analysis, call) ? turnsAround(facts, call) : undefined;
      if (turns === undefined || told.has(turns.span.start) || runsOnce(facts, call)) return [];
      const message = messageOf(analysis, call, turns);
      if (message === undefined) return [];
      told.add(turns.span.start);
      return [{ span: call.name, call: call.id, message, fixes: [] }] satisfies readonly Problem[];
    });
    return facts.language === 'python' ? [...found, ...relationsInLoop(facts)] : found;
  },
};

/** Rows that are locked one after the other are so on purpose. */
function asksForOneRow({ text }: FileFacts, { method, implicit, owner, span }: Call): boolean {
  if (implicit !== undefined || !/^a?get$/.test(method) || !/^(?:(?:User)?Manager|QuerySet)$/.test(owner.type))
    return false;
  return !text.slice(span.start, span.end).includes('select_for_update');
}

/** The top level of a module, and functions that seed or migrate. */
function runsOnce({ functions }: FileFacts, call: Call): boolean {
  let fn = functions[call.function];
  if (fn === undefined) return true;
  for (let steps = 0; fn !== undefined && steps < functions.length; steps++) {
    if (isOnceByName(fn.name)) return true;
    fn = functions[fn.parent];
  }
  return false;
}

function messageOf(analysis: FileAnalysis, call: Call, turns: Turns): string | undefined {
  const { facts } = analysis;
  if (analysis.flows[call.id]?.inProcess === true) return undefined;
  if (call.helper?.recursive === true) return recursionMessage(analysis, call, turns);
  // Whoever calls a function that does more, or has no use for its answer, does not do it for the one query.
  if (call.helper && !(isOneQuery(call) && givesAnswer(analysis, call))) return undefined;
  if (isOfAnotherKind(facts, call, turns)) return undefined;
  const verb = verbOf(analysis, call);
  const raw = rawQueryOf(analysis, call);
  if (raw !== undefined && (!onlyReads(analysis, call) || hasTableOfTurn(raw))) return undefined;
  const atOnce = areSentAtOnce(analysis, call, turns);
  if (atOnce && call.fact.batched === true) return undefined;
  // What takes its time in every turn may make of what was read before it something of the past.
  if (!atOnce && waitsForOthers(analysis, turns)) return undefined;
  const dependence = dependenceOf(facts, linksTo(analysis, call), analysis.flows[call.id]?.ofRow === true, turns);
  switch (verb) {
    case 'SELECT':
      // What nobody looks at was not asked for its rows.
      if (isUnused(call.use, undefined)) return undefined;
      if (dependence === 'none') return asksTheSame(analysis, call, turns) ? hoistMessage(analysis, call) : undefined;
      return dependence === 'turn' ? readMessage(analysis, call, turns, atOnce) : undefined;
    case 'INSERT':
    case 'DELETE':
      return dependence === 'turn' && isAllItDoes(analysis, call, turns)
        ? writeMessage(analysis, call, turns, verb)
        : undefined;
    default:
      return undefined;
  }
}

/** `FROM ${table}`: what is interpolated there may be another table each time. */
function hasTableOfTurn(code: string): boolean {
  return /\b(?:from|join)\s+(?:["`]|\w+\.)?\$\{/i.test(code);
}

/** The turns do not wait for each other. */
function areSentAtOnce({ flows }: FileAnalysis, call: Call, { callback }: Turns): boolean {
  const isJoined = flows[call.id]?.fates.some(({ kind }) => kind === 'joined') === true;
  return isJoined || (callback !== undefined && callback.argumentOf?.name !== 'reduce');
}

/** Nothing that the query depends on can have changed since the turn before. */
function asksTheSame(analysis: FileAnalysis, call: Call, turns: Turns): boolean {
  const { text } = analysis.facts;
  const { span } = turns;
  // What a function returns, or a property holds, may be another value each time.
  if (call.helper || /\w\s*\(|\bthis\b/.test(text.slice(call.args.start, call.args.end))) return false;
  return (
    !isConditional(analysis.facts, call, turns) &&
    sentIn(analysis, span).every((other) => verbOf(analysis, other) === 'SELECT')
  );
}

function sentIn(analysis: FileAnalysis, { start, end }: Span): readonly Call[] {
  return analysis.facts.calls.filter(
    (call) => start <= call.name.start && call.name.start < end && isSent(analysis, call),
  );
}

/** Something else than queries is awaited there. */
function waitsForOthers(analysis: FileAnalysis, { span }: Turns): boolean {
  const waits = analysis.facts.text.slice(span.start, span.end).match(/\bawait\b/g)?.length ?? 0;
  return waits > sentIn(analysis, span).filter((call) => isOneQuery(call) && isWaitedFor(analysis, call)).length;
}

/** A query, or a function that is there for one. */
function isOneQuery({ helper }: Call): boolean {
  return helper === undefined || (helper.direct && helper.sends === 1);
}

/** By its name a function looks something up, and does not send, notify or remove besides. */
const LOOKS_UP =
  /^(?:check|count|exists?|fetch|find|get|has|is|list|load|lookUp|lookup|query|read|resolve|select)(?![a-z])|Of$/;
/** The first of an order is one of many for each. */
const TOP = /first|last|latest|max|min|newest|oldest|recent|top/i;

/** What a function finds is used; what it does with that itself is not seen. */
function givesAnswer(analysis: FileAnalysis, call: Call): boolean {
  const { use } = call;
  if (!LOOKS_UP.test(call.method) || TOP.test(call.method)) return false;
  return isWaitedFor(analysis, call) && !(use.kind === 'awaited' && use.use?.kind === 'dropped');
}

/** The answer is waited for, at the call or by way of a variable or of `Promise.all`. */
function isWaitedFor({ flows }: FileAnalysis, { id, use, fact }: Call): boolean {
  if (use.kind === 'awaited' || use.kind === 'returned' || fact.execution === 'blocking') return true;
  return flows[id]?.fates.some(({ kind }) => kind === 'awaited' || kind === 'joined') === true;
}

/** Not every turn comes to the call. */
function isConditional({ text }: FileFacts, call: Call, { span, header, loop }: Turns): boolean {
  const before = text.slice(loop === undefined ? span.start : header.end, call.span.start);
  return /\b(?:case|catch|continue|if|try)\b|[^=]\?[^.]|&&|\|\|/.test(before);
}

/** The write is the whole loop: it depends on no condition, nothing else is waited for, its result is not used. */
function isAllItDoes(analysis: FileAnalysis, call: Call, turns: Turns): boolean {
  const { facts } = analysis;
  const { args, use } = call;
  if (sentIn(analysis, turns.span).length !== 1 || waitsForOthers(analysis, turns)) return false;
  // Rows that are written together with others of theirs have no batch form.
  const isNested = /\b(?:connect|connectOrCreate|create|upsert)\s*:/.test(facts.text.slice(args.start, args.end));
  return !isNested && !isConditional(facts, call, turns) && isUnused(use, turns.callback?.argumentUse);
}

/** The result goes nowhere, directly or by way of `Promise.all`. */
function isUnused(use: Use, gathered: Use | undefined): boolean {
  switch (use.kind) {
    case 'awaited':
      return use.use?.kind === 'dropped';
    case 'returned':
      return gathered?.kind === 'argument' && joinsPromises(gathered.callee) && isUnused(gathered.use, undefined);
    default:
      return false;
  }
}

/** A function that reads what is below a row, and calls itself for each of the rows. */
function recursionMessage(analysis: FileAnalysis, call: Call, turns: Turns): string | undefined {
  const { facts } = analysis;
  const readsOnly = verbOf(analysis, call) === 'SELECT' && isOneQuery(call);
  if (!readsOnly || isOfAnotherKind(facts, call, turns)) return undefined;
  if (dependenceOf(facts, [call], false, turns) !== 'turn' || !isWaitedFor(analysis, call)) return undefined;
  const per = turns.loop === undefined ? 'element' : 'turn of the loop';
  return (
    `${codeOf(call)} calls itself once per ${per}, and each call sends its ${titleOf(analysis, call)} query ` +
    `(\`${call.helper?.query ?? ''}()\`): a query for each row of the tree (N+1). Fetch a level at a time with a condition on a ` +
    `list of keys, or the whole tree with one recursive query${inTransaction(analysis, call)}.`
  );
}

function readMessage(analysis: FileAnalysis, call: Call, turns: Turns, atOnce: boolean): string {
  const code = batchOf(analysis, call, 'SELECT') ?? 'a condition on a list of keys';
  const per = turns.loop === undefined ? 'element' : 'turn of the loop';
  // A transaction and a single connection send one after the other, however they are asked for.
  const isSerial = analysis.flows[call.id]?.serial === true;
  const floods = atOnce && !isSerial && transactionAround(analysis.facts, call.function) === undefined;
  const cost = floods
    ? 'once per element, all at the same time (N+1): they take the connections of the pool from everybody else'
    : `once per ${per}, one after the other (N+1)`;
  return `${queryText(analysis, call)} is sent ${cost}. Fetch the rows with one query before it, with ${code}${inTransaction(analysis, call)}.`;
}

function writeMessage(analysis: FileAnalysis, call: Call, turns: Turns, verb: 'INSERT' | 'DELETE'): string | undefined {
  const code = batchOf(analysis, call, verb);
  if (code === undefined) return undefined;
  const per = turns.loop === undefined ? 'element' : 'turn of the loop';
  const what = verb === 'INSERT' ? 'Insert' : 'Delete';
  return `${queryText(analysis, call)} is sent once per ${per}, with a round trip for each row. ${what} the rows with one query, with ${code}${inTransaction(analysis, call)}.`;
}

function queryText(analysis: FileAnalysis, call: Call): string {
  const title = titleOf(analysis, call);
  return call.helper ? `The ${title} query in ${codeOf(call)} (\`${call.helper.query}()\`)` : `This ${title} query`;
}

function hoistMessage(analysis: FileAnalysis, call: Call): string {
  return `This ${titleOf(analysis, call)} query asks the same in every turn of the loop. Send it once, before the loop.`;
}

function batchOf(analysis: FileAnalysis, call: Call, verb: string): string | undefined {
  const { owner, method } = call;
  const ofLibrary = rawQueryOf(analysis, call) === undefined ? analysis.batches[owner.library] : undefined;
  const code = ofLibrary?.[method] ?? ofLibrary?.[verb];
  return code === undefined ? undefined : `\`${code}\``;
}

function inTransaction({ facts }: FileAnalysis, call: Call): string {
  return transactionAround(facts, call.function) === undefined
    ? ''
    : '; until then the transaction holds its connection and its locks for all of them';
}
