/** The method reference's page: takes what the extension tells, shows it, and remembers what the user chose. */
import type { MethodAt, MethodReference, ReferenceLibrary } from '../../../../server/src/protocol/requests.ts';
import {
  arrange,
  choiceShowing,
  countMethods,
  findMethod,
  NO_CHOICE,
  rowKey,
  type Choice,
  type Table,
  type Uses,
} from '../arrange.ts';
import type { ToExtension, ToPage } from '../messages.ts';
import { searchTerms } from '../search.ts';
import { readState, type PageState } from '../state.ts';
import { createControls } from './controls.ts';
import { button, byId, element } from './element.ts';
import { markTerms } from './highlight.ts';
import { goToSearch, keepTabStop, listenToKeys } from './keyboard.ts';
import { methodText } from './row.ts';
import { createTables, type Tables } from './tables.ts';

interface Editor {
  postMessage(message: ToExtension): void;
  getState(): unknown;
  setState(state: PageState): void;
}
declare function acquireVsCodeApi(): Editor;

const editor = acquireVsCodeApi();
const container = byId('tables', HTMLElement);
const notice = byId('notice', HTMLElement);
const count = byId('count', HTMLElement);
const announcement = byId('announcement', HTMLElement);
const pin = byId('pin', HTMLButtonElement);
const controls = createControls((choice) => choose(choice));

let state = readState(editor.getState());
let reference: MethodReference | undefined;
let tables: Tables | undefined;
let uses: Uses = new Map();
/** The method under the cursor of the editor. */
let atCursor: MethodAt | null = null;
/** A method to show as soon as there is a reference. */
let wanted: MethodAt | undefined;
let problem: string | undefined;

function receive(message: ToPage): void {
  switch (message.kind) {
    case 'starting':
      problem = undefined;
      if (!reference) showSkeleton();
      return showNotice();
    case 'reference':
      return setReference(message.reference);
    case 'uses':
      uses = new Map(message.methods.map((method) => [rowKey(method), method.count]));
      return render();
    case 'failed':
      problem = message.problem;
      if (!reference) showNothing();
      return showNotice();
    case 'cursor':
      if (state.pinned) return;
      atCursor = message.method;
      return followCursor(true);
    case 'search':
      return goToSearch(controls.search);
    case 'show':
      wanted = message.method;
      return showWanted();
    case 'copied':
      announcement.textContent = `Copied ${message.text}`;
  }
}

/** A new reference replaces the tables; the place in them and the focus are kept. */
function setReference(next: MethodReference): void {
  const scrollTop = reference ? container.scrollTop : state.scrollTop;
  const focused = document.activeElement?.closest('tr[data-key]')?.getAttribute('data-key');
  problem = undefined;
  reference = next;
  tables = createTables(container, (library, open) => {
    if (state.choice.search === '') remember({ opened: { ...state.opened, [library]: open } });
  });
  container.removeAttribute('aria-busy');
  controls.offer(next);
  const { library } = state.choice;
  if (!['', 'used', 'called'].includes(library) && !next.libraries.some((candidate) => candidate.library === library)) {
    remember({ choice: { ...state.choice, library: '' } });
  }
  render();
  container.scrollTop = scrollTop;
  if (focused !== undefined && focused !== null)
    focusRow(container.querySelector(`tr[data-key="${CSS.escape(focused)}"]`));
  showWanted();
}

function choose(choice: Choice): void {
  remember({ choice });
  render();
  container.scrollTop = 0;
}

function remember(change: Partial<PageState>): void {
  state = { ...state, ...change };
  editor.setState(state);
}

function render(): void {
  controls.show(state.choice);
  if (!reference || !tables) return;
  const shown = arrange(reference, state.choice, uses);
  tables.show(shown, uses, isOpen);
  count.textContent = countText(shown);
  if (shown.length === 0) {
    const clear = button('Clear search and filters', () => choose(NO_CHOICE));
    container.replaceChildren(element('p', { class: 'empty' }, 'No method matches.'), clear);
  }
  container.classList.toggle('searching', state.choice.search !== '');
  markTerms(container, searchTerms(state.choice.search));
  keepTabStop(container);
  followCursor(false);
}

function isOpen(library: ReferenceLibrary): boolean {
  const { search, library: chosen } = state.choice;
  return (
    search !== '' || ['called', library.library].includes(chosen) || (state.opened[library.library] ?? library.used)
  );
}

function countText(shown: readonly Table[]): string {
  const methods = countMethods(shown);
  return `${methods} ${methods === 1 ? 'method' : 'methods'} in ${shown.length} ${shown.length === 1 ? 'library' : 'libraries'}`;
}

