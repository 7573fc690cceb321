/** The end of a process, for those who wait for an answer that does not come any more. */
import type { EventEmitter } from 'node:events';

/** Thrown out of a reader when the process has died under it. */
export class ProcessDied extends Error {
  constructor() {
    super('the TypeScript process has ended');
  }
}

export interface Ending {
  /** What the work comes to, or `ProcessDied` as soon as the process has ended. */
  before<T>(work: Promise<T>): Promise<T>;
  /** Rejects with `ProcessDied` once the process has ended. */
  itself(): Promise<never>;
}

/**
 * Watches a process that has just been started. Whoever is still waiting is told of its end one by one: a race with
 * one promise that outlives all work would keep for ever what each piece of it came to.
 */
export function createEnding(child: Pick<EventEmitter, 'once'>): Ending {
  const waiting = new Set<(error: ProcessDied) => void>();
  let ended = false;
  child.once('exit', () => {
    ended = true;
    for (const reject of waiting) reject(new ProcessDied());
    waiting.clear();
  });

  async function before<T>(work: Promise<T>): Promise<T> {
    let tell: ((error: ProcessDied) => void) | undefined;
    const end = new Promise<never>((_, reject) => {
      tell = reject;
      if (ended) reject(new ProcessDied());
      else waiting.add(reject);
    });
    try {
      return await Promise.race([end, work]);
    } finally {
      if (tell) waiting.delete(tell);
    }
  }

  return { before, itself: () => before(new Promise<never>(() => undefined)) };
}
