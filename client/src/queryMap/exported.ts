/** The query map as text for other programs: JSON, and CSV as RFC 4180 has it. */
import type { MappedFile, MappedQuery } from '../../../server/src/protocol/requests.ts';

/** Lines and columns count from 1. */
interface Row {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly function: string;
  readonly library: string;
  readonly target: string;
  readonly verb: string;
  readonly label: string;
  readonly says: string;
  readonly inLoop: boolean;
  readonly code: string;
  readonly findings: string;
}

const COLUMNS: readonly (keyof Row)[] = [
  'file',
  'line',
  'column',
  'function',
  'library',
  'target',
  'verb',
  'label',
  'says',
  'inLoop',
  'code',
  'findings',
];

/** One object, with the findings in full; `nameOf` is how a file is called. */
export function toJson(files: readonly MappedFile[], nameOf: (uri: string) => string): string {
  const queries = files.flatMap(({ uri, queries: own }) =>
    own.map((query) => ({ ...toRow(nameOf(uri), query), findings: query.findings })),
  );
  return `${JSON.stringify({ queries }, undefined, 2)}\n`;
}

/** A line with the names of the columns, then a line for each query; the findings are named by their rules. */
export function toCsv(files: readonly MappedFile[], nameOf: (uri: string) => string): string {
  const rows = files.flatMap(({ uri, queries }) => queries.map((query) => toRow(nameOf(uri), query)));
  const lines = rows.map((row) => COLUMNS.map((column) => cell(String(row[column]))).join(','));
  return [COLUMNS.join(','), ...lines, ''].join('\r\n');
}

function toRow(file: string, query: MappedQuery): Row {
  const { range, library, target = '', verb = '', label, says, inLoop, code, findings } = query;
  return {
    file,
    line: range.start.line + 1,
    column: range.start.character + 1,
    function: query.function ?? '',
    library,
    target,
    verb,
    label,
    says,
    inLoop,
    code,
    findings: findings.map(({ rule }) => rule).join(' '),
  };
}

function cell(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
