/** A TypeScript process that is busy is left alone, one that is stuck is ended. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createWatchdog, PATIENCE, PING_EVERY_MS } from '../../server/src/languages/typescript/watchdog.ts';

const FOREVER = new Promise<never>(() => undefined);
const LONG_MS = PING_EVERY_MS * PATIENCE * 3;

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('work may last as long as it likes while pings are answered', async () => {
  const end = vi.fn<() => void>();
  const ping = vi.fn<() => Promise<string>>(() => Promise.resolve('pong'));
  void createWatchdog(ping, end).during(FOREVER);
  await vi.advanceTimersByTimeAsync(LONG_MS);
  expect(ping.mock.calls.length).toBeGreaterThan(PATIENCE);
  expect(end).not.toHaveBeenCalled();
});

test('a refused ping is answered too', async () => {
  const end = vi.fn<() => void>();
  void createWatchdog(() => Promise.reject(new Error('unknown method')), end).during(FOREVER);
  await vi.advanceTimersByTimeAsync(LONG_MS);
  expect(end).not.toHaveBeenCalled();
});

test('without an answer the process is ended, after a while and not before', async () => {
  const end = vi.fn<() => void>();
  void createWatchdog(() => FOREVER, end).during(FOREVER);
  await vi.advanceTimersByTimeAsync(PING_EVERY_MS * PATIENCE);
  expect(end).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(PING_EVERY_MS);
  expect(end).toHaveBeenCalled();
});

test('a late answer is an answer', async () => {
  const end = vi.fn<() => void>();
  const late = PING_EVERY_MS * (PATIENCE - 1);
  const ping = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, late));
  void createWatchdog(ping, end).during(FOREVER);
  await vi.advanceTimersByTimeAsync(LONG_MS);
  expect(end).not.toHaveBeenCalled();
});

test('nothing ticks when there is no work, and the results of work come through', async () => {
  const ping = vi.fn<() => Promise<string>>(() => Promise.resolve('pong'));
  const watchdog = createWatchdog(ping, () => undefined);
  expect(await watchdog.during(Promise.resolve(7))).toBe(7);
  await expect(watchdog.during(Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(vi.getTimerCount()).toBe(0);
  await vi.advanceTimersByTimeAsync(LONG_MS);
  expect(ping).not.toHaveBeenCalled();
});
