/** `query-lens methods`: the method reference. */
import { methodReference } from '../features/reference.ts';
import type { ReferenceLibrary, ReferenceMethod } from '../features/reference.ts';
import { configurationHere, openConfigurations, tellProblems } from './configuration.ts';
import { Failure } from './failure.ts';
import type { ExitCode, Format } from './options.ts';
import { paintLabel } from './paint.ts';
import type { Terminal } from './terminal.ts';

export interface MethodsOptions {
  readonly format: Format;
  readonly config?: string;
}

export function methods(library: string | undefined, { format, config }: MethodsOptions, terminal: Terminal): ExitCode {
  const configurations = openConfigurations(config, terminal);
  const { catalogs } = configurationHere(configurations, terminal).catalogs;
  const { libraries } = methodReference(catalogs, []);
  const wanted = library === undefined ? libraries : libraries.filter((candidate) => isMeant(candidate, library));
  if (wanted.length === 0) {
    const known = libraries.map((candidate) => candidate.library).join(', ');
    throw new Failure(`There is no catalog for "${library}". Name one of ${known}.`);
  }
  if (format === 'json') terminal.out(JSON.stringify({ libraries: wanted.map(withoutUse) }));
  else terminal.out(wanted.map((candidate) => pretty(candidate, terminal)).join('\n\n'));
  return tellProblems(configurations, terminal) ? 2 : 0;
}

function isMeant({ library, title }: ReferenceLibrary, name: string): boolean {
  const lower = name.toLowerCase();
  return library.toLowerCase() === lower || title.toLowerCase() === lower;
}

/** Which libraries a workspace uses is not known here, so nothing is said of it. */
function withoutUse({ library, title, docs, versions, surprises, methods: entries }: ReferenceLibrary): object {
  return { library, title, docs, versions, surprises, methods: entries };
}

function pretty(library: ReferenceLibrary, terminal: Terminal): string {
  const { colors } = terminal;
  return [
    `${colors.bold(library.title)}  ${library.versions.join(', ')}  ${colors.dim(library.docs)}`,
    ...library.surprises.map((surprise) => `  ! ${surprise}`),
    '',
    ...table(library.methods, terminal),
  ].join('\n');
}

const HEADINGS = ['method', 'label', 'async equivalent', 'what it does'] as const;

/** One table with a line above the methods of each type. */
function table(entries: readonly ReferenceMethod[], { colors, width }: Terminal): readonly string[] {
  const rows = entries.map(({ method, label, ...entry }) => [method, label, equivalentOf(entry), entry.description]);
  const widths = HEADINGS.map((heading, column) => widest([heading, ...rows.map((row) => row[column] ?? '')]));
  // The last column is cut where the terminal ends.
  widths[3] = Math.max(20, width - widths.slice(0, 3).reduce((sum, each) => sum + each + 2, 4));
  const cells = (row: readonly string[]): string[] => row.map((cell, column) => fit(cell, widths[column] ?? 0));
  const lines = [colors.dim(`    ${cells(HEADINGS).join('  ')}`.trimEnd())];
  entries.forEach(({ type, label }, index) => {
    if (type !== entries[index - 1]?.type) lines.push(`  ${colors.bold(type)}`);
    const [method = '', labelCell = '', ...rest] = cells(rows[index] ?? []);
    lines.push(`    ${method}  ${paintLabel(labelCell, label, colors)}  ${rest.join('  ')}`.trimEnd());
  });
  return lines;
}

function fit(text: string, width: number): string {
  if (width === Number.POSITIVE_INFINITY) return text;
  return text.length > width ? `${text.slice(0, width - 1)}…` : text.padEnd(width);
}

/** What the async column says: the code to write, that there is none, or that none is needed. */
function equivalentOf({ asyncEquivalent }: Pick<ReferenceMethod, 'asyncEquivalent'>): string {
  return asyncEquivalent === undefined ? 'not needed' : (asyncEquivalent ?? 'none');
}

function widest(texts: readonly string[]): number {
  return Math.max(...texts.map((text) => text.length));
}
