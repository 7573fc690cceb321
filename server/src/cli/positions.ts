/** Spans and edits of a text with lines and columns, as the formats for machines have them. */
import type { Fix } from '../rules/rule.ts';
import type { Span } from '../analysis/model.ts';
import type { Lines, Position } from './lines.ts';

export interface Region {
  readonly startLine: number;
  readonly startColumn: number;
  readonly endLine: number;
  readonly endColumn: number;
}

export interface PositionedEdit {
  readonly start: Position;
  readonly end: Position;
  readonly newText: string;
}

export function regionOf(lines: Lines, { start, end }: Span): Region {
  const from = lines.position(start);
  const to = lines.position(end);
  return { startLine: from.line, startColumn: from.column, endLine: to.line, endColumn: to.column };
}

export function editsOf(lines: Lines, { edits }: Fix): readonly PositionedEdit[] {
  return edits.map(({ start, end, newText }) => ({
    start: lines.position(start),
    end: lines.position(end),
    newText,
  }));
}
