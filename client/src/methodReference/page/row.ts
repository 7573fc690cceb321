/** The row of one method: its name, label, uses, async equivalent and what it does. */
import type { ReferenceLibrary, ReferenceMethod } from '../../../../server/src/protocol/requests.ts';
import { executionNote, rowKey } from '../arrange.ts';
import { element, prose } from './element.ts';

/** Names that stand for no single method, in words. */
const SPECIAL_NAMES: Readonly<Record<string, string>> = {
  '(call)': 'called itself',
  '(tag)': 'as a template tag',
  '*': 'any other method',
};

/** What the page writes for a method's name. */
export function methodText(method: string): string {
  return SPECIAL_NAMES[method] ?? method;
}

/** Roles are written out because a narrow page lays the row out as a block, which would lose them. */
export function methodRow(library: ReferenceLibrary, method: ReferenceMethod): HTMLTableRowElement {
  const key = rowKey({ library: library.library, type: method.type, method: method.method });
  return element(
    'tr',
    { role: 'row', 'data-key': key },
    nameCell(library, method),
    labelCell(library, method),
    asyncCell(method),
    descriptionCell(method),
  );
}

/** Writes how often the workspace calls the method; a click goes there. */
export function showUses(row: HTMLTableRowElement, method: ReferenceMethod, count: number): void {
  const shown = row.querySelector<HTMLButtonElement>('button.uses');
  if (count === 0) return shown?.remove();
  const text = `${String(count)} ${count === 1 ? 'use' : 'uses'}`;
  if (shown?.textContent === text) return;
  const name = `${method.type}.${methodText(method.method)}`;
  const attributes = {
    'aria-label': `${text} of ${name} in this workspace`,
    title: `Go to the ${text} in this workspace`,
  };
  const button = shown ?? element('button', { type: 'button', class: 'action uses', tabindex: '-1' });
  for (const [attribute, value] of Object.entries(attributes)) button.setAttribute(attribute, value);
  button.textContent = text;
  if (!shown) row.cells[0]?.append(' ', button);
}

function nameCell(library: ReferenceLibrary, method: ReferenceMethod): HTMLElement {
  const special = method.method in SPECIAL_NAMES;
  const link = element(
    'a',
    {
      class: special ? 'method special' : 'method',
      href: method.docs ?? library.docs,
      tabindex: '-1',
      title:
        method.docs === undefined
          ? `Open the documentation of ${library.title}`
          : `Open the documentation of ${method.type}.${method.method}`,
    },
    methodText(method.method),
  );
  const of = element('span', { class: 'of' }, `${method.type}${special ? ' ' : '.'}`);
  return element('th', { role: 'rowheader', scope: 'row', class: 'name' }, of, link);
}

function labelCell(library: ReferenceLibrary, method: ReferenceMethod): HTMLElement {
  const label = element('span', { class: `label ${method.label}`, title: proofOf(library, method) }, method.label);
  const cell = element('td', { role: 'cell', class: 'labelled' }, label);
  const note = executionNote(method);
  if (note !== '') cell.append(' ', element('span', { class: 'execution' }, note));
  return cell;
}

/** Where the label comes from, in a sentence. */
function proofOf({ title, proved }: ReferenceLibrary, { unproved }: ReferenceMethod): string {
  if (unproved !== undefined) return `Not shown by a run: ${unproved}`;
  if (proved.length === 0) return 'Taken from the catalog; no run is on record.';
  return `Observed by running ${title} ${proved.join(', ')}.`;
}

function asyncCell(method: ReferenceMethod): HTMLElement {
  const cell = element('td', { role: 'cell', class: 'async' });
  const { asyncEquivalent } = method;
  if (asyncEquivalent === undefined) {
    cell.classList.add('unneeded');
    cell.append('not needed');
    return cell;
  }
  cell.append(element('span', { class: 'async-title' }, 'Async equivalent: '));
  if (asyncEquivalent === null) {
    cell.append('none');
    return cell;
  }
  const attributes = { type: 'button', class: 'action copy', tabindex: '-1', 'data-copy': asyncEquivalent };
  const copy = element('button', { ...attributes, 'aria-label': `Copy ${asyncEquivalent}`, title: 'Copy' }, 'Copy');
  cell.append(element('code', {}, asyncEquivalent), ' ', copy);
  return cell;
}

function descriptionCell(method: ReferenceMethod): HTMLElement {
  const cell = element('td', { role: 'cell', class: 'description' }, ...prose(method.description));
  const { versions, unproved } = method;
  if (versions !== undefined) cell.append(' ', element('span', { class: 'note' }, `Versions ${versions}.`));
  if (unproved !== undefined) cell.append(' ', element('span', { class: 'note' }, `Not shown by a run: ${unproved}`));
  return cell;
}
