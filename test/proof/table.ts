/** The proof as a table to read: library, version, and how much of its catalog a run has shown. */
import { labelOf } from './drivers.ts';
import type { Report } from './prove.ts';

export interface ProvedLibrary {
  readonly library: string;
  readonly reports: readonly Report[];
}

const HEAD = ['library', 'version', 'methods', 'calls', 'sending', 'proved', 'unproved', 'disagree'];

export function proofTable(libraries: readonly ProvedLibrary[]): string {
  const sorted = libraries.toSorted((a, b) => a.library.localeCompare(b.library, 'en'));
  const rows = sorted.flatMap(({ library, reports }) => reports.map((report) => row(library, report)));
  const widths = HEAD.map((head, column) => Math.max(head.length, ...rows.map((cells) => cells[column]?.length ?? 0)));
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, column) => (column < 2 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join('  ');
  return [line(HEAD), ...rows.map(line)].join('\n');
}

function row(library: string, report: Report): readonly string[] {
  const { methods, calls, sending, unprovedSending, unproved, disagreements } = report;
  const share = sending === 0 ? '-' : `${(((sending - unprovedSending) / sending) * 100).toFixed(1)} %`;
  const counts = [methods, calls, sending].map(String);
  return [library, labelOf(report), ...counts, share, String(unproved.length), String(disagreements.length)];
}
