/** Moves through the methods by keyboard; only one of them takes part in the Tab order. */

const METHOD = 'a.method';

/**
 * `/` goes to the search field, the arrows go through the methods, Enter opens the link it is on. Ctrl+F is
 * the editor's to see first: it is a keybinding of the extension, and comes as a message.
 */
export function listenToKeys(search: HTMLInputElement, container: HTMLElement): void {
  document.addEventListener('keydown', (event) => {
    const inField = event.target instanceof HTMLInputElement || event.target instanceof HTMLSelectElement;
    if (inField || event.key !== '/' || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    goToSearch(search);
  });
  search.addEventListener('keydown', (event) => {
    if (event.key !== 'ArrowDown' && event.key !== 'Enter') return;
    event.preventDefault();
    methods(container)[0]?.focus();
  });
  container.addEventListener('keydown', (event) => {
    const current = event.target;
    if (!(current instanceof HTMLAnchorElement) || !current.matches(METHOD)) return;
    const next = destination(event.key, methods(container), current, search);
    if (!next) return;
    event.preventDefault();
    next.focus();
  });
  container.addEventListener('focusin', (event) => {
    if (event.target instanceof HTMLAnchorElement && event.target.matches(METHOD)) makeTabStop(container, event.target);
  });
}

/** Puts the cursor into the search field, ready for another search. */
export function goToSearch(search: HTMLInputElement): void {
  search.focus();
  search.select();
}

/** Sees to it that Tab reaches the methods after they have changed. */
export function keepTabStop(container: HTMLElement): void {
  const all = methods(container);
  const stop = all.find((link) => link.tabIndex === 0) ?? all[0];
  if (stop) makeTabStop(container, stop);
}

function destination(
  key: string,
  all: readonly HTMLElement[],
  current: HTMLElement,
  search: HTMLElement,
): HTMLElement | undefined {
  const at = all.indexOf(current);
  if (key === 'ArrowDown') return all[at + 1];
  if (key === 'ArrowUp') return at === 0 ? search : all[at - 1];
  if (key === 'Home') return all[0];
  if (key === 'End') return all.at(-1);
  return undefined;
}

function makeTabStop(container: HTMLElement, stop: HTMLElement): void {
  for (const other of container.querySelectorAll<HTMLElement>('tr [tabindex="0"]')) other.tabIndex = -1;
  stop.tabIndex = 0;
  // What can be done with the method comes after it, and what can be done with others is not in the way.
  for (const action of stop.closest('tr')?.querySelectorAll<HTMLElement>('button') ?? []) action.tabIndex = 0;
}

/** The methods that can be seen: those of unfolded libraries. */
function methods(container: HTMLElement): readonly HTMLElement[] {
  return [...container.querySelectorAll<HTMLElement>(`details.library[open] ${METHOD}`)];
}
