/** What the extension and the method reference's page say to each other. */
import type { MethodAt, MethodReference, UsedMethod } from '../../../server/src/protocol/requests.ts';

/** From the extension to the page. */
export type ToPage =
  /** The server has not answered yet. */
  | { readonly kind: 'starting' }
  | { readonly kind: 'reference'; readonly reference: MethodReference }
  /** How often the workspace calls each method. */
  | { readonly kind: 'uses'; readonly methods: readonly UsedMethod[] }
  /** The server can't answer: what is wrong, in words for the user. */
  | { readonly kind: 'failed'; readonly problem: string }
  /** The method under the cursor; null when there is none. */
  | { readonly kind: 'cursor'; readonly method: MethodAt | null }
  /** Put the cursor into the search field. */
  | { readonly kind: 'search' }
  /** The user asked for this method: make it visible whatever is filtered. */
  | { readonly kind: 'show'; readonly method: MethodAt }
  /** The text is in the clipboard. */
  | { readonly kind: 'copied'; readonly text: string };

/** From the page to the extension. */
export type ToExtension =
  /** The page listens: tell it everything. */
  | { readonly kind: 'listening'; readonly pinned: boolean }
  /** The page has got or lost the focus, which the editor does not tell its extensions. */
  | { readonly kind: 'focus'; readonly focused: boolean }
  /** Whether the page stays where it is when the cursor moves. */
  | { readonly kind: 'pinned'; readonly pinned: boolean }
  | { readonly kind: 'copy'; readonly text: string }
  /** Go to the places that call this method. */
  | { readonly kind: 'showUses'; readonly method: MethodAt }
  | { readonly kind: 'restart' | 'showOutput' };
