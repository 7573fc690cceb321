/** Ends a process that has stopped answering: one can be stuck without being dead, and whoever asks it waits for ever. */

export interface Watchdog {
  /** Watches over the process for as long as the work with it lasts. */
  during<T>(work: Promise<T>): Promise<T>;
}

/** A busy process answers a ping at once, between two pieces of its work. In milliseconds. */
export const PING_EVERY_MS = 10_000;

/**
 * Pings that may be due while one is unanswered. They are counted rather than timed, since a machine that has
 * slept has lost the time, not the answers.
 */
export const PATIENCE = 6;

/** `end` is called once the process does not answer any more; the work has to notice its end by itself. */
export function createWatchdog(ping: () => Promise<unknown>, end: () => void): Watchdog {
  let atWork = 0;
  let timer: NodeJS.Timeout | undefined;
  let unanswered = 0;

  function look(): void {
    unanswered += 1;
    if (unanswered > PATIENCE) end();
    if (unanswered > 1) return;
    const answered = (): void => {
      unanswered = 0;
    };
    // A refusal is an answer too.
    ping().then(answered, answered);
  }

  return {
    async during(work) {
      atWork += 1;
      timer ??= setInterval(look, PING_EVERY_MS);
      try {
        return await work;
      } finally {
        atWork -= 1;
        if (atWork === 0) {
          clearInterval(timer);
          timer = undefined;
        }
      }
    },
  };
}
