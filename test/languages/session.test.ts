/** The TypeScript process may die at any moment, its first one included: whoever waits for it is answered all the same. */
import { tmpdir } from 'node:os';
import { setImmediate } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { createSession, type Session } from '../../server/src/languages/typescript/session.ts';
import { ProcessDied } from '../../server/src/languages/typescript/ending.ts';

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
  const state = { isOver: false };
  const asked = failureOf(session).finally(() => (state.isOver = true));
  const [failure, killed] = await Promise.all([asked, killAll(session, state)]);
  expect(failure).toContain('ends again and again');
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
  const [read] = await Promise.allSettled([session.read(() => Promise.resolve()), session.dispose()]);
  expect(read).toMatchObject({ status: 'rejected', reason: new Error('The workspace has been closed.') });
  expect(session.processId()).toBeUndefined();
});

/** Asks what no process lives to answer, until it is not asked any more; gives the reason. */
async function failureOf(session: Session): Promise<string> {
  for (;;) {
    try {
      await session.read(() => new Promise<never>(() => undefined));
    } catch (error) {
      if (!(error instanceof ProcessDied)) return error instanceof Error ? error.message : '';
    }
  }
}

/** Kills each process as soon as there is one; gives those it has killed. */
async function killAll(session: Session, state: { readonly isOver: boolean }): Promise<readonly number[]> {
  const killed = new Set<number>();
  while (!state.isOver) {
    const id = session.processId();
    if (id !== undefined && !killed.has(id)) process.kill(id, 'SIGKILL');
    if (id !== undefined) killed.add(id);
    await setImmediate();
  }
  return [...killed];
}
