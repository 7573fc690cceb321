/** The server's state in words, and what a report begins with. */
import { expect, test } from 'vitest';
import { reportText, serverStatusText } from '../../client/src/serverStatusText.ts';
import type { ServerStatus } from '../../server/src/protocol/requests.ts';

const VERSIONS = { extension: '0.1.0', editor: 'VS Code 1.139.1' };
const ANSWER: ServerStatus = {
  node: 'v24.0.0',
  typescript: '7.0.2',
  platform: 'linux-x64',
  uptimeMs: 61_400,
  memory: { server: 104_857_600, typescript: 52_428_800 },
  libraries: ['kysely', 'pg'],
  versions: [{ library: 'kysely', version: '0.29.1' }],
  projects: ['/shop/tsconfig.json'],
  openDocuments: 2,
  analyses: { count: 7, last: { file: '/shop/a.ts', ms: 12 }, slowest: [{ file: '/shop/b.ts', ms: 900 }] },
  problems: ['It is slow.'],
};

test('versions, memory, timings and problems are in it', () => {
  const text = serverStatusText(VERSIONS, { state: 'ready', libraries: [], problem: 'It is slow.' }, ANSWER);
  expect(text).toBe(`# Query Lens: server status

- state: ready
- problem: It is slow.
- extension: 0.1.0
- editor: VS Code 1.139.1
- TypeScript: 7.0.2
- Node: v24.0.0 on linux-x64
- running for: 61 s
- memory: server 100 MB, TypeScript 50 MB
- libraries: kysely 0.29.1, pg
- projects of open files: /shop/tsconfig.json
- open files: 2
- analyses: 7, the last in 12 ms

## Slowest files

- 900 ms: /shop/b.ts
`);
});

test('a server that does not answer is told of, with what is wrong', () => {
  const text = serverStatusText(VERSIONS, { state: 'failed', libraries: [], problem: 'It broke.' }, null);
  expect(text).toContain('- state: failed\n- problem: It broke.');
  expect(text).toContain('- the server did not answer');
});

test('a report asks for what only its writer knows, and holds the status', () => {
  expect(reportText('STATUS')).toMatch(/What did you do.*\n[^]*File names[^]*\nSTATUS$/);
});
