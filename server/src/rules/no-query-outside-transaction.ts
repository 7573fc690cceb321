/**
 * Reports queries that a transaction does not hold: sent by the outer client, or not waited for.
 *
 * Two names are the same client when they lead to the same declaration, by aliases and properties. Another
 * client may be another database, what a `catch` writes is often meant to stay when the transaction does not, and
 * a query that may fail has to be outside (PostgreSQL takes nothing more after an error), so nothing is said of these. A transaction on a synchronous driver has the only connection there is:
 * the outer client is part of it.
 */
import type { FileAnalysis } from '../analysis/judgement.ts';
import type { Call, FileFacts, FunctionFact, Origin, Span, Use } from '../analysis/model.ts';
import type { Fix, Problem, Rule } from './rule.ts';
import { awaitFix, unsentFixes } from './support/fixes.ts';
import { codeOf, howToRun, lostCalls, type LostCall } from './support/losses.ts';
import { firstOf, isSent, startOf, titleOf } from './support/sending.ts';
import {
  clientName,
  mentionsClient,
  openerOf,
  transactionAround,
  transactionsAround,
  type Transaction,
} from './support/transactions.ts';

export const noQueryOutsideTransaction: Rule = {
  meta: {
    id: 'no-query-outside-transaction',
    summary:
      'Reports a query inside a transaction callback that the transaction does not hold: made with the outer client, or not awaited.',
    severity: 'error',
    precedence: 1,
  },
  find: (analysis) => [
    ...unawaited(analysis),
    ...unwaitedCallbacks(analysis),
    ...outer(analysis),
    ...uninformed(analysis),
    ...asyncCallbacks(analysis),
    ...decorated(analysis),
    ...asyncBlocks(analysis),
  ],
};

function unawaited(analysis: FileAnalysis): readonly Problem[] {
  const { facts } = analysis;
  const lost = [...lostCalls(analysis, 'unsent'), ...lostCalls(analysis, 'floating')];
  return lost.flatMap((entry) => {
    const { call, flow, loss } = entry;
    if (transactionAround(facts, call.function) === undefined) return [];
    // A lost refinement loses no query.
    if (flow.nature === 'stream' || (loss.kind === 'unsent' && flow.refinesHeld)) return [];
    const fixes = loss.kind === 'unsent' ? unsentFixes(facts, entry) : awaitFix(facts, entry);
    return [{ span: call.name, call: call.id, message: unawaitedMessage(entry), fixes }];
  });
}

function unawaitedMessage(lost: LostCall): string {
  const { title, code, loss } = lost;
  return loss.kind === 'unsent'
    ? `This ${title} query never runs, and the transaction is committed without it: ${code} only builds it. ${howToRun(lost)}`
    : `The promise of ${code} is not awaited: the transaction can be committed before this ${title} query has run, or without it. Await it.`;
}

/** `ids.forEach(async (id) => { await tx... })`: the first query of a callback that nobody waits for. */
function unwaitedCallbacks(analysis: FileAnalysis): readonly Problem[] {
  const { facts } = analysis;
  const reported = new Set<FunctionFact>();
  return facts.calls.flatMap((call) => {
    const inner = transactionAround(facts, call.function)?.inner ?? [];
    const callback = inner.find(({ id }) => analysis.unwaited.some((other) => other.function === id));
    if (callback === undefined || reported.has(callback) || !isSent(analysis, call)) return [];
    reported.add(callback);
    const { name = '' } = callback.argumentOf ?? {};
    const message =
      `\`${name}\` does not wait for its \`async\` callback: the transaction can be committed before this ` +
      `${titleOf(analysis, call)} query has run, or without it. Use \`for ... of\`, or await \`Promise.all\` of a \`map\`.`;
    return [{ span: call.name, call: call.id, message, fixes: [] }];
  });
}

