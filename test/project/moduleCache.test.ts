/** Which parsed files are kept. */
import { expect, test } from 'vitest';
import { createModuleCache } from '../../server/src/languages/typescript/moduleCache.ts';
import type { Module } from '../../server/src/languages/typescript/modules.ts';

/** As much of a module as the cache looks at. */
const moduleOf = (file: string, end: number): Module =>
  ({ file, source: { end }, memo: new Map() }) as unknown as Module;

test('what is imported again and again outlives what was read once', () => {
  const cache = createModuleCache();
  cache.set('db', moduleOf('/db.ts', 1_000_000));
  for (let file = 0; file < 10; file++) {
    cache.set(`${file}`, moduleOf(`/${file}.ts`, 1_000_000));
    cache.get('db');
    cache.trim();
  }
  expect(cache.has('db')).toBe(true);
  expect(cache.has('0')).toBe(false);
  expect(cache.has('9')).toBe(true);
});

test('nothing is dropped while there is room', () => {
  const cache = createModuleCache();
  cache.set('a', moduleOf('/a.ts', 10));
  cache.set('gone', undefined);
  expect(cache.trim()).toBe(false);
  expect([cache.has('a'), cache.has('gone')]).toEqual([true, true]);
});

test('a change drops the file, what could not be had, and the values of all others', () => {
  const cache = createModuleCache();
  const kept = moduleOf('/kept.ts', 10);
  kept.memo.set({}, { kind: 'none' });
  cache.set('changed', moduleOf('/changed.ts', 10));
  cache.set('gone', undefined);
  cache.set('kept', kept);
  cache.update(new Set(['/changed.ts']));
  expect([cache.has('changed'), cache.has('gone'), cache.get('kept')]).toEqual([false, false, kept]);
  expect(kept.memo.size).toBe(0);
});
