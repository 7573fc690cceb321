/** `query-lens explain`: the labels of one file, or of one of its lines. */
import { stat } from 'node:fs/promises';
import path from 'node:path';
import type { FileAnalysis } from '../analysis/judgement.ts';
import type { CatalogSet } from '../catalogs/catalogSet.ts';
import { explain as explainFile } from '../features/explain.ts';
import { createWorkspace } from '../project/workspace.ts';
import { openConfigurations, tellProblems } from './configuration.ts';
import { Failure } from './failure.ts';
import { createLines } from './lines.ts';
import type { Lines } from './lines.ts';
import { margins } from './margins.ts';
import type { ExitCode, Format } from './options.ts';
import { relative } from './relative.ts';
import type { Terminal } from './terminal.ts';

export interface ExplainOptions {
  readonly format: Format;
  readonly config?: string;
}

export async function explain(target: string, options: ExplainOptions, terminal: Terminal): Promise<ExitCode> {
  const { format } = options;
  const { file, line } = await parseTarget(target, terminal.cwd);
  const configurations = openConfigurations(options.config, terminal);
  const { catalogs } = configurations.of(file);
  const workspace = createWorkspace({ catalogs, cwd: terminal.cwd, log: (message) => terminal.err(message) });
  try {
    const analysis = await workspace.analyze(file);
    const name = relative(terminal.cwd, file);
    if (!analysis) throw new Failure(`${name} can't be analysed: it is not source code, or it is too large.`);
    const lines = createLines(analysis.facts.text);
    if (line !== undefined && line > lines.count) {
      throw new Failure(`${name} has no line ${line}; its last is ${lines.count}.`);
    }
    if (format === 'json') terminal.out(JSON.stringify({ calls: jsonCalls(analysis, catalogs, lines, name, line) }));
    else printPretty(analysis, lines, name, line, terminal);
    return tellProblems(configurations, terminal) ? 2 : 0;
  } finally {
    await workspace.dispose();
  }
}

/** Splits `file:12`. */
async function parseTarget(target: string, cwd: string): Promise<{ file: string; line: number | undefined }> {
  const [, name = target, digits] = /^(.+?)(?::(\d+))?$/.exec(target) ?? [];
  const line = digits === undefined ? undefined : Number(digits);
  const file = path.resolve(cwd, name).replaceAll('\\', '/');
  const found = await stat(file).catch(() => undefined);
  if (!found) throw new Failure(`There is no file ${name}. Paths are relative to ${cwd}.`);
  if (found.isDirectory()) throw new Failure(`${name} is a folder. Name one file; "query-lens check" takes folders.`);
  if (line === 0) throw new Failure('Lines are counted from 1.');
  return { file, line };
}

function jsonCalls(
  analysis: FileAnalysis,
  catalogs: CatalogSet,
  lines: Lines,
  file: string,
  wanted: number | undefined,
): readonly object[] {
  return explainFile(analysis, catalogs).flatMap(({ span, ...explained }) => {
    const { line, column } = lines.position(span.start);
    if (wanted !== undefined && line !== wanted) return [];
    const endColumn = column + span.end - span.start;
    const { method, library, type, execution, label, verdict, asyncEquivalent } = explained;
    return { file, line, column, endColumn, method, library, type, execution, label, verdict, asyncEquivalent };
  });
}

function printPretty(
  analysis: FileAnalysis,
  lines: Lines,
  name: string,
  wanted: number | undefined,
  terminal: Terminal,
): void {
  const labelled = margins(analysis, lines, terminal.colors);
  if (labelled.size === 0) terminal.err(`query-lens: no call of ${name} belongs to a library of the catalogs.`);
  const width = Math.max(0, ...[...labelled.values()].map((margin) => margin.length));
  const digits = String(lines.count).length;
  const { dim } = terminal.colors;
  for (let line = wanted ?? 1; line <= (wanted ?? lines.count); line++) {
    const margin = labelled.get(line);
    const text = `${' '.repeat(width - (margin?.length ?? 0))}${margin?.painted ?? ''}`;
    terminal.out(`${text} ${dim(`${String(line).padStart(digits)} │`)} ${lines.line(line)}`.trimEnd());
  }
}