function outer(analysis: FileAnalysis): readonly Problem[] {
  const { facts } = analysis;
  return facts.calls.flatMap((call) => {
    if (call.helper || mayFail(analysis, call) || !isSent(analysis, call)) return [];
    const transactions = transactionsAround(facts, call.function);
    const [innermost] = transactions;
    const left = transactions.find((transaction) => leaves(analysis, call, transaction));
    if (innermost === undefined || left === undefined) return [];
    if (transactions.some((transaction) => mentionsClient(facts, transaction, call.span))) return [];
    return [
      {
        span: call.name,
        call: call.id,
        message: outerMessage(analysis, call, innermost),
        fixes: clientFix(analysis, call, innermost, left),
      },
    ];
  });
}

/** A function of the user's that would take the client, and is called without it. */
function uninformed(analysis: FileAnalysis): readonly Problem[] {
  const { facts } = analysis;
  return facts.calls.flatMap((call) => {
    const client = call.helper?.client;
    const transaction = transactionAround(facts, call.function);
    if (client === undefined || transaction === undefined || mayFail(analysis, call)) return [];
    const { opener, callback } = transaction;
    if (opener.fact.transaction?.synchronous === true || opener.owner.library !== call.owner.library) return [];
    if (opener.fact.transaction?.ambient === true && callback.parameters?.length === 0) return [];
    if (mentionsClient(facts, transaction, call.span)) return [];
    const name = clientName(transaction);
    const hand = name === undefined ? 'Hand it the client of the transaction' : `Hand it \`${name}\``;
    const message =
      `${codeOf(call)} sends its ${titleOf(analysis, call)} query outside the transaction around it: it would take the ` +
      `transaction's client as \`${client.name}\`, which is left out here. ${hand}.`;
    return [{ span: call.name, call: call.id, message, fixes: [] }];
  });
}

/** It tells of a failure, or its own is caught: one that fails inside a transaction takes that down with it. */
function mayFail({ flows }: FileAnalysis, { id, inCatch, caught, use }: Call): boolean {
  const isCaught = (other: Use): boolean =>
    (other.kind === 'method' && (other.name === 'catch' || isCaught(other.use))) ||
    (other.kind === 'element' && isCaught(other.use));
  const catches = flows[id]?.fates.some(({ kind, name }) => kind === 'chained' && name === 'catch') === true;
  return inCatch === true || caught || catches || isCaught(use);
}

/** The call is made with the client that the transaction was opened on, or with a model that belongs to it. */
function leaves(analysis: FileAnalysis, call: Call, { opener, callback }: Transaction): boolean {
  const { transaction } = opener.fact;
  if (transaction === undefined || transaction.ambient === 'always') return false;
  // On a synchronous driver there is one connection, and there may be on one of which no more is known.
  if (transaction.synchronous === true || opener.fact.execution === 'blocking') return false;
  // Nested in a transaction by a savepoint, it shares its connection.
  if (opener.fact.verb === 'SAVEPOINT' || isOfMigration(analysis.facts, opener)) return false;
  if (transaction.ambient === true && callback.parameters?.length === 0) return false;
  const first = startOf(analysis, call);
  const origin = clientOf(analysis, call);
  if (origin === undefined) return false;
  const isForeign = first.owner.library !== opener.owner.library;
  if (!isForeign && readsOf(analysis, call, opener) !== undefined) return true;
  const { declared } = origin;
  const isInside = callback.span.start <= declared && declared < callback.span.end;
  const type = isForeign ? `${first.owner.library}:${first.owner.type}` : first.owner.type;
  return transaction.outside?.includes(type) === true && !isInside;
}

/**
 * The transaction is opened on the client that a migration is handed. That is a transaction already, unless the
 * migration asks for none, and so one in it is nested.
 */
