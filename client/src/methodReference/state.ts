/** What the page remembers while it is hidden, read back with care: the editor keeps it across versions. */
import { LABELS, NO_CHOICE, ORDERS, type Choice, type Order } from './arrange.ts';

export interface PageState {
  readonly choice: Choice;
  /** Libraries the user has opened or closed by hand; the others open by themselves where it helps. */
  readonly opened: Readonly<Record<string, boolean>>;
  readonly scrollTop: number;
  /** The page does not follow the cursor. */
  readonly pinned: boolean;
}

export const FRESH_STATE: PageState = { choice: NO_CHOICE, opened: {}, scrollTop: 0, pinned: false };

/** The remembered state as far as it makes sense, and the fresh one where it does not. */
export function readState(remembered: unknown): PageState {
  const { choice, opened, scrollTop, pinned } = record(remembered);
  const { search, library, labels, order } = record(choice);
  return {
    choice: {
      search: typeof search === 'string' ? search : NO_CHOICE.search,
      library: typeof library === 'string' ? library : NO_CHOICE.library,
      labels: Array.isArray(labels) ? LABELS.filter((label) => labels.includes(label)) : NO_CHOICE.labels,
      order: isOrder(order) ? order : NO_CHOICE.order,
    },
    opened: Object.fromEntries(
      Object.entries(record(opened)).filter((entry): entry is [string, boolean] => typeof entry[1] === 'boolean'),
    ),
    scrollTop: typeof scrollTop === 'number' ? scrollTop : FRESH_STATE.scrollTop,
    pinned: pinned === true,
  };
}

function isOrder(value: unknown): value is Order {
  return typeof value === 'string' && Object.hasOwn(ORDERS, value);
}

function record(value: unknown): Readonly<Partial<Record<string, unknown>>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
