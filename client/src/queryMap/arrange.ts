/** Arranges the queries of the workspace in groups: by file, by model or table, by label, by finding. */
import type { MappedFile, MappedQuery } from '../../../server/src/protocol/requests.ts';

export const GROUPINGS = ['file', 'target', 'label', 'finding'] as const;
export type Grouping = (typeof GROUPINGS)[number];

/** A query with the file it is in. */
export interface Entry {
  readonly uri: string;
  readonly query: MappedQuery;
}

export interface Group {
  /** Unlike that of every other group, and the same as long as there is such a group. */
  readonly key: string;
  readonly title: string;
  /** The file, where the group is one. */
  readonly uri?: string;
  readonly entries: readonly Entry[];
}

export interface Counts {
  readonly queries: number;
  readonly findings: number;
}

const LABELS: readonly string[] = ['executing', 'blocking', 'streaming', 'lazy', 'local'];
const NO_TARGET = 'No model or table named';

/** The groups in the order they are shown; `nameOf` is how a file is called. A query with two findings is in two groups. */
export function arrange(
  files: readonly MappedFile[],
  grouping: Grouping,
  nameOf: (uri: string) => string,
): readonly Group[] {
  const groups = new Map<string, Group & { readonly entries: Entry[] }>();
  for (const { uri, queries } of files) {
    for (const query of queries) {
      for (const title of titlesOf(query, grouping, () => nameOf(uri))) {
        const key = grouping === 'file' ? uri : title;
        const group = groups.get(key) ?? { key, title, ...(grouping === 'file' && { uri }), entries: [] };
        group.entries.push({ uri, query });
        groups.set(key, group);
      }
    }
  }
  return [...groups.values()].toSorted((a, b) => byPlace(a, b, grouping));
}

export function countsOf(files: readonly MappedFile[]): Counts {
  const queries = files.flatMap((file) => file.queries);
  return { queries: queries.length, findings: queries.reduce((sum, { findings }) => sum + findings.length, 0) };
}

/** `312 queries, 3 findings`. */
export function countsText({ queries, findings }: Counts): string {
  const plural = (count: number, one: string, many: string): string => `${String(count)} ${count === 1 ? one : many}`;
  const all = plural(queries, 'query', 'queries');
  return findings === 0 ? all : `${all}, ${plural(findings, 'finding', 'findings')}`;
}

function titlesOf(query: MappedQuery, grouping: Grouping, name: () => string): readonly string[] {
  switch (grouping) {
    case 'file':
      return [name()];
    case 'target':
      return [query.target ?? NO_TARGET];
    case 'label':
      return [query.label];
    case 'finding':
      return [...new Set(query.findings.map(({ rule }) => rule))];
  }
}

/** Labels in their own order, what has no name last, the rest by name. */
function byPlace(a: Group, b: Group, grouping: Grouping): number {
  if (grouping === 'label') return LABELS.indexOf(a.title) - LABELS.indexOf(b.title);
  const last = Number(a.title === NO_TARGET) - Number(b.title === NO_TARGET);
  return last || a.title.localeCompare(b.title, 'en');
}
