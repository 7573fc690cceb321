/**
 * Finds reads that stand next to each other, do not depend on each other, and are awaited one after the other.
 *
 * Only `const x = await <query>` statements count, on a client that is not handed in: one that is may be that of a
 * transaction, which sends one query after the other whatever it is asked. A query that throws when there is no row
 * is a guard for what stands behind it. A database inside the process answers one query after the other, too.
 */
import type { FileAnalysis } from '../analysis/judgement.ts';
import type { Call, ConstantFact, FileFacts, Span } from '../analysis/model.ts';
import type { Fix, Problem, Rule } from './rule.ts';
import { namesIn } from './support/names.ts';
import { runsByHand } from './support/places.ts';
import { isSent, onlyReads, startOf, titleOf } from './support/sending.ts';
import { openerOf } from './support/transactions.ts';
import { turnsAround } from './support/turns.ts';

export const preferParallelQueries: Rule = {
  meta: {
    id: 'prefer-parallel-queries',
    summary: 'Finds reads that do not depend on each other and are awaited one after the other.',
    severity: 'hint',
  },
  find(analysis) {
    const { facts } = analysis;
    if (facts.path === undefined || runsByHand(facts.path)) return [];
    return parallelReads(analysis).flatMap((reads) => {
      const [, second] = reads;
      if (second === undefined) return [];
      const { call } = second;
      const message = messageOf(analysis, call, reads.length);
      const fixes = togetherFixes(facts, reads);
      return [{ span: call.name, call: call.id, message, fixes }] satisfies readonly Problem[];
    });
  },
};

/** Two or more reads that stand next to each other and do not need each other. */
export function parallelReads(analysis: FileAnalysis): readonly (readonly Read[])[] {
  const reads = analysis.facts.calls.flatMap((call) => readOf(analysis, call) ?? []);
  return runsOf(analysis.facts, reads).filter(({ length }) => length > 1);
}

export interface Read {
  readonly call: Call;
  readonly constant: ConstantFact;
}

function readOf(analysis: FileAnalysis, call: Call): Read | undefined {
  const { facts } = analysis;
  const { constant } = call;
  if (constant === undefined || !onlyReads(analysis, call) || !isSent(analysis, call)) return undefined;
  const flow = analysis.flows[call.id];
  if (flow?.inProcess === true || flow?.serial === true || call.function === -1) return undefined;
  const kind = startOf(analysis, call).origin?.kind;
  if (kind !== 'import' && kind !== 'module' && kind !== 'field') return undefined;
  if (turnsAround(facts, call) !== undefined || isInTransaction(facts, call)) return undefined;
  const isGuard = /or(?:Throw|Fail)/i.test(call.method);
  // A query that is put together from others may be sent by any client.
  const isComposed = namesIn(facts, { start: call.root.end, end: call.span.end }).some(({ declared }) =>
    facts.variables.some(({ declaration }) => declaration.start === declared),
  );
  const waits = /\b(?:await|yield)\b/.test(facts.text.slice(call.span.start, call.span.end));
  return isGuard || isComposed || waits ? undefined : { call, constant };
}

/** In the callback of one, at any depth. */
export function isInTransaction(facts: FileFacts, call: Call): boolean {
  let fn = facts.functions[call.function];
  for (let steps = 0; fn !== undefined && steps < facts.functions.length; steps++) {
    if (openerOf(facts, fn) !== undefined) return true;
    fn = facts.functions[fn.parent];
  }
  return false;
}

/** Neighbours of which none names what another one finds. */
function runsOf(facts: FileFacts, reads: readonly Read[]): readonly (readonly Read[])[] {
  const sorted = reads.toSorted((a, b) => a.constant.block - b.constant.block || a.constant.index - b.constant.index);
  const runs: Read[][] = [];
  for (const read of sorted) {
    const run = runs.at(-1);
    const before = run?.at(-1)?.constant;
    const isNext = before?.block === read.constant.block && before.index + 1 === read.constant.index;
    if (run !== undefined && isNext && !run.some((other) => needs(facts, read, other))) run.push(read);
    else runs.push([read]);
  }
  return runs;
}

function needs(facts: FileFacts, { call }: Read, { constant: { name } }: Read): boolean {
  return namesIn(facts, call.span).some(({ declared }) => name.start <= declared && declared < name.end);
}

function messageOf(analysis: FileAnalysis, call: Call, count: number): string {
  const query = `This ${titleOf(analysis, call)} query`;
  const what =
    count === 2
      ? `${query} does not need what the one before it finds, and is sent only when that has answered`
      : `${query} and the ${count - 1} beside it do not need each other, and are sent one after the other`;
  return `${what}. Send them together, with \`Promise.all\`.`;
}

/** The statements as one; not where a comment or a type annotation would have no place in it. */
export function togetherFixes({ text }: FileFacts, reads: readonly Read[]): readonly Fix[] {
  const first = reads[0]?.constant.statement;
  const last = reads.at(-1)?.constant.statement;
  if (first === undefined || last === undefined || !reads.every((read) => isPlain(text, read))) return [];
  const isApart = reads.every(({ constant: { statement } }, index) => {
    const before = reads[index - 1]?.constant.statement;
    return before === undefined || text.slice(before.end, statement.start).trim() === '';
  });
  if (!isApart) return [];
  const code = (span: Span): string => text.slice(span.start, span.end);
  const lineBreak = text.includes('\r\n') ? '\r\n' : '\n';
  const indent = /[ \t]*$/.exec(text.slice(0, first.start))?.[0] ?? '';
  const inner = indent + (indent.startsWith('\t') ? '\t' : '  ');
  const names = reads.map(({ constant }) => code(constant.name)).join(', ');
  const queries = reads.map(
    ({ call }) => `${inner}${deeper(code(call.span), inner.slice(indent.length))},${lineBreak}`,
  );
  const end = text[last.end - 1] === ';' ? ';' : '';
  const newText = `const [${names}] = await Promise.all([${lineBreak}${queries.join('')}${indent}])${end}`;
  return [{ title: 'Send them together', safe: false, edits: [{ start: first.start, end: last.end, newText }] }];
}

/** `const name = await query;` and no more. */
function isPlain(text: string, { call, constant: { statement, name } }: Read): boolean {
  return (
    /^const\s+$/.test(text.slice(statement.start, name.start)) &&
    /^\s*=\s*await\s+$/.test(text.slice(name.end, call.span.start)) &&
    /^\s*;?$/.test(text.slice(call.span.end, statement.end))
  );
}

/** The lines of a query one step further in; not where a template string would be changed by that. */
function deeper(code: string, step: string): string {
  return code.includes('`') ? code : code.replaceAll(/\n(?=[ \t]*\S)/g, `\n${step}`);
}
