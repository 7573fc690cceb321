/** The labels of a file, gathered by line for the margin. */
import type { FileAnalysis } from '../analysis/judgement.ts';
import { inlayHints } from '../features/hints.ts';
import type { Lines } from './lines.ts';
import { paintLabel } from './paint.ts';
import type { Colors } from './terminal.ts';

/** What stands in the margin of one line; `length` does not count the colours. */
export interface Margin {
  readonly length: number;
  readonly painted: string;
}

const BETWEEN = ', ';

export function margins(analysis: FileAnalysis, lines: Lines, colors: Colors): ReadonlyMap<number, Margin> {
  const byLine = new Map<number, Margin>();
  for (const { offset, text, calls } of inlayHints(analysis, { mode: 'grouped' })) {
    const label = calls[0] === undefined ? undefined : analysis.labels[calls[0]]?.label;
    const painted = label ? paintLabel(text, label, colors) : text;
    const { line } = lines.position(offset);
    const before = byLine.get(line);
    byLine.set(line, {
      length: (before ? before.length + BETWEEN.length : 0) + text.length,
      painted: before ? `${before.painted}${BETWEEN}${painted}` : painted,
    });
  }
  return byLine;
}
