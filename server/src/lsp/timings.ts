/** How long analyses take, and which file takes longer than it may. */
import type { FileCost } from '../languages/typescript/typeCosts.ts';

/** How many of the slowest files are remembered. */
const MOST_SLOWEST = 5;

export interface Timing {
  readonly file: string;
  readonly ms: number;
}

export interface Timings {
  /** An analysis of a file has ended, which took `ms` from question to answer. */
  note(file: string, ms: number): void;
  /** How many there were. */
  readonly count: number;
  readonly last: Timing | undefined;
  /** The slowest files by their last analysis, slowest first. */
  readonly slowest: readonly Timing[];
}

export function createTimings(): Timings {
  let count = 0;
  let last: Timing | undefined;
  let slowest: readonly Timing[] = [];
  return {
    note(file, ms) {
      count += 1;
      last = { file, ms };
      const others = slowest.filter((timing) => timing.file !== file);
      slowest = [...others, last].toSorted((a, b) => b.ms - a.ms).slice(0, MOST_SLOWEST);
    },
    get count() {
      return count;
    },
    get last() {
      return last;
    },
    get slowest() {
      return slowest;
    },
  };
}

export interface BudgetOptions {
  /** In milliseconds; 0: any time. */
  readonly budget: () => number;
  /** How a file is called, and a library. */
  readonly nameOf: (file: string) => string;
  readonly titleOf: (library: string) => string;
}

/** Files that took longer than they may, as long as they do. */
export interface Budget {
  note(file: string, cost: FileCost | undefined): void;
  /** A sentence about the slowest of them: which it is, what costs it, what to do. */
  complaint(): string | undefined;
}

export function createBudget({ budget, nameOf, titleOf }: BudgetOptions): Budget {
  const costs = new Map<string, FileCost>();

  function spentOn({ typesMs, slowest, ms }: FileCost): string {
    if (slowest === undefined || typesMs < ms / 2) return 'most of it on following names';
    const { code, type } = slowest;
    const what = type === undefined ? '' : ` (${titleOf(type.library)} ${type.type})`;
    return `${seconds(slowest.ms)} of it on the type of \`${code}\`${what}. An annotation spares that`;
  }

  return {
    note(file, cost) {
      costs.delete(file);
      if (cost) costs.set(file, cost);
    },
    complaint() {
      const most = budget();
      const [slow] = [...costs].filter(([, { ms }]) => most > 0 && ms > most).toSorted(([, a], [, b]) => b.ms - a.ms);
      if (!slow) return undefined;
      const [file, cost] = slow;
      return `${nameOf(file)} takes ${seconds(cost.ms)} to analyse, ${spentOn(cost)}. The limit is the setting queryLens.timeBudget.`;
    },
  };
}

function seconds(ms: number): string {
  return ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`;
}
