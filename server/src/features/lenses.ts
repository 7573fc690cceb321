/** Code lenses: over each function with a name, how many queries it sends, and by which functions of the user's. */
import type { FileAnalysis } from '../analysis/judgement.ts';
import type { Call, FunctionFact, Span } from '../analysis/model.ts';
import { queriesOf } from './queries.ts';
import { SEPARATOR } from './labelText.ts';

export interface Lens {
  /** Where the function begins. */
  readonly offset: number;
  /** `3 queries · 1 in a loop · via saveAll`. */
  readonly text: string;
  /** The names of the calls that send them. */
  readonly places: readonly Span[];
}

/** A call that sends one query or several. */
interface Sender {
  readonly name: Span;
  readonly function: number;
  readonly sends: number;
  readonly inLoop: number;
  /** The function of the user's that sends them. */
  readonly via?: string;
}

const MOST_NAMES = 2;

/** One for each function that sends something, in source order. */
export function codeLenses(analysis: FileAnalysis): readonly Lens[] {
  const { functions } = analysis.facts;
  const byFunction = new Map<FunctionFact, Sender[]>();
  for (const sender of sendersOf(analysis)) {
    const around = namedAround(functions, sender.function);
    if (around) byFunction.set(around, [...(byFunction.get(around) ?? []), sender]);
  }
  return [...byFunction]
    .map(([{ span }, senders]) => ({
      offset: span.start,
      text: textOf(senders),
      places: senders.map(({ name }) => name).toSorted((a, b) => a.start - b.start),
    }))
    .toSorted((a, b) => a.offset - b.offset);
}

function sendersOf(analysis: FileAnalysis): readonly Sender[] {
  const own = queriesOf(analysis, []).filter(({ says }) => !says.includes('never runs'));
  return [
    ...own.map(({ name, function: fn, inLoop }) => ({ name, function: fn, sends: 1, inLoop: inLoop ? 1 : 0 })),
    ...analysis.facts.calls.flatMap((call) => helperSender(analysis, call) ?? []),
    ...(analysis.facts.countedHelpers ?? []).map(({ name, function: fn, sends, inLoop }) => ({
      name,
      function: fn,
      sends,
      inLoop: inLoop ? 1 : 0,
      via: viaOf(analysis, name),
    })),
  ];
}

function helperSender(analysis: FileAnalysis, call: Call): Sender | undefined {
  const { helper, name, function: fn } = call;
  if (!helper || helper.sends === 0) return undefined;
  const inLoop = analysis.labels[call.id]?.inLoop === true ? helper.sends : helper.inLoop ? 1 : 0;
  return { name, function: fn, sends: helper.sends, inLoop, via: viaOf(analysis, name) };
}

/** `save` in `books.save(book)`. */
function viaOf({ facts }: FileAnalysis, name: Span): string {
  return facts.text.slice(name.start, name.end);
}

/** The innermost function with a name around a place: a callback's queries are those of the function it stands in. */
function namedAround(functions: readonly FunctionFact[], id: number): FunctionFact | undefined {
  let fn = functions[id];
  while (fn && (fn.name === undefined || fn.argumentOf !== undefined)) fn = functions[fn.parent];
  return fn;
}

function textOf(senders: readonly Sender[]): string {
  const sum = (count: (sender: Sender) => number): number => senders.reduce((total, each) => total + count(each), 0);
  const all = sum(({ sends }) => sends);
  const inLoop = sum((sender) => sender.inLoop);
  const names = [...new Set(senders.flatMap(({ via }) => via ?? []))];
  const others = names.length - MOST_NAMES;
  const shown = [...names.slice(0, MOST_NAMES), ...(others > 0 ? [`${String(others)} more`] : [])];
  return [
    all === 1 ? '1 query' : `${String(all)} queries`,
    ...(inLoop > 0 ? [`${String(inLoop)} in a loop`] : []),
    ...(shown.length > 0 ? [`via ${shown.join(', ')}`] : []),
  ].join(SEPARATOR);
}
