/** The recipes of docs/ci.md, tried: their commands are run in a repository, and do what the page says. */
import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import type { Log } from 'sarif';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { CLI, queryLens } from './queryLens.ts';
import { recipe } from './recipes.ts';
import { DB, temporaryProject, type TemporaryProject } from './temporaryProject.ts';

const LOST = "import { db } from './db.js';\n\nexport function lost() {\n  db.selectFrom('users').selectAll();\n}\n";
const FILES = { 'src/db.ts': DB, 'src/a.ts': LOST, 'src/b.ts': LOST, 'src/c.ts': LOST, '.gitignore': 'node_modules\n' };

interface Step {
  readonly run?: string;
}

interface Workflow {
  readonly jobs: Readonly<Record<string, { readonly steps: readonly Step[]; readonly strategy?: Strategy }>>;
}

interface Strategy {
  readonly matrix: { readonly part: readonly number[] };
}

/** A repository in which `npx query-lens` is what was built, with one commit that `origin/main` is at too. */
function repository(): TemporaryProject {
  const project = temporaryProject(FILES);
  const packages = path.resolve(import.meta.dirname, '../packages/node_modules');
  rmSync(project.path('node_modules'));
  mkdirSync(project.path('node_modules/.bin'), { recursive: true });
  for (const name of readdirSync(packages).filter((each) => !each.startsWith('.')))
    symlinkSync(path.join(packages, name), project.path(`node_modules/${name}`), 'junction');
  chmodSync(CLI, 0o755);
  symlinkSync(CLI, project.path('node_modules/.bin/query-lens'));
  const git = (...args: readonly string[]): void => {
    execFileSync('git', ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.org', ...args], { cwd: project.folder });
  };
  git('init', '--quiet', '--initial-branch', 'main');
  git('add', '.');
  git('commit', '--quiet', '--message', 'First');
  git('update-ref', 'refs/remotes/origin/main', 'HEAD');
  return project;
}

interface Shell {
  readonly stdout: string;
  readonly stderr: string;
  readonly status: number | null;
}

/** Runs a command of a recipe, with its expressions replaced, as the services do. */
function shell({ folder }: TemporaryProject, command: string, values: Readonly<Record<string, string>> = {}): Shell {
  const script = command.replaceAll(/\$\{\{ ([\w.]+) \}\}/g, (_, name: string) => values[name] ?? `no ${name}`);
  const { stdout, stderr, status } = spawnSync('bash', ['-e', '-c', script], { cwd: folder, encoding: 'utf8' });
  return { stdout, stderr, status };
}

/** The commands of a job that are ours. */
function commandsOf(workflow: Workflow, job: string): readonly string[] {
  const steps = workflow.jobs[job]?.steps ?? [];
  return steps.flatMap(({ run }) => (run?.includes('query-lens') ? [run] : []));
}

test('GitHub: what a pull request has changed, as annotations', () => {
  const project = repository();
  const [command = ''] = commandsOf(parse(recipe('github-annotations')) as Workflow, 'query-lens');
  const values = { 'github.base_ref': 'main' };
  expect(shell(project, command, values)).toEqual({ stdout: '', stderr: '', status: 0 });
  project.write('src/b.ts', `${LOST}// More.\n`);
  const { stdout, status } = shell(project, command, values);
  expect(stdout).toMatch(/^::error file=src\/b\.ts,line=4,[^\n]*\n$/);
  expect(status).toBe(1);
});

test('GitHub: the reports of the parts are merged into that of the whole', async () => {
  const project = repository();
  const workflow = parse(recipe('github-shards')) as Workflow;
  const [check = ''] = commandsOf(workflow, 'check');
  for (const part of workflow.jobs['check']?.strategy?.matrix.part ?? [])
    shell(project, check, { 'matrix.part': String(part) });
  const [merge = ''] = commandsOf(workflow, 'upload');
  expect(shell(project, merge)).toMatchObject({ stderr: '', status: 0 });
  const whole = await queryLens(['check', '--format', 'sarif'], { cwd: project.folder });
  expect((JSON.parse(whole.stdout) as Log).runs[0]?.results).toHaveLength(3);
  expect(JSON.parse(readFileSync(project.path('query-lens.sarif'), 'utf8'))).toEqual(JSON.parse(whole.stdout));
});

test('GitLab: the report is written where the job says it is', () => {
  const project = repository();
  const { 'query-lens': job } = parse(recipe('gitlab')) as {
    'query-lens': { script: readonly string[]; artifacts: { reports: { codequality: string } } };
  };
  const command = job.script.find((line) => line.includes('query-lens')) ?? '';
  expect(shell(project, command)).toMatchObject({ stdout: '', stderr: '', status: 1 });
  expect(JSON.parse(project.read(job.artifacts.reports.codequality))).toHaveLength(3);
});

test('pre-commit: the hook fails for what is about to be committed', () => {
  const project = repository();
  const { repos } = parse(recipe('pre-commit')) as {
    repos: readonly { hooks: readonly { entry: string; files: string }[] }[];
  };
  const [hook] = repos[0]?.hooks ?? [];
  expect(shell(project, hook?.entry ?? '')).toMatchObject({ stderr: '', status: 0 });
  project.write('src/c.ts', `${LOST}// More.\n`);
  expect(shell(project, hook?.entry ?? '')).toMatchObject({ stderr: '', status: 1 });
  const files = new RegExp(hook?.files ?? '');
  expect(['src/a.ts', 'a.mjs', 'querylens.json', 'README.md', 'a.py'].filter((name) => files.test(name))).toHaveLength(
    4,
  );
});

test('Nx: the settings are JSON, and the command is one', () => {
  const { targetDefaults } = JSON.parse(recipe('nx')) as { targetDefaults: Record<string, { command: string }> };
  const project = repository();
  expect(shell(project, `npx ${targetDefaults['query-lens']?.command}`).stdout).toMatch(/^(?:::error [^\n]*\n){3}$/);
});

test('what is no report of ours is not merged', async () => {
  const project = temporaryProject({ 'other.sarif': '{ "version": "2.1.0", "runs": [{ "tool": {} }] }' });
  const merge = (...files: readonly string[]): ReturnType<typeof queryLens> =>
    queryLens(['merge', ...files], { cwd: project.folder });
  expect((await merge('other.sarif')).stderr).toMatch(/^query-lens: other\.sarif is no report of "query-lens check/);
  expect(await merge('none.sarif')).toMatchObject({ stdout: '', exitCode: 2 });
});
