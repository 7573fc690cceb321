/** Inlay hints: what every call of a chain does, behind its closing bracket. */
import type { FileAnalysis, Label } from '../analysis/judgement.ts';
import type { Call, Span } from '../analysis/model.ts';
import type { CatalogSet } from '../catalogs/catalogSet.ts';
import { labelText, SEPARATOR } from './labelText.ts';
import { methodLink } from './methodLink.ts';

/** `each` call; `grouped` by line and label; only what is sent (`executing`); `off`. */
export type HintMode = 'each' | 'grouped' | 'executing' | 'off';

export interface HintOptions {
  readonly mode: HintMode;
  /** Labels that carry no hint have `false`. */
  readonly labels?: Readonly<Partial<Record<Label, boolean>>>;
  /** In characters; 0 or absent: as long as they are. */
  readonly maximumLength?: number;
}

export interface Hint {
  /** Behind the closing bracket of the last of its calls. */
  readonly offset: number;
  readonly text: string;
  /** Where the name of the last of its calls begins. */
  readonly name: number;
  /** The calls it speaks of, of one chain, with one label. */
  readonly calls: readonly number[];
}

const SENT: ReadonlySet<Label> = new Set(['executing', 'blocking', 'streaming']);
const CUT = '…';

/** The hints of a file by offset. */
export function inlayHints(analysis: FileAnalysis, options: HintOptions): readonly Hint[] {
  const { mode, labels = {} } = options;
  if (mode === 'off') return [];
  const isShown = (id: number): boolean => {
    const label = analysis.labels[id]?.label ?? 'local';
    return labels[label] !== false && (mode !== 'executing' || SENT.has(label));
  };
  const hints = analysis.chains.flatMap(({ calls }) => {
    if (analysis.facts.calls[calls[0] ?? -1]?.helper) return [];
    const shown = calls.filter(isShown);
    const groups = mode === 'each' ? shown.map((call) => [call]) : grouped(analysis, shown);
    return groups.flatMap((group) => toHint(analysis, group, options.maximumLength ?? 0) ?? []);
  });
  return hints.toSorted((a, b) => a.offset - b.offset);
}

/** Those of the hints that stand in a range; its ends count. */
export function hintsIn<H extends Pick<Hint, 'offset'>>(hints: readonly H[], { start, end }: Span): readonly H[] {
  return hints.filter(({ offset }) => start <= offset && offset <= end);
}

/** A Markdown list of the hint's calls, each with its label and what it does; with `links`, to the method reference. */
export function hintTooltip(analysis: FileAnalysis, catalogs: CatalogSet, hint: Hint, links: boolean): string {
  const line = (call: Call): string => {
    const link = links ? methodLink(catalogs, call) : undefined;
    const name = link === undefined ? `\`${call.method}\`` : `[\`${call.method}\`](${link})`;
    return `- ${name} **${labelText(analysis, call.id)}**: ${call.fact.description}`;
  };
  return hint.calls
    .flatMap((id) => analysis.facts.calls[id] ?? [])
    .map(line)
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

function toHint(analysis: FileAnalysis, calls: readonly number[], maximumLength: number): Hint | undefined {
  const last = analysis.facts.calls[calls.at(-1) ?? -1];
  if (last === undefined) return undefined;
  const text = shortened(labelText(analysis, last.id), maximumLength);
  return { offset: last.span.end, text, name: last.name.start, calls };
}

/** Remarks that find no room are left out whole, the last ones first; the label is cut only when it has none itself. */
function shortened(text: string, maximumLength: number): string {
  if (maximumLength <= 0 || text.length <= maximumLength) return text;
  const parts = text.split(SEPARATOR);
  for (let kept = parts.length - 1; kept > 0; kept--) {
    const shorter = [...parts.slice(0, kept), CUT].join(SEPARATOR);
    if (shorter.length <= maximumLength) return shorter;
  }
  return text.slice(0, Math.max(0, maximumLength - 1)) + CUT;
}
