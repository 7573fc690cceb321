/** Inlay hints: what every call of a chain does, behind its closing bracket. */
import type { FileAnalysis, Label } from '../analysis/judgement.ts';
import type { Span } from '../analysis/model.ts';
import type { CatalogSet } from '../catalogs/catalogSet.ts';
import { labelText } from './labelText.ts';

/** `each` call; `grouped` by line and label; only what is sent (`executing`); `off`. */
export type HintMode = 'each' | 'grouped' | 'executing' | 'off';

export interface Hint {
  /** Behind the closing bracket of the last of its calls. */
  readonly offset: number;
  readonly text: string;
  /** The calls it speaks of, of one chain, with one label. */
  readonly calls: readonly number[];
}

const SENT: ReadonlySet<Label> = new Set(['executing', 'blocking', 'streaming']);

/** The hints of a file, or of a range of it, by offset. */
export function inlayHints(analysis: FileAnalysis, mode: HintMode, range?: Span): readonly Hint[] {
  if (mode === 'off') return [];
  const hints = analysis.chains.flatMap(({ calls }) => {
    if (analysis.facts.calls[calls[0] ?? -1]?.helper) return [];
    const shown =
      mode === 'executing' ? calls.filter((call) => SENT.has(analysis.labels[call]?.label ?? 'local')) : calls;
    const groups = mode === 'each' ? shown.map((call) => [call]) : grouped(analysis, shown);
    return groups.flatMap((group) => toHint(analysis, group) ?? []);
  });
  const inRange = range ? hints.filter(({ offset }) => range.start <= offset && offset <= range.end) : hints;
  return inRange.toSorted((a, b) => a.offset - b.offset);
}

/** A Markdown list of the hint's calls, each with its label and what it does. */
export function hintTooltip(analysis: FileAnalysis, _catalogs: CatalogSet, hint: Hint): string {
  return hint.calls
    .flatMap((id) => {
      const call = analysis.facts.calls[id];
      return call ? `- \`${call.method}\` **${labelText(analysis, id)}**: ${call.fact.description}` : [];
    })
    .join('\n');
}

/** Neighbours in the chain with the same label that end on the same line. */
function grouped({ facts, labels }: FileAnalysis, calls: readonly number[]): readonly (readonly number[])[] {
  const groups: number[][] = [];
  for (const id of calls) {
    const group = groups.at(-1);
    const before = facts.calls[group?.at(-1) ?? -1];
    const call = facts.calls[id];
    if (call === undefined) continue;
    const together =
      before !== undefined &&
      labels[before.id]?.label === labels[id]?.label &&
      !facts.text.slice(before.span.end, call.span.end).includes('\n');
    if (together) group?.push(id);
    else groups.push([id]);
  }
  return groups;
}

function toHint(analysis: FileAnalysis, calls: readonly number[]): Hint | undefined {
  const last = analysis.facts.calls[calls.at(-1) ?? -1];
  return last && { offset: last.span.end, text: labelText(analysis, last.id), calls };
}
