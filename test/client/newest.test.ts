/** Following the cursor asks for the newest position only. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createNewest } from '../../client/src/methodReference/newest.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('a task runs when nothing newer comes within the delay', async () => {
  const ran: string[] = [];
  const newest = createNewest(80, (error) => ran.push(String(error)));
  for (const name of ['first', 'second', 'third']) {
    newest.run(() => Promise.resolve(void ran.push(name)));
    await vi.advanceTimersByTimeAsync(40);
  }
  await vi.advanceTimersByTimeAsync(40);
  expect(ran).toEqual(['third']);
});

test('a task under way is told that a newer one has come', async () => {
  const aborted: boolean[] = [];
  const newest = createNewest(0, () => undefined);
  newest.run(async (signal) => {
    await new Promise((resolve) => setTimeout(resolve, 100));
    aborted.push(signal.aborted);
  });
  await vi.advanceTimersByTimeAsync(50);
  newest.run((signal) => Promise.resolve(void aborted.push(signal.aborted)));
  await vi.advanceTimersByTimeAsync(100);
  expect(aborted).toEqual([false, true]);
});

test('a failure is reported, but not that of a task nobody waits for any more', async () => {
  const errors: string[] = [];
  const newest = createNewest(0, (error) => errors.push(String(error)));
  newest.run(() => Promise.reject(new Error('current')));
  await vi.advanceTimersByTimeAsync(1);
  newest.run(async () => {
    await new Promise((resolve) => setTimeout(resolve, 10));
    throw new Error('stale');
  });
  await vi.advanceTimersByTimeAsync(1);
  newest.cancel();
  await vi.advanceTimersByTimeAsync(20);
  expect(errors).toEqual(['Error: current']);
});

test('nothing runs after a cancel', async () => {
  const ran: string[] = [];
  const newest = createNewest(10, () => undefined);
  newest.run(() => Promise.resolve(void ran.push('ran')));
  newest.cancel();
  await vi.advanceTimersByTimeAsync(50);
  expect(ran).toEqual([]);
});
