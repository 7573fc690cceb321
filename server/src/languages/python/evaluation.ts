/** What an evaluation works with, and the limits that keep it total on any code. */
import type { CatalogSet } from '../../catalogs/catalogSet.ts';
import type { ModelIndex } from './modelIndex.ts';
import type { Modules, PyModule } from './modules.ts';
import type { PyNode } from './tree.ts';
import type { Value } from './values.ts';

export interface Evaluation {
  /** The catalogs of Python libraries. */
  readonly catalogs: CatalogSet;
  readonly modules: Modules;
  readonly index: ModelIndex;
  /** What is being evaluated right now, so that circles end. */
  readonly active: Set<PyNode>;
  /** What functions return, by function and what they are called on. */
  readonly returns: Map<PyNode, Map<string, Value>>;
  depth: number;
}

/** The call of a function of the user's: what its parameters are there. */
export interface Frame {
  readonly fn: PyNode;
  readonly self?: Value;
  readonly args: ReadonlyMap<string, Value>;
  /** What expressions mean in this call, and which of them are being evaluated right now. */
  readonly memo: Map<PyNode, Value>;
  readonly active: Set<PyNode>;
}

/** Deeper than any code that somebody reads; what lies beyond is unknown. */
export const DEEPEST = 80;

export function textIn({ text }: PyModule, node: PyNode): string {
  return text.slice(node.start, node.end);
}
