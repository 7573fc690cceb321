/** What a language tells about the code around a query, for whoever rewrites it; all offsets are UTF-16 code units. */
import type { Span } from './model.ts';

/** An import at the top level of a file. */
export interface ImportFact {
  readonly span: Span;
  /** As it is written: `typeorm`, `django.db`; in Python's `import x` the module itself. */
  readonly module: string;
  readonly names: readonly ImportedName[];
  /** Where one name more can be written, in a list that takes one. */
  readonly namesEnd?: number;
}

export interface ImportedName {
  /** As the module exports it; `default`, or `*` for the module itself. */
  readonly name: string;
  /** What it goes by in the file. */
  readonly local: string;
}

/** A statement of lines of its own whose whole value is one call, awaited or not. */
export interface StatementFact {
  readonly span: Span;
  /** What it assigns, returns or drops, with the `await`. */
  readonly value: Span;
  readonly kind: 'assigned' | 'returned' | 'dropped';
  /** The one name that it assigns to. */
  readonly name?: string;
  /** Start of the block it stands in, and its place among the statements there. */
  readonly block: number;
  readonly index: number;
}

/** What has types in a file that not every project declares. */
export interface Environment {
  /** `new Error(message, { cause })`. */
  readonly errorCause: boolean;
  /** `AbortSignal.timeout()`. */
  readonly abortSignal: boolean;
}
