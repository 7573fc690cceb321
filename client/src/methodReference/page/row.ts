/** The row of one method: its name, label, async equivalent and what it does. */
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
    labelCell(method),
    asyncCell(method),
    descriptionCell(method),
  );
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
  return element('th', { role: 'rowheader', scope: 'row', class: 'name' }, link);
}

function labelCell(method: ReferenceMethod): HTMLElement {
  const cell = element(
    'td',
    { role: 'cell', class: 'labelled' },
    element('span', { class: `label ${method.label}` }, method.label),
  );
  const note = executionNote(method);
  if (note !== '') cell.append(' ', element('span', { class: 'execution' }, note));
  return cell;
}

function asyncCell(method: ReferenceMethod): HTMLElement {
  const cell = element('td', { role: 'cell', class: 'async' });
  if (method.asyncEquivalent === undefined) {
    cell.classList.add('unneeded');
    cell.append('not needed');
  } else {
    cell.append(element('span', { class: 'async-title' }, 'Async equivalent: '));
    cell.append(method.asyncEquivalent === null ? 'none' : element('code', {}, method.asyncEquivalent));
  }
  return cell;
}

function descriptionCell(method: ReferenceMethod): HTMLElement {
  const cell = element('td', { role: 'cell', class: 'description' }, ...prose(method.description));
  const { versions, unproved } = method;
  if (versions !== undefined) cell.append(' ', element('span', { class: 'note' }, `Versions ${versions}.`));
  if (unproved !== undefined) cell.append(' ', element('span', { class: 'note' }, `Not shown by a run: ${unproved}`));
  return cell;
}
