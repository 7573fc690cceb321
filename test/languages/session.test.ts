/** The TypeScript process may die at any moment, its first one included: whoever waits for it is answered all the same. */
import { tmpdir } from 'node:os';
import { setImmediate } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { createSession, type Session } from '../../server/src/languages/typescript/session.ts';
import { ProcessDied } from '../../server/src/languages/typescript/typescriptProcess.ts';

function startSession(): { readonly session: Session; readonly log: readonly string[] } {
  const log: string[] = [];
  const session = createSession({ cwd: tmpdir(), log: (message) => log.push(message) });
  onTestFinished(() => session.dispose());
  return { session, log };
}

/** As soon as there is a process. */
async function processOf(session: Session): Promise<number> {
  for (;;) {
    const id = session.processId();
    if (id !== undefined) return id;
    await setImmediate();
  }
}

test('a process that dies before it has answered anything is started again', async () => {
  const { session } = startSession();
  const read = session.read(() => Promise.resolve('read'));
  process.kill(await processOf(session), 'SIGKILL');
  expect(await read).toBe('read');
});

test('a process that dies every time is given up', async () => {
  const { session, log } = startSession();
  const killed: number[] = [];
  let failure: unknown;
  const forever = (): Promise<never> => new Promise(() => undefined);
  const ask = async (): Promise<void> => {
    while (failure === undefined) {
      await session.read(forever).catch((error: unknown) => {
        if (!(error instanceof ProcessDied)) failure = error;
      });
    }
  };
  const asked = ask();
  while (failure === undefined) {
    const id = session.processId();
    if (id !== undefined && !killed.includes(id)) {
      killed.push(id);
      process.kill(id, 'SIGKILL');
    }
    await setImmediate();
  }
  await asked;
  expect(String(failure)).toContain('ends again and again');
  expect(killed).toHaveLength(6);
  expect(log).toHaveLength(5);
});

test('restarted while it starts, it answers, and nothing is said of an unexpected end', async () => {
  const { session, log } = startSession();
  const read = session.read(() => Promise.resolve('read'));
  const first = await processOf(session);
  await session.restart();
  expect(await read).toBe('read');
  expect(session.processId()).not.toBe(first);
  expect(log).toEqual([]);
});

test('closed while it starts, it leaves no process behind', async () => {
  const { session } = startSession();
  const read = session.read(() => Promise.resolve());
  const outcome = expect(read).rejects.toThrow('has been closed');
  await session.dispose();
  await outcome;
  expect(session.processId()).toBeUndefined();
});
