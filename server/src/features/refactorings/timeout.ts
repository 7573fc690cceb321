/**
 * Waits no longer than five seconds for a query: by the library's own link or option where it has one, so that the
 * query itself ends; otherwise with `Promise.race`, which only ends the waiting.
 */
import type { Call } from '../../analysis/model.ts';
import type { TextEdit } from '../../rules/rule.ts';
import type { Offer, Subject } from './refactoring.ts';
import { hasNoArguments, mayBeInTransaction } from './subject.ts';
import { deeper, indentAt, linkBreak, lines, styleOf } from './style.ts';

const MILLISECONDS = 5000;

/** By library, the link that limits the time of the query it is put on. */
const LINKS: Readonly<Record<string, { readonly name: string; readonly code: string }>> = {
  ...Object.fromEntries(
    ['knex', 'objection', 'lucid'].map((library) => [library, { name: 'timeout', code: `timeout(${MILLISECONDS})` }]),
  ),
  ...Object.fromEntries(
    ['mongodb', 'mongoose'].map((library) => [library, { name: 'maxTimeMS', code: `maxTimeMS(${MILLISECONDS})` }]),
  ),
  supabase: { name: 'abortSignal', code: `abortSignal(AbortSignal.timeout(${MILLISECONDS}))` },
};

export const timeout: Offer = (subject) => {
  const { analysis, call, awaited } = subject;
  if (!awaited || isLimited(subject)) return undefined;
  const own = optionOf(subject) ?? linkOf(subject);
  const title = 'Add a timeout';
  const needsSignal = own === undefined || own.newText.includes('AbortSignal');
  if (needsSignal && analysis.facts.environment?.abortSignal !== true) return undefined;
  if (own) return { title, kind: 'timeout', edits: [own] };
  if (mayBeInTransaction(analysis, call) || analysis.flows[call.id]?.inProcess === true) return undefined;
  return { title, kind: 'timeout', edits: raceOf(subject) };
};

function isLimited({ analysis, value }: Subject): boolean {
  return /\b(?:timeout|maxTimeMS|abortSignal|signal|timeoutMS)\b/i.test(
    analysis.facts.text.slice(value.start, value.end),
  );
}

/** Kysely's calls that execute take a signal, from 0.29 on. */
function optionOf({ analysis, call }: Subject): TextEdit | undefined {
  const { facts } = analysis;
  const takes = call.owner.library === 'kysely' && call.method.startsWith('execute') && hasNoArguments(analysis, call);
  if (!takes || !/^(?:0\.(?:29|[3-9]\d)|[1-9])/.test(facts.versions['kysely'] ?? '')) return undefined;
  const { start } = call.args;
  return { start, end: start, newText: `{ signal: AbortSignal.timeout(${MILLISECONDS}) }` };
}

/** A link at the end of a query that awaiting sends, or before the calls behind which none can be put. */
function linkOf({ analysis: { facts }, catalogs, call }: Subject): TextEdit | undefined {
  const link = LINKS[call.owner.library];
  if (!link) return undefined;
  const takes = ({ result, fact, resultIsArray }: Call): boolean =>
    fact.execution !== 'executing' &&
    resultIsArray !== true &&
    result !== undefined &&
    catalogs.method(result, link.name) !== undefined;
  let holder: Call | undefined = call;
  while (holder && !takes(holder)) holder = holder.receiver === undefined ? undefined : facts.calls[holder.receiver];
  if (!holder) return undefined;
  const at = holder.span.end;
  return { start: at, end: at, newText: `${linkBreak(facts.text, call)}.${link.code}` };
}

function raceOf({ analysis: { facts }, call }: Subject): readonly TextEdit[] {
  const { text, file } = facts;
  const style = styleOf(text);
  const { unit, semicolon: end, quote } = style;
  const indent = indentAt(text, call.span.start);
  const code = deeper(text.slice(call.span.start, call.span.end), unit);
  const type = /\.[cm]?tsx?$/.test(file) ? '<never>' : '';
  const newText = lines(style, indent, [
    [0, 'Promise.race(['],
    [1, `${code},`],
    [1, `new Promise${type}((_, reject) => {`],
    [2, `const signal = AbortSignal.timeout(${MILLISECONDS})${end}`],
    [2, `signal.addEventListener(${quote}abort${quote}, () => reject(signal.reason))${end}`],
    [1, '}),'],
    [0, '])'],
  ]);
  return [{ start: call.span.start, end: call.span.end, newText }];
}
