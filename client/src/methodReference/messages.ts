/** What the extension and the method reference's page say to each other. */
import type { MethodAt, MethodReference } from '../../../server/src/protocol/requests.ts';

/** From the extension to the page. */
export type ToPage =
  /** The server has not answered yet. */
  | { readonly kind: 'starting' }
  | { readonly kind: 'reference'; readonly reference: MethodReference }
  /** The server can't answer: what is wrong, in words for the user. */
  | { readonly kind: 'failed'; readonly problem: string }
  /** The method under the cursor; null when there is none. */
  | { readonly kind: 'cursor'; readonly method: MethodAt | null }
  /** Put the cursor into the search field. */
  | { readonly kind: 'search' }
  /** The user asked for this method: make it visible whatever is filtered. */
  | { readonly kind: 'show'; readonly method: MethodAt };

/** From the page to the extension. */
export type ToExtension =
  /** The page listens: tell it everything. */
  | { readonly kind: 'listening' }
  /** The page has got or lost the focus, which the editor does not tell its extensions. */
  | { readonly kind: 'focus'; readonly focused: boolean }
  | { readonly kind: 'restart' | 'showOutput' };
