/** What the server says of itself: versions, memory, timings, and which file takes longer than it may. */
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { SERVER_STATUS, type Analysed, type ServerStatus } from '../../server/src/protocol/requests.ts';
import { createBudget, createTimings } from '../../server/src/lsp/timings.ts';
import { DB, temporaryProject } from '../cli/temporaryProject.ts';
import { startEditor } from './editor.ts';

const USERS = `import { db } from './db.js';
export const users = () => db.selectFrom('users').selectAll().execute();
`;

test('versions, memory and timings are told', async () => {
  const project = temporaryProject({ 'src/db.ts': DB, 'tsconfig.json': '{}' });
  const editor = await startEditor(project);
  await (await editor.open(USERS)).hints();
  const status = await editor.connection.sendRequest<ServerStatus>(SERVER_STATUS);
  expect(status).toMatchObject({
    node: process.version,
    typescript: expect.stringMatching(/^7\./) as string,
    platform: `${process.platform}-${process.arch}`,
    libraries: ['kysely'],
    projects: [project.path('tsconfig.json')],
    openDocuments: 1,
    analyses: { count: 1, last: { file: project.path('src/app.ts') } },
    problems: [],
  });
  expect(status.memory.server).toBeGreaterThan(10_000_000);
  expect(status.analyses.slowest).toEqual([status.analyses.last]);
});

test('a file that takes longer than it may is named, with what to do', async () => {
  const { folder } = temporaryProject({ 'src/db.ts': DB });
  const editor = await startEditor({ folder, settings: { timeBudget: 0.001 } });
  await (await editor.open(USERS)).hints();
  await editor.until(({ statuses }) => statuses.some(({ problem }) => problem !== undefined));
  expect(editor.received.statuses.at(-1)).toMatchObject({
    state: 'ready',
    problem: expect.stringMatching(/^src\/app\.ts takes .* queryLens\.timeBudget\.$/) as string,
  });
});

test('a client that shows it is told of every analysis, other clients are not', async () => {
  const project = temporaryProject({ 'src/db.ts': DB, 'tsconfig.json': '{}' });
  const told: Analysed[] = [];
  for (const commands of [['queryLens.showChain'], []]) {
    const editor = await startEditor({ folder: project.folder, initializationOptions: { commands } });
    editor.connection.onNotification('queryLens/analysed', (analysed: Analysed) => void told.push(analysed));
    await (await editor.open(USERS)).hints();
    // A question that is answered after it.
    await editor.connection.sendRequest(SERVER_STATUS);
  }
  expect(told).toEqual([
    {
      uri: expect.stringMatching(/src\/app\.ts$/) as string,
      ms: expect.any(Number) as number,
      tsconfig: pathToFileURL(project.path('tsconfig.json')).href,
    },
  ]);
});

test('the slowest files are those whose last analysis was slowest', () => {
  const timings = createTimings();
  for (const [file, ms] of [
    ['a', 900],
    ['b', 50],
    ['a', 10],
    ['c', 30],
  ] as const)
    timings.note(file, ms);
  expect(timings).toMatchObject({
    count: 4,
    last: { file: 'c', ms: 30 },
    slowest: [
      { file: 'b', ms: 50 },
      { file: 'c', ms: 30 },
      { file: 'a', ms: 10 },
    ],
  });
});

test('the complaint says which type it is, names it while it lasts, and is silent where any time will do', () => {
  let most = 2000;
  const budget = createBudget({
    budget: () => most,
    nameOf: (file) => file.slice(1),
    titleOf: () => 'Mongoose',
  });
  const type = { library: 'mongoose', type: 'Model' };
  budget.note('/fast.ts', { ms: 1999, typesMs: 1500 });
  expect(budget.complaint()).toBeUndefined();
  budget.note('/user.ts', { ms: 4000, typesMs: 3500, slowest: { code: 'User', ms: 3400, type } });
  expect(budget.complaint()).toBe(
    'user.ts takes 4.0 s to analyse, 3.4 s of it on the type of `User` (Mongoose Model). An annotation spares that. The limit is the setting queryLens.timeBudget.',
  );
  most = 0;
  expect(budget.complaint()).toBeUndefined();
  most = 2000;
  budget.note('/user.ts', { ms: 40, typesMs: 0 });
  expect(budget.complaint()).toBeUndefined();
});
