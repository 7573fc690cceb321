/** What the method reference shows for a search and a choice of filters, in which order; no DOM in here. */
import type {
  MethodAt,
  MethodReference,
  ReferenceLibrary,
  ReferenceMethod,
} from '../../../server/src/protocol/requests.ts';

export type Label = ReferenceMethod['label'];

/** The labels in the order in which they are offered. */
export const LABELS: readonly Label[] = ['lazy', 'executing', 'blocking', 'streaming', 'local'];

/** What the user has typed and chosen. */
export interface Choice {
  readonly search: string;
  /** A library's id, `used` for those of this workspace, or the empty string for all of them. */
  readonly library: string;
  /** Only these labels; none chosen means all of them. */
  readonly labels: readonly Label[];
}

export const NO_CHOICE: Choice = { search: '', library: '', labels: [] };

/** The tables to show, one for each library that has something to show. */
export interface Table {
  readonly library: ReferenceLibrary;
  readonly groups: readonly Group[];
  readonly count: number;
}

/** The methods of one type. */
export interface Group {
  readonly type: string;
  readonly methods: readonly ReferenceMethod[];
}

/** Libraries of this workspace first; then, while something is searched, those with the better match. */
export function arrange(reference: MethodReference, choice: Choice): readonly Table[] {
  const terms = searchTerms(choice.search);
  const chosen = reference.libraries.filter((library) => isChosen(library, choice.library));
  const ranked = chosen.map((library) => rankLibrary(library, terms, choice.labels)).filter((table) => table.count > 0);
  return byRank(ranked, (table) => (table.library.used ? 0 : WORST + 1) + table.rank);
}

/** How many methods the tables show together. */
export function countMethods(tables: readonly Table[]): number {
  return tables.reduce((sum, table) => sum + table.count, 0);
}

/** The words of a search, in lower case; all of them have to be found. */
export function searchTerms(search: string): readonly string[] {
  return search
    .toLowerCase()
    .split(/[\s().,]+/)
    .filter((term) => term !== '');
}

/** The choice that shows a method: filters and search stay as they are unless they hide it. */
export function choiceShowing(reference: MethodReference, choice: Choice, method: MethodAt): Choice {
  return shows(arrange(reference, choice), method) ? choice : NO_CHOICE;
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
export function rowKey(method: MethodAt): string {
  return JSON.stringify([method.library, method.type, method.method]);
}

/** Ranks of a match, best first; `WORST` is a word of the description. */
const EXACT = 0;
const PREFIX = 1;
const INSIDE = 2;
const ELSEWHERE = 3;
const WORST = 4;

type Ranked<T> = T & { readonly rank: number };

function rankLibrary(library: ReferenceLibrary, terms: readonly string[], labels: readonly Label[]): Ranked<Table> {
  const groups = new Map<string, Ranked<{ method: ReferenceMethod }>[]>();
  for (const method of library.methods) {
    const rank = labels.length === 0 || labels.includes(method.label) ? rankMethod(library, method, terms) : undefined;
    if (rank === undefined) continue;
    const group = groups.get(method.type) ?? [];
    groups.set(method.type, group);
    group.push({ method, rank });
  }
  const ranked = [...groups].map(([type, rows]) => rankGroup(type, rows));
  return {
    library,
    groups: byRank(ranked, (group) => group.rank),
    count: ranked.reduce((sum, group) => sum + group.methods.length, 0),
    rank: best(ranked),
  };
}

function rankGroup(type: string, rows: readonly Ranked<{ method: ReferenceMethod }>[]): Ranked<Group> {
  return { type, methods: byRank(rows, (row) => row.rank).map((row) => row.method), rank: best(rows) };
}

/** How well a method matches: as well as its best term, if all of them match; `undefined` if one does not. */
function rankMethod(library: ReferenceLibrary, method: ReferenceMethod, terms: readonly string[]): number | undefined {
  if (terms.length === 0) return EXACT;
  const ranks = terms.map((term) => rankTerm(library, method, term));
  return ranks.includes(undefined) ? undefined : Math.min(...ranks.map((rank) => rank ?? WORST));
}

function rankTerm(library: ReferenceLibrary, method: ReferenceMethod, term: string): number | undefined {
  const name = method.method.toLowerCase();
  if (name === term) return EXACT;
  if (name.startsWith(term)) return PREFIX;
  if (name.includes(term)) return INSIDE;
  const elsewhere = [method.type, library.library, library.title, method.execution, method.asyncEquivalent ?? ''];
  if (elsewhere.some((text) => text.toLowerCase().includes(term))) return ELSEWHERE;
  return beginsWord(method.description.toLowerCase(), term) ? WORST : undefined;
}

/** Whether a word of the text begins with the term: `all` is no match for `finally`. */
function beginsWord(text: string, term: string): boolean {
  for (let at = text.indexOf(term); at >= 0; at = text.indexOf(term, at + 1)) {
    if (at === 0 || !/[\p{L}\p{N}_$]/u.test(text.charAt(at - 1))) return true;
  }
  return false;
}

function isChosen(library: ReferenceLibrary, chosen: string): boolean {
  return chosen === '' || (chosen === 'used' ? library.used : library.library === chosen);
}

function has(group: Group, method: MethodAt): boolean {
  return group.type === method.type && group.methods.some((candidate) => candidate.method === method.method);
}

/** Sorted by rank; what ranks the same keeps its order. */
function byRank<T>(items: readonly T[], rank: (item: T) => number): readonly T[] {
  return items.toSorted((a, b) => rank(a) - rank(b));
}

function best(items: readonly { readonly rank: number }[]): number {
  return Math.min(WORST, ...items.map((item) => item.rank));
}
