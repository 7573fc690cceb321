/** Two versions of a library in one monorepo are both right, and one that is too new is told of. */
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createCatalogSet } from '../../server/src/catalogs/catalogSet.ts';
import { validateCatalog } from '../../server/src/catalogs/validate.ts';
import { inRange } from '../../server/src/languages/typescript/installedVersions.ts';
import { createWorkspace, type Workspace } from '../../server/src/project/workspace.ts';

const { catalog } = validateCatalog({
  library: 'orm',
  title: 'ORM',
  language: 'typescript',
  packages: [{ name: 'orm', versions: '>=6 <8' }],
  docs: 'https://example.org/',
  modules: { orm: { connect: { returns: 'Db' } } },
  types: {
    Db: {
      description: 'A database.',
      methods: { query: { execution: 'lazy', returns: 'Builder', verb: 'SELECT', description: 'Starts a query.' } },
    },
    Builder: {
      description: 'A query.',
      run: 'execute()',
      otherVersions: { '<7': { thenable: { secondAwait: 'reruns' }, run: null } },
      methods: { execute: { execution: 'executing', description: 'Sends it.' } },
    },
  },
});

let root = '';
let workspace: Workspace;
beforeAll(() => {
  root = realpathSync(mkdtempSync(path.join(tmpdir(), 'two-versions-')));
  for (const [name, version] of Object.entries({ old: '6.2.0', current: '7.0.0', next: '9.0.0' })) {
    const installed = path.join(root, name, 'node_modules/orm');
    mkdirSync(installed, { recursive: true });
    writeFileSync(path.join(installed, 'package.json'), JSON.stringify({ name: 'orm', version }));
    writeFileSync(
      path.join(root, name, 'a.ts'),
      "import { connect } from 'orm';\nexport const rows = async () => await connect().query();\n",
    );
  }
  if (!catalog) throw new Error('The catalog of the test is broken.');
  workspace = createWorkspace({ catalogs: createCatalogSet([catalog], inRange), cwd: root });
});
afterAll(async () => {
  await workspace.dispose();
  rmSync(root, { recursive: true });
});

test.each([
  ['old', 'executing'],
  ['current', 'lazy'],
  ['next', 'lazy'],
])('the package next to the file decides: %s', async (name, label) => {
  const analysis = await workspace.analyze(path.join(root, name, 'a.ts').replaceAll('\\', '/'));
  expect(analysis?.labels.map((found) => found.label)).toEqual([label]);
});

test('the versions that were met are told, and which of them the catalog does not know', () => {
  expect(workspace.usedVersions()).toEqual([
    { library: 'orm', version: '6.2.0' },
    { library: 'orm', version: '7.0.0' },
    { library: 'orm', version: '9.0.0', outside: '>=6 <8' },
  ]);
});
