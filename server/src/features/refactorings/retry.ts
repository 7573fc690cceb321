/**
 * Sends a read again when the connection was lost or the server was busy, with p-retry, where that is installed.
 *
 * Only reads: a write may have happened although its answer was lost. Only outside of transactions, which a failure
 * ends as a whole. What the query names must mean the same, and have the same types, inside a function of its own.
 */
import type { FileFacts, Span } from '../../analysis/model.ts';
import { namesIn } from '../../rules/support/names.ts';
import { onlyReads } from '../../rules/support/sending.ts';
import type { TextEdit } from '../../rules/rule.ts';
import { importOf } from './imports.ts';
import type { Offer, Subject } from './refactoring.ts';
import { mayBeInTransaction } from './subject.ts';
import { deeper, indentAt, lines, styleOf } from './style.ts';

/** What the function is called that knows failures that may not happen a second time. */
const TEST = 'isTransient';

/** By library, what tells such a failure: SQLSTATEs, codes of MySQL and of Node, those of the library itself. */
const CODES = String.raw`/^(?:08|40|53|57P)|^E(?:CONN|PIPE|TIMEDOUT)|^CONNECT|^PROTOCOL_|^ER_LOCK_/.test(String(failure.code))`;
const PRISMA_CODES = String.raw`/^P(?:1001|1002|1008|1017|2024|2034)$/.test(String(failure.code))`;
const BODIES: Readonly<Record<string, { readonly failure?: string; readonly test: string }>> = {
  prisma: { test: PRISMA_CODES },
  drizzle: { failure: 'error.cause instanceof Error ? error.cause : error', test: CODES },
  ...Object.fromEntries(
    ['kysely', 'knex', 'lucid', 'typeorm', 'mikro-orm', 'pg', 'postgres', 'mysql2'].map((library) => [
      library,
      { test: CODES },
    ]),
  ),
};

export const retry: Offer = (subject) => {
  const { analysis, call, awaited } = subject;
  const { facts } = analysis;
  const body = BODIES[call.owner.library];
  const major = Number(/^\d+/.exec(facts.companions?.['p-retry'] ?? '')?.[0] ?? 0);
  if (!awaited || !body || major < 6 || !onlyReads(analysis, call) || mayBeInTransaction(analysis, call))
    return undefined;
  if (analysis.flows[call.id]?.inProcess === true || !isPortable(subject) || isRetried(facts, call.function))
    return undefined;
  const imported = importOf(facts, 'p-retry', 'default', 'pRetry');
  const test = imported && testEdits(facts, body);
  if (!imported || !test) return undefined;
  const style = styleOf(facts.text);
  const code = deeper(facts.text.slice(call.span.start, call.span.end), style.unit);
  const condition = major === 6 ? TEST : `({ error }) => ${TEST}(error)`;
  const newText = lines(style, indentAt(facts.text, call.span.start), [
    [0, `${imported.local}(`],
    [1, `() => ${code},`],
    [1, `{ retries: 3, shouldRetry: ${condition} },`],
    [0, ')'],
  ]);
  const edits = [...imported.edits, { start: call.span.start, end: call.span.end, newText }, ...test];
  return {
    title: 'Retry when the connection fails',
    kind: 'retry',
    edits: edits.toSorted((a, b) => a.start - b.start),
  };
};

/** The function that tells transient failures, at the end of the file; none when it is there already. */
function testEdits(
  { text, file, environment }: FileFacts,
  { failure, test }: { readonly failure?: string; readonly test: string },
): readonly TextEdit[] | undefined {
  const style = styleOf(text);
  const { quote, semicolon: end } = style;
  const isTyped = /\.[cm]?tsx?$/.test(file);
  if (failure !== undefined && environment?.errorCause !== true) return undefined;
  const name = failure === undefined ? 'error' : 'failure';
  const code = lines(style, '', [
    [
      0,
      '/** The connection was lost, the server was busy, or a deadlock was broken: it may well succeed the next time. */',
    ],
    [0, `function ${TEST}(error${isTyped ? ': Error' : ''})${isTyped ? ': boolean' : ''} {`],
    ...(failure === undefined ? [] : [[1, `const failure = ${failure}${end}`] as const]),
    [1, `return ${quote}code${quote} in ${name} && ${test.replace('failure', name)}${end}`],
    [0, '}'],
  ]);
  if (text.includes(code)) return [];
  if (new RegExp(String.raw`\b${TEST}\b`).test(text)) return undefined;
  const gap = text.endsWith('\n') ? style.lineBreak : style.lineBreak.repeat(2);
  return [{ start: text.length, end: text.length, newText: gap + code + style.lineBreak }];
}

/** It stands in a function that is retried already. */
function isRetried({ functions }: FileFacts, id: number): boolean {
  return /retry/i.test(functions[id]?.argumentOf?.name ?? '');
}

/** In a function of its own the query may not wait, and narrower types of what may have changed meanwhile are lost. */
function isPortable({ analysis: { facts }, call }: Subject): boolean {
  const { text, functions, names = [] } = facts;
  const code = text.slice(call.span.start, call.span.end);
  if (/\b(?:await|yield|arguments)\b/.test(code)) return false;
  const around = functions[call.function]?.span;
  const before = around ? text.slice(around.start, call.span.start) : '';
  if (
    (code.match(/[\w$]+(?:\??\.[\w$]+)+/g) ?? []).some((path) =>
      prefixesOf(path).some((prefix) => isGuarded(before, prefix)),
    )
  )
    return false;
  const written = new Set(
    names.filter(({ write, declared, span }) => write && span.start !== declared).map(({ declared }) => declared),
  );
  return !namesIn(facts, call.span satisfies Span).some(({ declared }) => written.has(declared));
}

/** `req.user` and `req.user.id` of `req.user.id`. */
function prefixesOf(path: string): readonly string[] {
  const parts = path.split(/\??\./);
  return parts.slice(1).map((_, index) => parts.slice(0, index + 2).join('.'));
}

/** Some condition speaks of it. */
function isGuarded(before: string, path: string): boolean {
  const code = path.replaceAll('.', String.raw`\??\.`).replaceAll('$', String.raw`\$`);
  return new RegExp(
    String.raw`!\s*${code}\b|\btypeof\s+${code}\b|(?<![\w$.])${code}\s*(?:[!=]==?|\)|&&|\|\||\?\?|\?[^.]|\binstanceof\b|\bin\b)`,
  ).test(before);
}
