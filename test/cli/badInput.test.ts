/** What is typed, configured or found wrong is told in a sentence that says what to do; the exit code is 2, and nothing is lost. */
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  copyFileSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { CLI, queryLens } from './queryLens.ts';
import { DB, temporaryProject, type TemporaryProject } from './temporaryProject.ts';

/** With one finding, an error that a fix removes. */
const BROKEN = `import { db } from './db.js';
export async function find() {
  await db.selectFrom('users').selectAll();
}
`;
const project = (files: Readonly<Record<string, string>> = {}): TemporaryProject =>
  temporaryProject({ 'src/db.ts': DB, 'src/find.ts': BROKEN, ...files });
const UTF_16 = (text: string): Buffer => Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')]);

test('a configuration that can not be read is told at its place', async () => {
  const made = project();
  const { folder } = made;
  writeFileSync(made.path('querylens.json'), UTF_16('{ "rules": {} }'));
  const encoded = await queryLens(['check'], { cwd: folder });
  expect(encoded).toMatchObject({ exitCode: 2 });
  expect(encoded.stderr).toContain('querylens.json:1:1: This file is not in UTF-8. Save it in that encoding.');

  const other = project();
  mkdirSync(other.path('querylens.json'));
  const folderThere = await queryLens(['check'], { cwd: other.folder });
  expect(folderThere).toMatchObject({ exitCode: 2 });
  expect(folderThere.stderr).toContain("querylens.json:1:1: This file can't be read: ");

  const named = await queryLens(['check', '--config', 'src'], { cwd: project().folder });
  expect(named).toMatchObject({ exitCode: 2, stdout: '' });
  expect(named.stderr).toContain('src is no file: name a configuration file after --config, or leave it out.');
});

test('a tsconfig in another encoding is told, and a folder of its name is none', async () => {
  const made = project();
  const { folder } = made;
  writeFileSync(made.path('tsconfig.json'), UTF_16('{ "include": ["src"] }'));
  const encoded = await queryLens(['check'], { cwd: folder });
  expect(encoded.stderr).toContain('tsconfig.json is not in UTF-8: save it in that encoding.');
  expect(encoded.stdout).toContain('src/find.ts:3:32  error  no-await-builder');

  const other = project();
  mkdirSync(other.path('src/tsconfig.json'));
  const folderThere = await queryLens(['check'], { cwd: other.folder });
  expect(folderThere).toMatchObject({ exitCode: 1, stderr: '' });
});

test('a pattern that no shell has expanded is told from a name that is wrong', async () => {
  const { folder } = project();
  const pattern = await queryLens(['check', 'src/*.ts'], { cwd: folder });
  expect(pattern).toMatchObject({ exitCode: 2, stdout: '' });
  expect(pattern.stderr).toContain('src/*.ts does not exist: name files or folders, since a pattern is for the shell');
  const wrong = await queryLens(['check', 'src/fnid.ts'], { cwd: folder });
  expect(wrong).toMatchObject({ exitCode: 2, stdout: '' });
  expect(wrong.stderr).toContain('src/fnid.ts does not exist: check the spelling,');
});

test('a baseline that can not be written is told, and so are results that can not be kept', async () => {
  const made = project();
  const { folder } = made;
  const baseline = ['--baseline', 'src/db.ts/known.json', '--update-baseline'];
  const unwritten = await queryLens(['check', ...baseline], { cwd: folder });
  expect(unwritten).toMatchObject({ exitCode: 2 });
  expect(unwritten.stderr).toContain(`The baseline ${made.path('src/db.ts/known.json')} can't be written: `);

  const kept = await queryLens(['check', '--cache-location', 'src/db.ts'], { cwd: folder });
  expect(kept).toMatchObject({ exitCode: 1 });
  expect(kept.stderr).toContain('query-lens: the results are not kept for the next run: ');
});

test('components are said not to be analysed', async () => {
  const made = project({ 'src/app.vue': '<script></script>', 'src/other.vue': '', 'src/page.svelte': '' });
  const doctor = await queryLens(['doctor'], { cwd: made.folder });
  expect(doctor.stdout).toContain('not analysed: 2 .vue, 1 .svelte: code inside components is not analysed.');
  const one = await queryLens(['doctor', 'src/app.vue'], { cwd: made.folder });
  expect(one.stdout).toContain('labels: none, since code inside components is not analysed.');
  made.write('components/one.astro', '');
  const none = await queryLens(['check'], { cwd: `${made.folder}/components` });
  expect(none).toMatchObject({ exitCode: 2 });
  expect(none.stderr).toContain('There are 1 .astro: code inside components is not analysed.');
});