function isOfMigration({ functions }: FileFacts, opener: Call): boolean {
  const { name, exported, parameters } = functions[opener.function] ?? {};
  if (exported !== true || (name !== 'up' && name !== 'down')) return false;
  const declared = opener.origin?.kind === 'parameter' ? opener.origin.declared : -1;
  return parameters?.some(({ span }) => span.start <= declared && declared < span.end) === true;
}

/** Where the client comes from that the call sends with: what it is handed as one, or what its chain starts from. */
function clientOf(analysis: FileAnalysis, call: Call): Origin | undefined {
  return call.fact.clientArgument === undefined ? startOf(analysis, call).origin : call.client;
}

/** A model is a property or two away from its client: `db.query.users`. */
const MOST_READS = 2;

/** How many properties are read between the transaction's client and the call; `undefined` for another client. */
function readsOf(analysis: FileAnalysis, call: Call, opener: Call): number | undefined {
  const client = startOf(analysis, opener).origin?.path ?? [];
  const path = clientOf(analysis, call)?.path ?? [];
  const reads = path.length - client.length;
  const isSame = client.length > 0 && client.every((step, index) => step === path[index]);
  // What else a class that is itself the client has as fields need not be its models.
  const most = client.length === 1 && client[0]?.startsWith('this') === true ? 1 : MOST_READS;
  return isSame && reads <= most ? reads : undefined;
}

function outerMessage(analysis: FileAnalysis, call: Call, transaction: Transaction): string {
  const title = titleOf(analysis, call);
  const what = call.fact.transaction === undefined ? 'query' : 'transaction';
  return (
    `This ${title} ${what} is not part of the transaction around it: it runs on a connection of its own, does not see ` +
    `what the transaction has changed, and stays when that is rolled back. ${instead(call, transaction)}`
  );
}

function instead(call: Call, transaction: Transaction): string {
  const name = clientName(transaction);
  const { option } = transaction.opener.fact.transaction ?? {};
  if (option !== undefined)
    return `Pass it \`${name === undefined || name === option ? `{ ${option} }` : `{ ${option}: ${name} }`}\`.`;
  const client = name === undefined ? 'the client that the callback is handed' : `\`${name}\``;
  return opensOrBatches(call) ? `Make its queries with ${client}.` : `Use ${client}.`;
}

/** Writes the callback's client in the place of the outer one. */
function clientFix(analysis: FileAnalysis, call: Call, innermost: Transaction, left: Transaction): readonly Fix[] {
  const { facts } = analysis;
  // A query that is handed the transaction goes on being made with the client it is made with.
  if (left.opener.fact.transaction?.option !== undefined) return [];
  const client = outerClient(analysis, call, innermost, left);
  if (client === undefined || opensOrBatches(call)) return [];
  const name = clientName(innermost);
  const rename = (newText: string): Fix['edits'][number] => ({ ...client, newText });
  if (name !== undefined) {
    const isHidden = innermost.inner.some(({ parameters = [] }) => parameters.some((other) => other.name === name));
    return isHidden ? [] : [{ title: `Use \`${name}\``, safe: true, edits: [rename(name)] }];
  }
  const at = innermost.callback.parameterAt;
  if (at === undefined || innermost.callback.kind === 'method' || usesName(facts, innermost.callback, 'tx')) return [];
  const parameter = { start: at, end: at, newText: 'tx' };
  return [
    { title: 'Take the client of the transaction as `tx`, and use it', safe: false, edits: [parameter, rename('tx')] },
  ];
}

/** Where the outer client is written; `undefined` where no other can stand in its place. */
function outerClient(analysis: FileAnalysis, call: Call, innermost: Transaction, left: Transaction): Span | undefined {
  const reads = readsOf(analysis, call, left.opener);
  if (call.client !== undefined) {
    const end = call.client.ends[reads ?? -1];
    return end === undefined ? undefined : { start: call.args.start, end };
  }
  const first = firstOf(analysis, call);
  // A query of a model is made with the model: no client can stand in the place of Objection's `Person.query()`.
  if (left.opener.fact.transaction?.outside?.includes(first.owner.type) === true) return undefined;
  // What is read of the outer client may be of the callback's client's own type: TypeORM's `dataSource.manager`.
  const end = reads === undefined ? undefined : first.origin?.ends[isLikeClient(first, innermost) ? 0 : reads];
  return end === undefined || first.receiverVariable !== undefined ? undefined : { start: first.root.start, end };
}

