/** The parsed files that are kept: what many files import stays, what nobody has asked for lately goes first. */
import type { Module } from './modules.ts';

/** `undefined` stands for a file that can't be had. */
export interface ModuleCache {
  has(key: string): boolean;
  get(key: string): Module | undefined;
  set(key: string, module: Module | undefined): void;
  /** Drops the files that have changed, those that could not be had, and every value found so far. */
  update(changed: ReadonlySet<string>): void;
  clear(): void;
  /** Makes room where too much is kept; whether something was dropped. */
  trim(): boolean;
}

interface Entry {
  readonly module: Module | undefined;
  /** The turn in which it was last asked for; each `trim` is a turn. */
  used: number;
}

/** In UTF-16 code units of the files' texts: a tree takes some twenty times the room. */
const MAX_TEXT = 4_000_000;
/** What is left of that when something had to go. */
const KEPT = 0.6;

export function createModuleCache(): ModuleCache {
  const entries = new Map<string, Entry>();
  let text = 0;
  let turn = 0;
  const sizeOf = ({ module }: Entry): number => module?.source.end ?? 0;

  function drop(key: string, entry: Entry): void {
    entries.delete(key);
    text -= sizeOf(entry);
  }

  return {
    has: (key) => entries.has(key),
    get(key) {
      const entry = entries.get(key);
      if (entry) entry.used = turn;
      return entry?.module;
    },
    set(key, module) {
      const before = entries.get(key);
      if (before) drop(key, before);
      const entry = { module, used: turn };
      entries.set(key, entry);
      text += sizeOf(entry);
    },
    update(changed) {
      for (const [key, entry] of entries) {
        if (!entry.module || changed.has(entry.module.file)) drop(key, entry);
        // A value found in one file may stand on a declaration in a changed one.
        else {
          entry.module.memo = new Map();
          entry.module.summaries = new Map();
        }
      }
    },
    clear() {
      entries.clear();
      text = 0;
    },
    trim() {
      turn++;
      if (text <= MAX_TEXT) return false;
      const byUse = [...entries].sort(([, a], [, b]) => a.used - b.used);
      for (const [key, entry] of byUse) {
        if (text <= MAX_TEXT * KEPT) break;
        drop(key, entry);
      }
      return true;
    },
  };
}
