/** The search field, the choice of libraries and the labels above the tables. */
import type { MethodReference } from '../../../../server/src/protocol/requests.ts';
import { LABELS, NO_CHOICE, ORDERS, type Choice, type Order } from '../arrange.ts';
import { byId, element } from './element.ts';

export interface Controls {
  readonly search: HTMLInputElement;
  /** Fills the list of libraries. */
  offer(reference: MethodReference): void;
  /** Makes the controls say what is chosen. */
  show(choice: Choice): void;
}

/** `onChoice` hears of every change the user makes. */
export function createControls(onChoice: (choice: Choice) => void): Controls {
  const search = byId('search', HTMLInputElement);
  const library = byId('library', HTMLSelectElement);
  const order = byId('order', HTMLSelectElement);
  const buttons = [...byId('labels', HTMLElement).querySelectorAll('button')];
  let shown = NO_CHOICE;

  search.addEventListener('input', () => onChoice({ ...shown, search: search.value }));
  search.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || search.value === '') return;
    event.preventDefault();
    onChoice({ ...shown, search: '' });
  });
  library.addEventListener('change', () => onChoice({ ...shown, library: library.value }));
  order.addEventListener('change', () => {
    const chosen = Object.keys(ORDERS).find((known): known is Order => known === order.value);
    onChoice({ ...shown, order: chosen ?? NO_CHOICE.order });
  });
  for (const pressed of buttons) {
    pressed.addEventListener('click', () => {
      const labels = LABELS.filter((label) => shown.labels.includes(label) !== (pressed.dataset['label'] === label));
      onChoice({ ...shown, labels });
    });
  }

  return {
    search,
    offer(reference) {
      library.replaceChildren(
        element('option', { value: '' }, 'All libraries'),
        element('option', { value: 'used' }, 'Libraries of this workspace'),
        element('option', { value: 'called' }, 'Methods called in this workspace'),
        ...reference.libraries.map((candidate) => element('option', { value: candidate.library }, candidate.title)),
      );
    },
    show(choice) {
      shown = choice;
      if (search.value !== choice.search) search.value = choice.search;
      library.value = choice.library;
      order.value = choice.order;
      for (const label of buttons)
        label.setAttribute('aria-pressed', String(choice.labels.some((chosen) => chosen === label.dataset['label'])));
    },
  };
}
