/** One line of source with carets under the place meant. */
import type { Span } from '../analysis/model.ts';
import type { Lines } from './lines.ts';
import type { Colors } from './terminal.ts';

/** Source lines longer than this (generated code) are cut around the place meant. */
const MAX_LENGTH = 120;

export function codeFrame(lines: Lines, span: Span, colors: Colors): string {
  const { line, column } = lines.position(span.start);
  const text = lines.line(line);
  const start = column - 1;
  const cut = text.length > MAX_LENGTH ? Math.max(0, start - MAX_LENGTH / 2) : 0;
  const shown = text.slice(cut, cut + MAX_LENGTH);
  const length = Math.max(1, Math.min(span.end - span.start, shown.length - (start - cut)));
  // Tabs stay tabs, so that the carets stand where the terminal puts the code.
  const indent = shown.slice(0, start - cut).replaceAll(/[^\t]/g, ' ');
  const gutter = String(line).padStart(6);
  const bar = colors.dim('│');
  return [
    `${colors.dim(gutter)} ${bar} ${shown}`,
    `${' '.repeat(gutter.length)} ${bar} ${indent}${colors.red('^'.repeat(length))}`,
  ].join('\n');
}
