/** The tables, one a library: made once, then only filled with the rows that are to be seen. */
import type { ReferenceLibrary, ReferenceMethod } from '../../../../server/src/protocol/requests.ts';
import { rowKey, type Group, type Table, type Uses } from '../arrange.ts';
import { element, prose } from './element.ts';
import { methodRow, showUses } from './row.ts';

export interface Tables {
  /** Shows these tables, in this order; `isOpen` says which libraries are unfolded. */
  show(tables: readonly Table[], uses: Uses, isOpen: (library: ReferenceLibrary) => boolean): void;
  /** Unfolds the library of a row and gives the row, if it is among those shown. */
  reveal(key: string, library: string): HTMLTableRowElement | undefined;
}

interface LibraryView {
  readonly details: HTMLDetailsElement;
  readonly count: HTMLElement;
  readonly table: HTMLTableElement;
  readonly bodies: Map<string, { readonly body: HTMLTableSectionElement; readonly heading: HTMLTableRowElement }>;
  readonly rows: Map<string, HTMLTableRowElement>;
  content: Table;
  uses: Uses;
  /** What the table has been filled with; a folded one is filled when it is unfolded. */
  filled?: Table;
}

/** `onToggle` hears of a library that the user folds or unfolds. */
export function createTables(container: HTMLElement, onToggle: (library: string, open: boolean) => void): Tables {
  const views = new Map<string, LibraryView>();

  function viewOf(content: Table, uses: Uses): LibraryView {
    const known = views.get(content.library.library);
    if (known) {
      known.content = content;
      known.uses = uses;
      return known;
    }
    const view = createView(content, uses);
    view.details.addEventListener('toggle', () => {
      if (view.details.open) fill(view);
    });
    // A click on the summary is the user's doing; `toggle` also fires for our own.
    view.details
      .querySelector('summary')
      ?.addEventListener('click', () => onToggle(content.library.library, !view.details.open));
    views.set(content.library.library, view);
    return view;
  }

  return {
    show(tables, uses, isOpen) {
      const shown = tables.map((table) => viewOf(table, uses));
      for (const view of shown) {
        view.count.textContent = String(view.content.count);
        view.details.open = isOpen(view.content.library);
        if (view.details.open) fill(view);
      }
      container.replaceChildren(...shown.map((view) => view.details));
    },
    reveal(key, library) {
      const view = views.get(library);
      if (!view?.details.isConnected) return undefined;
      view.details.open = true;
      fill(view);
      const row = view.rows.get(key);
      return row?.isConnected ? row : undefined;
    },
  };
}

function createView(content: Table, uses: Uses): LibraryView {
  const { library } = content;
  const count = element('span', { class: 'count' });
  const badge = library.used
    ? [element('span', { class: 'used' }, ['in this workspace', ...library.installed].join(' · '))]
    : [];
  const table = element('table', { role: 'table' });
  const details = element(
    'details',
    { class: 'library', 'data-library': library.library },
    element('summary', {}, element('h2', {}, library.title), ...badge, count),
    about(library),
    table,
  );
  return { details, count, table, bodies: new Map(), rows: new Map(), content, uses };
}

function about(library: ReferenceLibrary): HTMLElement {
  const versions = element(
    'p',
    { class: 'versions' },
    library.versions.join(', '),
    ' · ',
    element('a', { href: library.docs }, 'documentation'),
  );
  const proof =
    library.proved.length === 0 ? [] : [element('p', {}, `Proved by running ${library.proved.join(', ')}.`)];
  const surprises = library.surprises.map((surprise) => element('li', {}, ...prose(surprise)));
  if (surprises.length === 0) return element('div', { class: 'about' }, versions, ...proof);
  const title = element('summary', {}, `Worth knowing (${surprises.length})`);
  return element(
    'div',
    { class: 'about' },
    versions,
    ...proof,
    element('details', {}, title, element('ul', {}, ...surprises)),
  );
}

function fill(view: LibraryView): void {
  if (view.filled === view.content) return;
  view.filled = view.content;
  const { library, count, groups } = view.content;
  const caption = element(
    'caption',
    {},
    `${library.title}: ${count} ${count === 1 ? 'method' : 'methods'}, when each runs`,
  );
  view.table.classList.toggle(
    'flat',
    groups.some(({ type }) => type === ''),
  );
  view.table.replaceChildren(caption, tableHead(), ...groups.map((group) => filledBody(view, group)));
}

function tableHead(): HTMLElement {
  const titles = ['Method', 'Label', 'Async equivalent', 'What it does'];
  const cells = titles.map((title) => element('th', { role: 'columnheader', scope: 'col' }, title));
  return element('thead', { role: 'rowgroup' }, element('tr', { role: 'row' }, ...cells));
}

function filledBody(view: LibraryView, group: Group): HTMLTableSectionElement {
  let known = view.bodies.get(group.type);
  if (!known) {
    const title = element('th', { role: 'rowheader', scope: 'rowgroup', colspan: '4' }, group.type);
    known = {
      body: element('tbody', { role: 'rowgroup' }),
      heading: element('tr', { role: 'row', class: 'type' }, title),
    };
    view.bodies.set(group.type, known);
  }
  const rows = group.methods.map((method) => rowOf(view, method));
  known.body.replaceChildren(...(group.type === '' ? [] : [known.heading]), ...rows);
  return known.body;
}

function rowOf(view: LibraryView, method: ReferenceMethod): HTMLTableRowElement {
  const { library } = view.content;
  const key = rowKey({ library: library.library, type: method.type, method: method.method });
  const row = view.rows.get(key) ?? methodRow(library, method);
  view.rows.set(key, row);
  showUses(row, method, view.uses.get(key) ?? 0);
  return row;
}