/** The call is made on something of the type that the transaction hands to its callback. */
function isLikeClient({ owner }: Call, { opener: { fact } }: Transaction): boolean {
  const callback = fact.transaction?.callback;
  return callback !== undefined && fact.callbacks?.[callback]?.[0] === owner.type;
}

/** The client of a transaction opens none, and runs no batch. */
function opensOrBatches({ fact }: Call): boolean {
  return fact.transaction !== undefined || fact.runsArguments === true;
}

function usesName({ text }: FileFacts, { span }: FunctionFact, name: string): boolean {
  return new RegExp(String.raw`\b${name}\b`).test(text.slice(span.start, span.end));
}

/** An `async` function given to a transaction that is over when the function returns. */
function asyncCallbacks(analysis: FileAnalysis): readonly Problem[] {
  const { facts } = analysis;
  return facts.functions.flatMap((fn) => {
    const opener = openerOf(facts, fn);
    if (opener?.fact.transaction?.synchronous !== true || !fn.async) return [];
    const message =
      `A ${titleOf(analysis, opener)} transaction on this driver is over when its function returns, and an \`async\` one ` +
      'returns a promise at once, which the driver refuses or takes for the end. Take the `async` away.';
    return [{ span: opener.name, call: opener.id, message, fixes: plainFix(facts, fn) }];
  });
}

/** Takes `async` away, where nothing is awaited. */
function plainFix({ text }: FileFacts, { span }: FunctionFact): readonly Fix[] {
  const keyword = /^async\s+(?=[(\w])/.exec(text.slice(span.start, span.end))?.[0];
  if (keyword === undefined || /\bawait\b/.test(text.slice(span.start, span.end))) return [];
  return [
    {
      title: 'Take the `async` away',
      safe: true,
      edits: [{ start: span.start, end: span.start + keyword.length, newText: '' }],
    },
  ];
}

/** `@transaction.atomic` on an `async def`: the transaction is over when the coroutine has been made. */
function decorated(analysis: FileAnalysis): readonly Problem[] {
  const { facts } = analysis;
  if (facts.language !== 'python' || facts.imports?.some((name) => name.startsWith('django.db')) !== true) return [];
  return facts.functions.flatMap((fn) => {
    if (!fn.async || fn.decorators?.includes('atomic') !== true) return [];
    const call = facts.calls.find((other) => other.function === fn.id && isSent(analysis, other));
    if (call === undefined) return [];
    const message =
      `\`atomic\` does not go around an \`async def\`: its transaction is over when the coroutine is made, before this ` +
      `${titleOf(analysis, call)} query, and asynchronous code is refused it. Put the queries into a sync function with ` +
      '`atomic`, and await it with `sync_to_async`.';
    return [{ span: call.name, call: call.id, message, fixes: [] }];
  });
}

/** `async with transaction.atomic()`: it can be entered by `with` alone. */
function asyncBlocks({ facts }: FileAnalysis): readonly Problem[] {
  if (facts.language !== 'python') return [];
  return facts.calls.flatMap((call) => {
    const isAsync = call.implicit === 'evaluation' && call.method === '__enter__' && call.fact.execution === 'local';
    if (!isAsync) return [];
    const message =
      '`async with` does not open a transaction: `atomic()` can only be entered with `with`, in sync code, and this raises ' +
      'a TypeError. Put the queries into a sync function with `atomic`, and await it with `sync_to_async`.';
    return [{ span: call.name, call: call.id, message, fixes: [] }];
  });
}
