/** `check --changed`: the files that git says have changed, and those that reach them. */
import { execFileSync } from 'node:child_process';
import { renameSync, rmSync } from 'node:fs';
import { expect, test } from 'vitest';
import { queryLens } from './queryLens.ts';
import { DB, temporaryProject, type TemporaryProject } from './temporaryProject.ts';

const dropped = (imported: string, called = "db.selectFrom('users').selectAll()"): string =>
  `import * as all from '${imported}';\nimport { db } from './db.js';\n\nexport function run() {\n  ${called};\n  return all;\n}\n`;

function git({ folder }: TemporaryProject, ...args: readonly string[]): void {
  const who = ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.org', '-c', 'commit.gpgsign=false'];
  execFileSync('git', [...who, ...args], { cwd: folder, stdio: 'ignore' });
}

/** `a` is imported by `b`, and that by `c`; `d` stands alone. */
function repository(): TemporaryProject {
  const project = temporaryProject({
    '.gitignore': 'node_modules\n',
    'src/db.ts': DB,
    'src/a.ts': dropped('./db.js'),
    'src/b.ts': dropped('./a.js'),
    'src/c.ts': dropped('./b.js'),
    'src/d.ts': dropped('./db.js'),
  });
  git(project, 'init', '--initial-branch', 'main');
  git(project, 'add', '.');
  git(project, 'commit', '--message', 'First');
  return project;
}

async function changed({ folder }: TemporaryProject, ...args: readonly string[]): Promise<readonly string[]> {
  const { stdout, stderr } = await queryLens(['check', '--format', 'json', '--changed', ...args], { cwd: folder });
  expect(stderr).toBe('');
  return (JSON.parse(stdout) as { findings: { file: string }[] }).findings.map(({ file }) => file);
}

test('nothing has changed: nothing is checked, and all is well', async () => {
  const { folder } = repository();
  const { stdout, stderr, exitCode } = await queryLens(['check', '--changed'], { cwd: folder });
  expect(stdout).toMatch(/^No findings in 0 files/);
  expect({ stderr, exitCode }).toEqual({ stderr: '', exitCode: 0 });
});

test('what has changed is checked with its callers, committed or not, known to git or not', async () => {
  const project = repository();
  project.write('src/b.ts', `${project.read('src/b.ts')}// More.\n`);
  expect(await changed(project)).toEqual(['src/b.ts', 'src/c.ts']);
  git(project, 'checkout', '-b', 'topic');
  git(project, 'commit', '--all', '--message', 'Second');
  expect(await changed(project)).toEqual([]);
  expect(await changed(project, 'main')).toEqual(['src/b.ts', 'src/c.ts']);
  project.write('src/e.ts', dropped('./db.js'));
  expect(await changed(project)).toEqual(['src/e.ts']);
});

test('who imported a file that is gone is checked, and everybody when the configuration has changed', async () => {
  const project = repository();
  rmSync(project.path('src/a.ts'));
  expect(await changed(project)).toEqual(['src/b.ts', 'src/c.ts']);
  project.write('src/a.ts', dropped('./db.js'));
  project.write('querylens.json', '{}');
  expect(await changed(project)).toEqual(['src/a.ts', 'src/b.ts', 'src/c.ts', 'src/d.ts']);
});

test('what main has got since does not count', async () => {
  const project = repository();
  git(project, 'checkout', '-b', 'topic');
  renameSync(project.path('src/c.ts'), project.path('src/z.ts'));
  git(project, 'add', '.');
  git(project, 'commit', '--message', 'Topic');
  git(project, 'checkout', 'main');
  project.write('src/d.ts', `${project.read('src/d.ts')}// More.\n`);
  git(project, 'commit', '--all', '--message', 'Main');
  git(project, 'checkout', 'topic');
  expect(await changed(project, 'main')).toEqual(['src/z.ts']);
});

test('a ref that is not there, and a folder without git, are told with what to do', async () => {
  const { folder } = repository();
  const unknown = await queryLens(['check', '--changed', 'src'], { cwd: folder });
  expect(unknown.stderr).toMatch(/^query-lens: --changed src: git knows no commit of that name\. Fetch it first/);
  expect(unknown).toMatchObject({ stdout: '', exitCode: 2 });
  const plain = temporaryProject({ 'src/db.ts': DB });
  const without = await queryLens(['check', '--changed'], { cwd: plain.folder });
  expect(without.stderr).toMatch(/^query-lens: --changed asks git, and this folder is in no git repository/);
  expect(without.exitCode).toBe(2);
});
