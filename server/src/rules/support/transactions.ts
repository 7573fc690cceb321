/** The transaction that a piece of code runs in, as far as the file shows it. */
import { isPerElementMethod, isPromiseMethod } from '../../analysis/callees.ts';
import type { Call, FileFacts, FunctionFact, Span } from '../../analysis/model.ts';
import { namesIn } from './names.ts';

export interface Transaction {
  /** The call that opens it. */
  readonly opener: Call;
  /** The function it is opened around. */
  readonly callback: FunctionFact;
  /** Functions between the code and the callback, innermost first. */
  readonly inner: readonly FunctionFact[];
}

/** Deeper nesting than this is no program of anybody's; facts that lead in circles end here. */
const DEEPEST = 50;

/** The innermost transaction around the code of a function. */
export function transactionAround(facts: FileFacts, id: number): Transaction | undefined {
  const inner: FunctionFact[] = [];
  let fn = facts.functions[id];
  while (fn !== undefined && inner.length < DEEPEST) {
    const opener = openerOf(facts, fn);
    if (opener !== undefined) return { opener, callback: fn, inner };
    if (!runsWithin(fn)) return undefined;
    inner.push(fn);
    fn = facts.functions[fn.parent];
  }
  return undefined;
}

/** All transactions around the code of a function, innermost first: the others are those it is nested in. */
export function transactionsAround(facts: FileFacts, id: number): readonly Transaction[] {
  const found: Transaction[] = [];
  for (let at = id; found.length < DEEPEST;) {
    const next = transactionAround(facts, at);
    if (next === undefined) return found;
    found.push(next);
    at = next.opener.function;
  }
  return found;
}

/** The call that opens a transaction around this function. */
export function openerOf(facts: FileFacts, { argumentOf, opener }: FunctionFact): Call | undefined {
  if (opener !== undefined) return facts.calls[opener];
  const call = argumentOf?.call === undefined ? undefined : facts.calls[argumentOf.call];
  return call?.fact.transaction?.callback === argumentOf?.index ? call : undefined;
}

/** A callback that is called while the function around it runs. Failures may be told of outside a transaction. */
function runsWithin({ argumentOf: caller }: FunctionFact): boolean {
  if (caller === undefined || caller.call !== undefined) return false;
  return isPerElementMethod(caller.name) || (isPromiseMethod(caller.name) && caller.name !== 'catch');
}

/** The callback's client, when it has a name. */
export function clientName({ callback }: Transaction): string | undefined {
  return callback.parameters?.[0]?.name;
}

/** The code names a parameter of the callback: it was handed the transaction. */
export function mentionsClient(facts: FileFacts, transaction: Transaction, code: Span): boolean {
  const { opener, callback } = transaction;
  const parameters = callback.parameters ?? [];
  const isHanded = (span: Span): boolean =>
    namesIn(facts, span).some(({ declared }) =>
      parameters.some((parameter) => parameter.span.start <= declared && declared < parameter.span.end),
    );
  const { option } = opener.fact.transaction ?? {};
  if (option === undefined || isHanded(code)) return isHanded(code);
  if (namesOption(facts.text.slice(code.start, code.end), option)) return true;
  return namesIn(facts, code).some((name) => {
    if (mayBeOptions(facts, transaction, option, facts.text.slice(name.span.start, name.span.end))) return true;
    const kept = literalAt(facts, name.declared);
    return kept !== undefined && isHanded(kept);
  });
}

/** `{ session: s }` and `.session(s)`: what is handed over under the option's name is taken to be the transaction. */
function namesOption(code: string, option: string): boolean {
  return new RegExp(String.raw`(?<![\w$.])${option}\s*:|\.${option}\(\s*[\w$.]+\s*\)`).test(code);
}

/** The statement that declares a name for an object literal: `options = { transaction: t };`. */
function literalAt({ text }: FileFacts, declared: number): Span | undefined {
  const [head] = declared < 0 ? [] : (/^[\w$]+\s*(?::[^=;]*)?=\s*\{[^;]*/.exec(text.slice(declared)) ?? []);
  return head === undefined ? undefined : { start: declared, end: declared + head.length };
}

/** Something by the name of the option or of options, which may have been given the transaction, or that visibly was. */
function mayBeOptions({ text }: FileFacts, { callback }: Transaction, option: string, name: string): boolean {
  if (/^(?:config|opts?|options)$|(?:Config|Opts|Options)$/.test(name)) return true;
  if (name.toLowerCase().includes(option.toLowerCase())) return true;
  const body = text.slice(callback.span.start, callback.span.end);
  return new RegExp(String.raw`(?<![\w$.])${name.replaceAll('$', String.raw`\$`)}\.${option}\s*=[^=]`).test(body);
}
