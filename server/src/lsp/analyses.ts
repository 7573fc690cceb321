/** Hints, hovers, diagnostics and actions of one text are answered from one analysis, kept until something changes. */
import type { FileAnalysis } from '../analysis/judgement.ts';

/** Analyses a file; takes the signal that says nobody waits for it any more. */
export type Analyze = (file: string, signal: AbortSignal) => Promise<FileAnalysis | undefined>;

export interface Analyses {
  /** Rejects with the signal's reason when it is aborted; the work goes on while somebody else waits for it. */
  get(file: string, signal: AbortSignal): Promise<FileAnalysis | undefined>;
  /** Something has changed, so everything is to be asked anew; the analysis of `changed` itself is given up at once. */
  forget(changed?: string): void;
}

interface Entry {
  readonly analysis: Promise<FileAnalysis | undefined>;
  readonly controller: AbortController;
  waiting: number;
}

export function createAnalyses(analyze: Analyze): Analyses {
  const entries = new Map<string, Entry>();

  function start(file: string): Entry {
    const controller = new AbortController();
    const entry = { analysis: analyze(file, controller.signal), controller, waiting: 0 };
    entries.set(file, entry);
    entry.analysis.catch(() => drop(file, entry));
    return entry;
  }

  function drop(file: string, entry: Entry): void {
    if (entries.get(file) === entry) entries.delete(file);
  }

  return {
    async get(file, signal) {
      const entry = entries.get(file) ?? start(file);
      entry.waiting += 1;
      const aborted = whenAborted(signal);
      try {
        return await Promise.race([entry.analysis, aborted.promise]);
      } finally {
        aborted.forget();
        entry.waiting -= 1;
        if (signal.aborted && entry.waiting === 0) {
          entry.controller.abort();
          drop(file, entry);
        }
      }
    },
    forget(changed) {
      if (changed !== undefined) entries.get(changed)?.controller.abort();
      entries.clear();
    },
  };
}

function whenAborted(signal: AbortSignal): { readonly promise: Promise<never>; forget(): void } {
  let forget = (): void => undefined;
  const promise = new Promise<never>((_, reject) => {
    const abort = (): void => reject(signal.reason as Error);
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort);
    forget = () => signal.removeEventListener('abort', abort);
  });
  return { promise, forget };
}
