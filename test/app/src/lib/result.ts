/** Outcomes as values, for the code that does not throw. */
export type Result<T, E = Error> = { ok: true; value: T } | { ok: false; error: E };

export const ok = <T>(value: T): Result<T, never> => ({ ok: true, value });
export const err = <E>(error: E): Result<never, E> => ({ ok: false, error });

export async function attempt<T>(task: () => PromiseLike<T>): Promise<Result<T>> {
  try {
    return ok(await task());
  } catch (error) {
    return err(error instanceof Error ? error : new Error(String(error)));
  }
}

/** Tries again a few times, waiting longer each time. */
export async function retry<T>(times: number, task: () => Promise<T>): Promise<T> {
  for (let attemptNumber = 1; ; attemptNumber++) {
    try {
      return await task();
    } catch (error) {
      if (attemptNumber >= times) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50 * 2 ** attemptNumber));
    }
  }
}
