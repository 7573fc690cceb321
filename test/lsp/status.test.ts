/** The status tells of long analyses and of failures, and is silent while nothing changes. */
import { expect, test, vi } from 'vitest';
import { createStatusReporter } from '../../server/src/lsp/status.ts';
import type { StatusReporter } from '../../server/src/lsp/status.ts';

/** A reporter whose notifications are kept. */
function reporter(): { readonly status: StatusReporter; readonly sent: unknown[]; readonly libraries: string[] } {
  const sent: unknown[] = [];
  const libraries: string[] = [];
  const sendNotification = (...[, status]: unknown[]): Promise<void> => Promise.resolve(void sent.push(status));
  return { status: createStatusReporter({ sendNotification }, () => ({ libraries: [...libraries] })), sent, libraries };
}

test('quick analyses are told of once', async () => {
  const { status, sent } = reporter();
  await status.during(Promise.resolve());
  await status.during(Promise.resolve());
  expect(sent).toEqual([{ state: 'ready', libraries: [] }]);
});

test('a new library is told of', async () => {
  const { status, sent, libraries } = reporter();
  status.ready();
  libraries.push('kysely');
  await status.during(Promise.resolve());
  expect(sent.at(-1)).toEqual({ state: 'ready', libraries: ['kysely'] });
});

test('a long analysis is told of, and its end', async () => {
  vi.useFakeTimers();
  try {
    const { status, sent } = reporter();
    const work = new Promise<void>((resolve) => setTimeout(resolve, 2000));
    const done = status.during(work);
    await vi.advanceTimersByTimeAsync(1000);
    expect(sent).toEqual([{ state: 'analysing', libraries: [] }]);
    await vi.advanceTimersByTimeAsync(1000);
    await done;
    expect(sent.at(-1)).toEqual({ state: 'ready', libraries: [] });
  } finally {
    vi.useRealTimers();
  }
});

test('a failure is told of with what to do, until something succeeds', async () => {
  const { status, sent } = reporter();
  await expect(status.during(Promise.reject(new Error('No TypeScript.')))).rejects.toThrow('No TypeScript.');
  expect(sent).toEqual([
    {
      state: 'failed',
      libraries: [],
      problem: expect.stringMatching(/^No TypeScript\. Run "Query Lens: Restart/) as string,
    },
  ]);
  await status.during(Promise.resolve());
  expect(sent.at(-1)).toEqual({ state: 'ready', libraries: [] });
});

test('an analysis that nobody waits for any more is no failure', async () => {
  const { status, sent } = reporter();
  await expect(status.during(Promise.reject(new DOMException('given up', 'AbortError')))).rejects.toThrow('given up');
  expect(sent).toEqual([{ state: 'ready', libraries: [] }]);
});
