/** `check --watch`: it checks again when something has changed, and ends when it is interrupted. */
import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { expect, onTestFinished, test, vi } from 'vitest';
import { runningProcesses } from '../lsp/processes.ts';
import { CLI } from './queryLens.ts';
import { DB, temporaryProject, type TemporaryProject } from './temporaryProject.ts';

const LOST =
  "import { pending } from './pending.js';\n\nexport function show() {\n  pending().where('id', '=', 1);\n}\n";
const PENDING = "import { db } from './db.js';\n\nexport const pending = () => db.selectFrom('users').selectAll();\n";
const NO_QUERY = 'export const pending = () => ({ where: (...condition: unknown[]) => condition });\n';
const WAITING = 'waiting for changes';

interface Watched {
  /** The severities of the findings of the next pass. */
  next(): Promise<readonly string[]>;
  /** What it told on stderr so far. */
  told(): string;
  /** The processes it has started. */
  children(): readonly number[];
  /** Interrupts it, and gives its exit code. */
  end(): Promise<number | null>;
}

function watch({ folder }: TemporaryProject): Watched {
  const child = spawn(process.execPath, [CLI, 'check', '--watch', '--format', 'json'], { cwd: folder });
  onTestFinished(() => void child.kill('SIGKILL'));
  const output = { out: '', err: '', passes: 0 };
  let wake: () => void = () => undefined;
  const add = (stream: 'out' | 'err') => (text: Buffer) => {
    output[stream] += text.toString();
    wake();
  };
  child.stdout.on('data', add('out'));
  child.stderr.on('data', add('err'));
  return {
    async next() {
      output.passes += 1;
      while (output.err.split(WAITING).length <= output.passes) await new Promise<void>((resolve) => (wake = resolve));
      const last = output.out.trimEnd().split('\n').at(-1) ?? '';
      return (JSON.parse(last) as { findings: { severity: string }[] }).findings.map(({ severity }) => severity);
    },
    told: () => output.err,
    children: () => runningProcesses().flatMap(({ pid, parent }) => (parent === child.pid ? pid : [])),
    end: () =>
      new Promise((resolve) => {
        child.once('exit', resolve);
        child.kill('SIGINT');
      }),
  };
}

test('each change is followed: of a file, of one it calls, of the configuration, of what is there', async () => {
  const project = temporaryProject({ 'src/db.ts': DB, 'src/pending.ts': PENDING, 'src/show.ts': LOST });
  const watched = watch(project);
  expect(await watched.next()).toEqual(['error']);
  project.write('src/pending.ts', NO_QUERY);
  expect(await watched.next()).toEqual([]);
  project.write('src/pending.ts', PENDING);
  expect(await watched.next()).toEqual(['error']);
  project.write('querylens.json', '{ "rules": { "no-unexecuted-query": "hint" } }');
  expect(await watched.next()).toEqual(['hint']);
  project.write('src/more.ts', LOST);
  expect(await watched.next()).toEqual(['hint', 'hint']);
  rmSync(project.path('querylens.json'));
  expect(await watched.next()).toEqual(['error', 'error']);
  rmSync(project.path('src/show.ts'));
  expect(await watched.next()).toEqual(['error']);
  expect(watched.told().replaceAll(/query-lens: waiting for changes; Ctrl\+C ends it\.\n/g, '')).toBe('');
  expect(await watched.end()).toBe(1);
});

test('what can not be checked now may be after the next change', async () => {
  const project = temporaryProject({ 'src/db.ts': DB, 'src/show.ts': LOST, 'src/pending.ts': PENDING });
  for (const file of ['db', 'show', 'pending']) rmSync(project.path(`src/${file}.ts`));
  const watched = watch(project);
  await expect(watched.next()).rejects.toThrow('JSON');
  expect(watched.told()).toContain('There is nothing to check');
  project.write('src/db.ts', `${DB}\ndb.deleteFrom('users').where('id', '=', 1);\n`);
  expect(await watched.next()).toEqual(['error']);
  expect(await watched.end()).toBe(1);
});

test('interrupted, it ends with what it has started', async () => {
  const watched = watch(temporaryProject({ 'src/db.ts': DB, 'src/pending.ts': PENDING, 'src/show.ts': LOST }));
  await watched.next();
  const children = watched.children();
  expect(children).not.toEqual([]);
  await watched.end();
  const isRunning = ({ pid }: { readonly pid: number }): boolean => children.includes(pid);
  await vi.waitFor(() => expect(runningProcesses().filter(isRunning)).toEqual([]), { timeout: 30_000 });
});
