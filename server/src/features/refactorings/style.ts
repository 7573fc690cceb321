/** How a file is written, so that what is added to it looks the same. */
import type { Call } from '../../analysis/model.ts';

export interface Style {
  /** One level of indentation. */
  readonly unit: string;
  readonly lineBreak: string;
  readonly quote: '"' | "'";
  /** What ends a statement: `;` or nothing. */
  readonly semicolon: string;
}

/** Read off the text: a file that tells nothing is written as most are. */
export function styleOf(text: string): Style {
  const indents: readonly string[] = text.match(/^(?:\t| {2,8})(?=\S)/gm) ?? [];
  const narrowest = indents
    .filter((indent) => indent !== '\t')
    .reduce((a, b) => (b.length < a.length ? b : a), ' '.repeat(8));
  const unit = indents.includes('\t') ? '\t' : narrowest.length === 8 ? '    ' : narrowest;
  const single = count(text, /'[^'"\n]*'/g);
  const double = count(text, /"[^'"\n]*"/g);
  const ended = count(text, /;[ \t]*\r?$/gm);
  const open = count(text, /[)\]'"\w][ \t]*\r?$/gm);
  return {
    unit: indents.length === 0 ? '  ' : unit,
    lineBreak: text.includes('\r\n') ? '\r\n' : '\n',
    quote: double > single ? '"' : "'",
    semicolon: ended * 4 < open ? '' : ';',
  };
}

function count(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}

/** The indentation of the line that a place is on. */
export function indentAt(text: string, offset: number): string {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  return /^[ \t]*/.exec(text.slice(start, offset))?.[0] ?? '';
}

/** The lines of a piece of code one step further in; not where a string of several lines would be changed by that. */
export function deeper(code: string, step: string): string {
  return code.includes('`') ? code : code.replaceAll(/\n(?=[ \t]*\S)/g, `\n${step}`);
}

/** Lines, each without its indentation, put together at a depth; the first stands where it is put. */
export function lines(style: Style, indent: string, all: readonly (readonly [depth: number, code: string])[]): string {
  return all.map(([depth, code]) => style.unit.repeat(depth) + code).join(`${style.lineBreak}${indent}`);
}

/** What stands before the dot of one link more: a line break where the chain has one link a line. */
export function linkBreak(text: string, { span, name }: Pick<Call, 'span' | 'name'>): string {
  return /\r?\n[ \t]*(?=\.$)/.exec(text.slice(span.start, name.start))?.[0] ?? '';
}
