/** Lines and columns, both from 1, of offsets into one text. */

export interface Position {
  readonly line: number;
  /** In UTF-16 code units, as editors count. */
  readonly column: number;
}

export interface Lines {
  readonly count: number;
  position(offset: number): Position;
  /** The text of a line without its end. */
  line(number: number): string;
}

export function createLines(text: string): Lines {
  const starts = [0];
  for (const end of text.matchAll(/\r\n|\r|\n/g)) starts.push(end.index + end[0].length);

  return {
    count: starts.length,
    position(offset) {
      let low = 0;
      let high = starts.length;
      while (high - low > 1) {
        const middle = (low + high) >> 1;
        if ((starts[middle] ?? 0) <= offset) low = middle;
        else high = middle;
      }
      return { line: low + 1, column: offset - (starts[low] ?? 0) + 1 };
    },
    line: (number) => text.slice(starts[number - 1], starts[number]).replace(/[\r\n]+$/, ''),
  };
}
