/**
 * Keeps what a query finds for a minute. Only where the key can name all that the query depends on: nothing but
 * parameters that are ids, slugs or numbers, and no clock.
 */
import type { FileFacts, FunctionFact } from '../../../analysis/model.ts';
import { namesIn } from '../../../rules/support/names.ts';
import { importOf } from '../imports.ts';
import type { Offer, Subject } from '../refactoring.ts';
import { styleOf } from '../style.ts';
import { inOrder, isPlainRead, mayBeAtomic, placedOf, rewritten } from './statements.ts';

/** What depends on more than the names in it. */
const CHANGING = /\brequest\b|\bself\b|\bcls\b|\bnow\b|\btoday\b|random|order_by\(["']\?|\busing\b|iterator|explain/i;

export const cache: Offer = (subject) => {
  const { analysis, call } = subject;
  const { facts } = analysis;
  const placed = placedOf(subject);
  const name = placed?.statement.name;
  if (!placed || name === undefined || !isPlainRead(analysis, call) || mayBeAtomic(placed)) return undefined;
  // The key names the function, which has to be the only one by that name in its module.
  if (placed.fn.kind !== 'declaration' || placed.fn.parent !== -1 || facts.path === undefined) return undefined;
  if (call.fact.execution === 'blocking' ? placed.fn.async : !subject.awaited) return undefined;
  if (call.owner.library !== 'django' || call.result?.type === 'QuerySet' || /\bkey\b|\bcache\b/.test(placed.body))
    return undefined;
  const key = keyOf(subject, placed.fn, name);
  const imported = key === undefined ? undefined : importOf(facts, 'django.core.cache', 'cache');
  if (!imported) return undefined;
  const { local } = imported;
  const [read, write] = subject.awaited
    ? [`await ${local}.aget`, `await ${local}.aset`]
    : [`${local}.get`, `${local}.set`];
  const edit = rewritten(facts, placed.statement, (code) => [
    [0, `key = ${key}`],
    [0, `${name} = ${read}(key)`],
    [0, `if ${name} is None:`],
    [1, code(1)],
    [1, `${write}(key, ${name}, timeout=60)`],
  ]);
  return inOrder('Cache the result for a minute', 'cache', [...imported.edits, edit]);
};

/** The code of a key; `undefined` where the query depends on what no key can name. */
function keyOf({ analysis: { facts }, call }: Subject, fn: FunctionFact, name: string): string | undefined {
  const { text } = facts;
  if (CHANGING.test(text.slice(call.span.start, call.span.end))) return undefined;
  const used = new Set<string>();
  for (const { span, declared } of namesIn(facts, call.span)) {
    if (declared < fn.span.start || declared >= fn.span.end) continue;
    const own = text.slice(span.start, span.end);
    if (!isPlain(facts, fn, own, declared) || text[span.end] === '.' || text[span.end] === '[') return undefined;
    used.add(own);
  }
  const { quote } = styleOf(text);
  const module = facts.path?.replace(/\.py$/, '').replaceAll('/', '.');
  const parts = [`${module}.${fn.name}`, name, ...[...used].map((own) => `{${own}}`)].join(':');
  return `${used.size > 0 ? 'f' : ''}${quote}${parts}${quote}`;
}

/** A parameter that is written the same wherever it is the same: by its annotation, or its name. */
function isPlain({ text }: FileFacts, { parameters = [] }: FunctionFact, name: string, declared: number): boolean {
  const parameter = parameters.find(({ span }) => span.start <= declared && declared < span.end);
  if (!parameter) return false;
  const code = text.slice(parameter.span.start, parameter.span.end);
  const type = /^\w+\s*:\s*(?<type>[\w.]+)\s*(?:=|$)/.exec(code)?.groups?.['type'];
  return type === undefined
    ? /^(?:\w+_)?(?:pk|id|slug|uuid|year|month|day)$/.test(name) && !code.includes(':')
    : /^(?:int|(?:uuid\.)?UUID)$/.test(type);
}
