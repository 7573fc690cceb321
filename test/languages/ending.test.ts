/** The end of a process reaches who waits, and keeps nothing of those who have got what they waited for. */
import { EventEmitter } from 'node:events';
import { setImmediate as nextTurn } from 'node:timers/promises';
import v8 from 'node:v8';
import vm from 'node:vm';
import { expect, test } from 'vitest';
import { createEnding, ProcessDied } from '../../server/src/languages/typescript/ending.ts';

const FOREVER = new Promise<never>(() => undefined);

test('work that is done before the end is what it is', async () => {
  const child = new EventEmitter();
  const ending = createEnding(child);
  await expect(ending.before(Promise.resolve('answer'))).resolves.toBe('answer');
  await expect(ending.before(Promise.reject(new Error('refused')))).rejects.toThrow('refused');
});

test('all who wait are told of the end, and those who come after it', async () => {
  const child = new EventEmitter();
  const ending = createEnding(child);
  const waiting = [ending.before(FOREVER), ending.before(FOREVER), ending.itself()];
  child.emit('exit');
  for (const each of waiting) await expect(each).rejects.toBeInstanceOf(ProcessDied);
  await expect(ending.itself()).rejects.toBeInstanceOf(ProcessDied);
  await expect(ending.before(Promise.reject(new Error('too late')))).rejects.toBeInstanceOf(ProcessDied);
});

test('what work came to is not kept while the process goes on', async () => {
  v8.setFlagsFromString('--expose-gc');
  const collect = vm.runInNewContext('gc') as () => void;
  const ending = createEnding(new EventEmitter());
  const answer = async (): Promise<WeakRef<object>> => new WeakRef(await ending.before(Promise.resolve({})));
  const answers = await Promise.all(Array.from({ length: 20 }, answer));
  await nextTurn();
  collect();
  expect(answers.filter((each) => each.deref() !== undefined)).toEqual([]);
  // Held until here, as by the server for as long as it runs.
  expect(ending.itself()).toBeInstanceOf(Promise);
});