test('without components nothing is said of them', async () => {
  const doctor = await queryLens(['doctor'], { cwd: project().folder });
  expect(doctor.stdout).not.toContain('not analysed');
});

test("packages in the archives of Yarn's Plug'n'Play are told, and without them nothing is", async () => {
  const made = project({ '.pnp.cjs': '' });
  const told = "packages: in the archives of Yarn's Plug'n'Play, which TypeScript does not read:";
  for (const args of [['doctor'], ['doctor', 'src/find.ts']]) {
    expect((await queryLens(args, { cwd: made.folder })).stdout).toContain(told);
    expect((await queryLens(args, { cwd: project().folder })).stdout).not.toContain("Plug'n'Play");
  }
});

test('a fix keeps the mode of the file and the link to it, and leaves nothing beside it', async () => {
  const made = project();
  const { folder } = made;
  chmodSync(made.path('src/find.ts'), 0o755);
  symlinkSync(made.path('src/find.ts'), made.path('src/link.ts'));
  expect(await queryLens(['check', 'src/link.ts', '--fix'], { cwd: folder })).toMatchObject({ exitCode: 0 });
  expect(made.read('src/find.ts')).toContain('.selectAll().execute()');
  expect(lstatSync(made.path('src/link.ts')).isSymbolicLink()).toBe(true);
  expect(statSync(made.path('src/find.ts')).mode & 0o777).toBe(0o755);
  expect(readdirSync(made.path('src')).toSorted()).toEqual(['db.ts', 'find.ts', 'link.ts']);
});

test('a folder that has gone is told', async () => {
  const { folder } = project();
  mkdirSync(`${folder}/gone`);
  // The shell is in the folder while it is removed.
  const script = `cd gone && rmdir ../gone && exec "$0" "$1" check`;
  const stderr = await new Promise<string>((resolve) => {
    execFile('/bin/sh', ['-c', script, process.execPath, CLI], { cwd: folder }, (_, __, told) => resolve(told));
  });
  expect(stderr).toContain('query-lens: the folder it was started in has gone. Change to one that exists.');
});

test('when nobody reads what it tells, the exit code still says how it went', async () => {
  const child = spawn(process.execPath, [CLI, 'check', 'missing.ts'], { cwd: project().folder });
  child.stderr.destroy();
  expect(await once(child, 'exit')).toEqual([2, null]);
});

test('without a TypeScript that can be started it says how to get one', async () => {
  const { folder } = project();
  const alone = temporaryProject({ 'package.json': '{ "type": "module", "version": "0.1.0" }' });
  rmSync(alone.path('node_modules'));
  mkdirSync(alone.path('dist/typescript'), { recursive: true });
  copyFileSync(CLI, alone.path('dist/cli.js'));
  const told = (): Promise<string> =>
    new Promise((resolve) => {
      execFile(process.execPath, [alone.path('dist/cli.js'), 'check'], { cwd: folder }, (error, _, stderr) => {
        expect(error?.code).toBe(2);
        resolve(stderr);
      });
    });
  expect(await told()).toMatch(/^query-lens: TypeScript 7 for .* is not installed: reinstall query-lens/);
  alone.write(`dist/typescript/${process.platform === 'win32' ? 'tsc.exe' : 'tsc'}`, 'nothing that runs');
  expect(await told()).toMatch(/^query-lens: TypeScript can't be started: .*Reinstall query-lens on this machine\./);
});

test('a server that can not reach its editor says so', async () => {
  const cwd = project().folder;
  const told = async (...args: string[]): Promise<string> => {
    const { exitCode, stderr } = await queryLens(['lsp', ...args], { cwd });
    expect(exitCode).toBe(2);
    return stderr;
  };
  expect(await told('--socket', 'http')).toContain('--socket http is no port: write a number from 1 to 65535.');
  expect(await told('--node-ipc')).toContain('--node-ipc is for a server that a Node process has forked.');
  const nobody = "query-lens: the editor can't be reached at the socket or pipe that was named.";
  expect(await told(`--socket=${await freePort()}`)).toContain(nobody);
  expect(await told(`--pipe=${cwd}/no-pipe`)).toContain(nobody);
});

/** Nobody listens at it. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
