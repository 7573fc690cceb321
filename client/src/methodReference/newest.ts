/** Only the newest task counts: it waits a moment, and a newer one cancels it. */

export interface Newest {
  /** Runs the task after the delay, unless another one comes; what it gives is used only if it is still the newest. */
  run(task: (signal: AbortSignal) => Promise<void>): void;
  cancel(): void;
}

/** `onError` hears of what a task throws, unless it had been cancelled. */
export function createNewest(delayMs: number, onError: (error: unknown) => void): Newest {
  let current = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const cancel = (): void => {
    clearTimeout(timer);
    current.abort();
  };
  return {
    cancel,
    run(task) {
      cancel();
      const mine = new AbortController();
      current = mine;
      timer = setTimeout(() => {
        task(mine.signal).catch((error: unknown) => {
          if (!mine.signal.aborted) onError(error);
        });
      }, delayMs);
    },
  };
}
