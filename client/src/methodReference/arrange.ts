/** What the method reference shows for a search and a choice of filters, in which order; no DOM in here. */
import type {
  MethodAt,
  MethodReference,
  ReferenceLibrary,
  ReferenceMethod,
} from '../../../server/src/protocol/requests.ts';
import { rankMethod, searchTerms, WORST } from './search.ts';

export type Label = ReferenceMethod['label'];

/** The labels in the order in which they are offered. */
export const LABELS: readonly Label[] = ['lazy', 'executing', 'blocking', 'streaming', 'local'];

/** `type`: grouped by type, and by how well they match while something is searched; the others are flat lists. */
export type Order = 'type' | 'name' | 'label' | 'uses';

/** The orders as they are offered. */
export const ORDERS: Readonly<Record<Order, string>> = {
  type: 'By type, best match first',
  name: 'By name',
  label: 'By label',
  uses: 'Most used here first',
};

/** What the user has typed and chosen. */
export interface Choice {
  readonly search: string;
  /**
   * A library's id, `used` for the libraries of this workspace, `called` for the methods that it calls, or the empty
   * string for everything.
   */
  readonly library: string;
  /** Only these labels; none chosen means all of them. */
  readonly labels: readonly Label[];
  readonly order: Order;
}

export const NO_CHOICE: Choice = { search: '', library: '', labels: [], order: 'type' };

/** How often the workspace calls each method, by `rowKey`; what it does not call is not in it. */
export type Uses = ReadonlyMap<string, number>;

const NO_USES: Uses = new Map();

/** The tables to show, one for each library that has something to show. */
export interface Table {
  readonly library: ReferenceLibrary;
  readonly groups: readonly Group[];
  readonly count: number;
}

/** The methods of one type; without a type in a flat list. */
export interface Group {
  readonly type: string;
  readonly methods: readonly ReferenceMethod[];
}

/** Libraries of this workspace first; then, while something is searched, those with the better match. */
export function arrange(reference: MethodReference, choice: Choice, uses: Uses = NO_USES): readonly Table[] {
  const terms = searchTerms(choice.search);
  const tables = reference.libraries
    .filter((library) => isChosen(library, choice.library))
    .map((library) => tableOf(library, choice, terms, uses))
    .filter((table) => table.count > 0);
  return sortedBy(tables, (table) => (table.library.used ? 0 : WORST + 1) + table.rank);
}

/** How many methods the tables show together. */
export function countMethods(tables: readonly Table[]): number {
  return tables.reduce((sum, table) => sum + table.count, 0);
}

/** The choice that shows a method: filters and search stay as they are unless they hide it. */
export function choiceShowing(reference: MethodReference, choice: Choice, method: MethodAt, uses?: Uses): Choice {
  return shows(arrange(reference, choice, uses), method) ? choice : { ...NO_CHOICE, order: choice.order };
}

/** Whether the tables have a row for this method. */
export function shows(tables: readonly Table[], method: MethodAt): boolean {
  return tables.some(
    (table) => table.library.library === method.library && table.groups.some((group) => has(group, method)),
  );
}

/** The entry of a method, with the library it belongs to. */
export function findMethod(
  reference: MethodReference,
  wanted: MethodAt,
): { library: ReferenceLibrary; method: ReferenceMethod } | undefined {
  const library = reference.libraries.find((candidate) => candidate.library === wanted.library);
  const method = library?.methods.find(
    (candidate) => candidate.type === wanted.type && candidate.method === wanted.method,
  );
  return library && method ? { library, method } : undefined;
}

/** What the label does not say of the execution: `deferred`, or the variants that differ: `sync: blocking`. */
export function executionNote({ label, execution }: ReferenceMethod): string {
  if (!execution.startsWith(label)) return execution;
  return execution.slice(label.length).replace(/^ \((.*)\)$/, '$1');
}

/** One key for a row, whatever the names are made of. */
export function rowKey({ library, type, method }: MethodAt): string {
  return JSON.stringify([library, type, method]);
}

interface Ranked {
  readonly method: ReferenceMethod;
  readonly rank: number;
  readonly uses: number;
}

function tableOf(
  library: ReferenceLibrary,
  choice: Choice,
  terms: readonly string[],
  uses: Uses,
): Table & { readonly rank: number } {
  const rows = library.methods.flatMap((method): Ranked[] => {
    const count = uses.get(rowKey({ library: library.library, type: method.type, method: method.method })) ?? 0;
    if (choice.library === 'called' && count === 0) return [];
    if (choice.labels.length > 0 && !choice.labels.includes(method.label)) return [];
    const rank = rankMethod(library, method, terms);
    return rank === undefined ? [] : [{ method, rank, uses: count }];
  });
  const groups = choice.order === 'type' ? grouped(rows) : flat(rows, choice.order);
  return { library, groups: rows.length === 0 ? [] : groups, count: rows.length, rank: best(rows) };
}

function grouped(rows: readonly Ranked[]): readonly Group[] {
  const groups = new Map<string, Ranked[]>();
  for (const row of rows) groups.set(row.method.type, [...(groups.get(row.method.type) ?? []), row]);
  const ranked = sortedBy([...groups], ([, own]) => best(own));
  return ranked.map(([type, own]) => ({ type, methods: sortedBy(own, (row) => row.rank).map((row) => row.method) }));
}

function flat(rows: readonly Ranked[], order: Exclude<Order, 'type'>): readonly Group[] {
  const byName = rows.toSorted((a, b) => a.method.method.localeCompare(b.method.method, 'en'));
  const first = { name: () => 0, label: labelPlace, uses: (row: Ranked) => -row.uses }[order];
  return [{ type: '', methods: sortedBy(byName, first).map((row) => row.method) }];
}

function labelPlace({ method }: Ranked): number {
  return LABELS.indexOf(method.label);
}

function isChosen(library: ReferenceLibrary, chosen: string): boolean {
  if (chosen === '' || chosen === 'called') return true;
  return chosen === 'used' ? library.used : library.library === chosen;
}

function has(group: Group, wanted: MethodAt): boolean {
  return group.methods.some(({ type, method }) => type === wanted.type && method === wanted.method);
}

/** Sorted by a number; what has the same keeps its order. */
function sortedBy<T>(items: readonly T[], by: (item: T) => number): readonly T[] {
  return items.toSorted((a, b) => by(a) - by(b));
}

function best(rows: readonly Ranked[]): number {
  return rows.reduce((least, row) => Math.min(least, row.rank), WORST);
}
