/** `query-lens methods`: the method reference. */
import { methodReference } from '../features/reference.ts';
import type { ReferenceLibrary, ReferenceMethod } from '../features/reference.ts';
import { builtInCatalogs } from '../catalogs/index.ts';
import { Failure } from './failure.ts';
import type { Format } from './options.ts';
import { paintLabel } from './paint.ts';
import type { Terminal } from './terminal.ts';

export function methods(library: string | undefined, format: Format, terminal: Terminal): void {
  const { libraries } = methodReference(builtInCatalogs, []);
  const wanted = library === undefined ? libraries : libraries.filter((candidate) => isMeant(candidate, library));
  if (wanted.length === 0) {
    const known = libraries.map((candidate) => candidate.library).join(', ');
    throw new Failure(`There is no catalog for "${library}". Name one of ${known}.`);
  }
  if (format === 'json') terminal.out(JSON.stringify({ libraries: wanted.map(withoutUse) }));
  else terminal.out(wanted.map((candidate) => pretty(candidate, terminal)).join('\n\n'));
}

function isMeant({ library, title }: ReferenceLibrary, name: string): boolean {
  const lower = name.toLowerCase();
  return library.toLowerCase() === lower || title.toLowerCase() === lower;
}

/** Which libraries a workspace uses is not known here, so nothing is said of it. */
function withoutUse({ used: _, ...library }: ReferenceLibrary): Omit<ReferenceLibrary, 'used'> {
  return library;
}

function pretty(library: ReferenceLibrary, terminal: Terminal): string {
  const { colors } = terminal;
  const types = new Set(library.methods.map(({ type }) => type));
  return [
    `${colors.bold(library.title)}  ${library.versions.join(', ')}  ${colors.dim(library.docs)}`,
    ...library.surprises.map((surprise) => `  ! ${surprise}`),
    ...[...types].flatMap((type) => {
      const entries = library.methods.filter((method) => method.type === type);
      return ['', `  ${colors.bold(type)}`, ...table(entries, terminal)];
    }),
  ].join('\n');
}

function table(entries: readonly ReferenceMethod[], { colors, width }: Terminal): string[] {
  const rows = entries.map((entry) => ({ entry, equivalent: equivalentOf(entry) }));
  const methodWidth = widest(rows.map(({ entry }) => entry.method));
  const labelWidth = widest(rows.map(({ entry }) => entry.label));
  const equivalentWidth = widest(rows.map(({ equivalent }) => equivalent));
  const room = Math.max(20, width - methodWidth - labelWidth - equivalentWidth - 10);
  return rows.map(({ entry, equivalent }) => {
    const label = paintLabel(entry.label.padEnd(labelWidth), entry.label, colors);
    const does = entry.description.length > room ? `${entry.description.slice(0, room - 1)}…` : entry.description;
    return `    ${entry.method.padEnd(methodWidth)}  ${label}  ${equivalent.padEnd(equivalentWidth)}  ${does}`;
  });
}

/** What the async column says: the code to write, that there is none, or nothing where none is needed. */
function equivalentOf({ asyncEquivalent }: ReferenceMethod): string {
  if (asyncEquivalent === undefined) return '';
  return asyncEquivalent ?? 'no async equivalent';
}

function widest(texts: readonly string[]): number {
  return Math.max(0, ...texts.map((text) => text.length));
}
