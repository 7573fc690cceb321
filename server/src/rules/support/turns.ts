/** What is done once per turn of a loop or once per element of an array, and which of those loops are of another kind. */
import { isArrayMethod, isCalledPerElement } from '../../analysis/callees.ts';
import type { Call, FileFacts, FunctionFact, LoopFact, NameFact, Span } from '../../analysis/model.ts';
import { namesIn } from './names.ts';

/** The loop or the callback that a call is repeated by. */
export interface Turns {
  /** All that is repeated, and what says over what. */
  readonly span: Span;
  readonly header: Span;
  /** What is gone through, as source text. */
  readonly over: string;
  readonly loop?: LoopFact;
  readonly callback?: FunctionFact;
}

/** The innermost repetition around a call, within its function or around the callback it stands in. */
export function turnsAround(facts: FileFacts, call: Call): Turns | undefined {
  const [loop] = call.loops;
  if (loop !== undefined) {
    const { span, header = span, over = header } = loop;
    return { span, header, over: facts.text.slice(over.start, over.end), loop };
  }
  const callback = facts.functions[call.function];
  const caller = callback?.argumentOf;
  if (callback === undefined || caller === undefined) return undefined;
  if (!isCalledPerElement(facts, callback) || !isArrayMethod(caller)) return undefined;
  const over = facts.text.slice(caller.span.start, caller.span.end - caller.name.length - 1);
  return { span: callback.span, header: caller.span, over, callback };
}

/** Words of loops that go through parts of a whole, each with one query. */
const PARTS = /batch|chunk|page|paginat|partition|slice|window|offset|cursor/i;
/** Words of queries that fetch a part, or one of many for each. */
const PAGED = /\b(?:after|before|cursor|limit|offset|page|skip|take)\b/i;
/** The first of an order is one of many for each, too. */
const TOP = /order[^]*first|first[^]*order/i;
/** Conditions other than that of a key: on a list, which is a batch by itself, or on a range that each turn has its own of. */
const NO_KEY =
  /\b(?:between|contains|endsWith|gte?|has|inArray|i?like|lte?|notIn|search|some|startsWith)\b|\bin\s*[:(]|= *any\b|(?<!=)>|<|(['"`])in\1/i;
/** Somebody has thought of how often this is sent. */
const CONSIDERED = /cache|memo|\b(?:delay|pause|setTimeout|sleep|throttle|wait)\s*\(/i;

/** The repetition is no N+1: few turns, parts of a whole, attempts, or a search that ends with the first answer. */
export function isOfAnotherKind(facts: FileFacts, call: Call, turns: Turns): boolean {
  const { loop, callback, header, over, span } = turns;
  const text = (part: Span): string => facts.text.slice(part.start, part.end);
  if (loop !== undefined && !goesThroughElements(loop, text(header))) return true;
  if (loop?.overLiteral === true || callback?.overLiteral === true || isFixedList(over)) return true;
  const query = text(call.span);
  if (PARTS.test(text(header)) || CONSIDERED.test(text(span))) return true;
  if (PAGED.test(query) || TOP.test(query) || NO_KEY.test(query)) return true;
  return (loop?.exits ?? []).some((exit) => isRightAfter(facts.text, call, exit));
}

/** `for (const x of xs)`, or counting up to a length. Other loops are attempts, pages, polls. */
function goesThroughElements({ kind }: LoopFact, header: string): boolean {
  if (kind === 'for-of' || kind === 'for-in') return true;
  return kind === 'for' && /\.(?:length|size)\b/.test(header) && /\+\+|\+=\s*1\b/.test(header);
}

/** `ROLES`, `Array.from({ length: 3 })`: as many as the program says. */
function isFixedList(over: string): boolean {
  return /^(?:\w+\.)*[A-Z][A-Z\d_]+$|^(?:\[\s*\.\.\.\s*)?(?:new\s+)?Array\b/.test(over.trim());
}

/** Between the query and the exit nothing else is done than to look at the answer. */
function isRightAfter(text: string, call: Call, exit: Span): boolean {
  if (exit.start < call.span.end) return exit.end > call.span.start;
  const between = text.slice(call.span.end, exit.start).replaceAll(/\/\/.*|\/\*[^]*?\*\//g, '');
  return /^[\s)\]]*(?:[.?[][^;{}]*)?;?\s*(?:if\s*\([^;{}]*\)\s*)?\{?\s*$/.test(between);
}

/** What the query asks for changes from turn to turn, as far as names tell. */
export type Dependence =
  /** It names something of the turn. */
  | 'turn'
  /** It names what an earlier turn has changed, or another table or client each time: the turns can't be made one. */
  | 'apart'
  /** Every turn asks the same. */
  | 'none';

/** `links` are the calls of the query's chain up to the one that sends it; `ofRow`: it asks for what belongs to a row. */
export function dependenceOf(facts: FileFacts, links: readonly Call[], ofRow: boolean, { span }: Turns): Dependence {
  const isInside = (declared: number): boolean => span.start <= declared && declared < span.end;
  const first = links[0];
  const last = links.at(-1);
  if (first === undefined || last === undefined) return 'apart';
  // The parameters of functions inside the query are its own.
  const isOwn = (declared: number): boolean => last.span.start <= declared && declared < last.span.end;
  const namesOf = (part: Span): readonly NameFact[] =>
    namesIn(facts, part).filter(({ declared }) => declared >= 0 && !isOwn(declared));
  const ofTurn = (part: Span): boolean => namesOf(part).some(({ declared }) => isInside(declared));
  const written = new Set(namesIn(facts, span).flatMap(({ declared, write }) => (write ? declared : [])));
  if (namesOf(last.span).some(({ declared }) => written.has(declared) && !isInside(declared))) return 'apart';
  if ((ofTurn(first.root) && !ofRow) || tableNames(facts, links).some(ofTurn)) return 'apart';
  return ofTurn(last.span) ? 'turn' : 'none';
}

/** The code that says which table: the arguments of `deleteFrom(table)`, `.from(table)`, the first of `$count(table, condition)`. */
function tableNames({ text }: FileFacts, links: readonly Call[]): readonly Span[] {
  const starting = links.find(({ fact }) => fact.verb !== undefined);
  return links.flatMap((link) => {
    const { args } = link;
    // What a function of the user's is handed is no table.
    if (link.helper) return [];
    if (link.method === 'from' || (link === starting && link !== links.at(-1))) return [args];
    // `findByPk(id)` is handed a key.
    const isKey = /^(?:fetch|find|get|load)/.test(link.method);
    const name =
      link === starting && !isKey ? /^\s*[\w$]+(?=\s*[,)])/.exec(text.slice(args.start, args.end))?.[0] : undefined;
    return name === undefined ? [] : [{ start: args.start, end: args.start + name.length }];
  });
}