/** Marks the method under the cursor; `scroll` when the cursor has moved, and not the tables. */
function followCursor(scroll: boolean): void {
  for (const row of container.querySelectorAll('tr[aria-current]')) row.removeAttribute('aria-current');
  const row = atCursor ? tables?.reveal(rowKey(atCursor), atCursor.library) : undefined;
  row?.setAttribute('aria-current', 'true');
  if (row && scroll) bringIntoView(row);
  showNotice();
}

function bringIntoView(row: HTMLElement): void {
  const { top, bottom } = row.getBoundingClientRect();
  const frame = container.getBoundingClientRect();
  // The heading of the library stays at the top and covers as much of the tables as it is high.
  const covered = row.closest('details.library')?.querySelector('summary')?.offsetHeight ?? 0;
  if (top < frame.top + covered || bottom > frame.bottom) row.scrollIntoView({ block: 'center' });
}

function showWanted(): void {
  if (!reference || !tables || !wanted) return;
  const method = wanted;
  wanted = undefined;
  remember({ choice: choiceShowing(reference, state.choice, method, uses) });
  render();
  focusRow(tables.reveal(rowKey(method), method.library));
}

function focusRow(row: Element | null | undefined): void {
  if (!(row instanceof HTMLElement)) return;
  bringIntoView(row);
  row.querySelector<HTMLElement>('a.method')?.focus({ preventScroll: true });
}

/** Above the tables: what is wrong, or the method under the cursor when search and filters hide it. */
function showNotice(): void {
  const content = problem === undefined ? hiddenMethod() : problemContent(problem);
  notice.hidden = content.length === 0;
  notice.classList.toggle('problem', problem !== undefined);
  if (problem === undefined) notice.removeAttribute('role');
  else notice.setAttribute('role', 'alert');
  notice.replaceChildren(...content);
}

function problemContent(text: string): Node[] {
  return [
    element('p', {}, text),
    element(
      'div',
      {},
      button('Restart', () => editor.postMessage({ kind: 'restart' })),
      button('Show output', () => editor.postMessage({ kind: 'showOutput' })),
    ),
  ];
}

function hiddenMethod(): Node[] {
  const method = atCursor;
  const found = reference && method ? findMethod(reference, method) : undefined;
  if (!method || !found || container.querySelector('tr[aria-current]')) return [];
  const name = element('strong', {}, methodText(method.method));
  const show = button('Show it', () => receive({ kind: 'show', method }));
  return [
    element('p', {}, 'At the cursor: ', name, ` of ${found.library.title}, hidden by the search or a filter.`),
    show,
  ];
}

function showSkeleton(): void {
  count.textContent = 'Starting …';
  container.setAttribute('aria-busy', 'true');
  const lines = Array.from({ length: 12 }, () => element('div', { class: 'skeleton' }));
  container.replaceChildren(element('div', { 'aria-hidden': 'true' }, ...lines));
}

function showNothing(): void {
  count.textContent = '';
  container.removeAttribute('aria-busy');
  container.replaceChildren();
}

/** A button in a row: copies the async equivalent, or goes to the uses. */
function act(event: Event): void {
  const pressed = event.target instanceof Element ? event.target.closest('button') : null;
  const copied = pressed?.getAttribute('data-copy');
  if (typeof copied === 'string') return editor.postMessage({ kind: 'copy', text: copied });
  const key = pressed?.classList.contains('uses') ? pressed.closest('tr')?.dataset['key'] : undefined;
  if (key === undefined) return;
  const [library = '', type = '', method = ''] = JSON.parse(key) as readonly string[];
  editor.postMessage({ kind: 'showUses', method: { library, type, method } });
}

function showPin(): void {
  pin.setAttribute('aria-pressed', String(state.pinned));
}

container.addEventListener('click', act);
pin.addEventListener('click', () => {
  remember({ pinned: !state.pinned });
  showPin();
  editor.postMessage({ kind: 'pinned', pinned: state.pinned });
});
listenToKeys(controls.search, container);
container.addEventListener('scrollend', () => remember({ scrollTop: container.scrollTop }));
window.addEventListener('focus', () => editor.postMessage({ kind: 'focus', focused: true }));
window.addEventListener('blur', () => editor.postMessage({ kind: 'focus', focused: false }));
window.addEventListener('message', (event: MessageEvent<ToPage>) => receive(event.data));
controls.show(state.choice);
showPin();
showSkeleton();
editor.postMessage({ kind: 'listening', pinned: state.pinned });
