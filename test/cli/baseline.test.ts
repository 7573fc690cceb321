/** `check --baseline`: what was there before is let be, wherever it moves to; what is new is reported. */
import { renameSync } from 'node:fs';
import { expect, test } from 'vitest';
import { queryLens, type Run } from './queryLens.ts';
import { DB, temporaryProject, type TemporaryProject } from './temporaryProject.ts';

const dropped = (id: number): string => `  db.updateTable('users').set({ name: 'Ada' }).where('id', '=', ${id});\n`;
const functionOf = (...lines: readonly string[]): string =>
  `import { db } from './db.js';\n\nexport async function rename() {\n${lines.join('')}}\n`;

const BASELINE = ['--baseline', 'ci/known.json'];

interface Checked extends Run {
  readonly found: readonly string[];
}

async function check({ folder }: TemporaryProject, ...args: readonly string[]): Promise<Checked> {
  const run = await queryLens(['check', '--format', 'json', ...BASELINE, ...args], { cwd: folder });
  const { findings } = JSON.parse(run.stdout) as { findings: { file: string; line: number }[] };
  return { ...run, found: findings.map(({ file, line }) => `${file}:${line}`) };
}

async function adopted(): Promise<TemporaryProject> {
  const project = temporaryProject({
    'src/db.ts': DB,
    'src/a.ts': functionOf(dropped(1), dropped(2), dropped(2)),
    'src/b.ts': functionOf(dropped(3)),
  });
  expect(await check(project, '--update-baseline')).toMatchObject({
    found: [],
    stderr: 'query-lens: ci/known.json knows 4 findings now.\n',
    exitCode: 0,
  });
  return project;
}

test('what it knows is not reported and fails nothing', async () => {
  const project = await adopted();
  expect(await check(project)).toMatchObject({ found: [], stderr: '', exitCode: 0 });
  const { stdout } = await queryLens(['check', ...BASELINE], { cwd: project.folder });
  expect(stdout).toMatch(/^No findings in 3 files .*\n4 findings of the baseline are left out\.\n$/);
  const below = await queryLens(['check', '--baseline', '../ci/known.json'], { cwd: project.path('src') });
  expect(below.exitCode).toBe(0);
});

test('lines, indentation and whole files may move', async () => {
  const project = await adopted();
  project.write('src/a.ts', `// A line.\n\n${functionOf(dropped(2), '  //\n', `  ${dropped(1)}`, dropped(2))}`);
  renameSync(project.path('src/b.ts'), project.path('src/c.ts'));
  expect(await check(project)).toMatchObject({ found: [], exitCode: 0 });
});

test('new findings are reported: another line, one more like it, another file', async () => {
  const project = await adopted();
  project.write('src/a.ts', functionOf(dropped(1), dropped(2), dropped(2), dropped(2), dropped(9)));
  project.write('src/c.ts', functionOf(dropped(3)));
  expect(await check(project)).toMatchObject({ found: ['src/a.ts:7', 'src/a.ts:8', 'src/c.ts:4'], exitCode: 1 });
});

test('it is written anew for the files that are checked, the same for the same code', async () => {
  const project = await adopted();
  const before = project.read('ci/known.json');
  await check(project, '--update-baseline');
  expect(project.read('ci/known.json')).toBe(before);
  project.write('src/a.ts', functionOf());
  await check(project, 'src/a.ts', '--update-baseline');
  expect(Object.keys((JSON.parse(project.read('ci/known.json')) as { files: object }).files)).toEqual(['../src/b.ts']);
});

test('a broken one is told, and nothing is said about the code', async () => {
  const project = await adopted();
  project.write('ci/known.json', '{ "version": 1, "files": { "src/a.ts": [');
  const { stdout, stderr, exitCode } = await queryLens(['check', ...BASELINE], { cwd: project.folder });
  expect(stderr).toMatch(/^query-lens: The baseline .*ci\/known\.json can't be read: .* Mend or remove it\. /);
  expect(stdout).toBe('');
  expect(exitCode).toBe(2);
});
