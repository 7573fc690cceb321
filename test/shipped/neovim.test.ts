/** A real Neovim, configured as docs/editors.md says, with the server of the package for npm. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { getNeovim } from './getNeovim.ts';
import { LOST, ROOT, emptyFolder, packForNpm } from './tarball.ts';

interface Seen {
  readonly version: string;
  readonly failure?: string;
  readonly diagnostics: readonly { readonly line: number; readonly message: string; readonly source: string }[];
  readonly hover: readonly string[];
  readonly actions: readonly string[];
  readonly text: readonly string[];
  readonly undone: readonly string[];
}

const SOURCE = LOST.trimEnd().split('\n');

let folder = '';
let seen: Seen;
beforeAll(() => {
  folder = emptyFolder('neovim');
  seen = useNeovim();
}, 300_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The configurations in the manual: for Neovim 0.11 and newer, and for those before. */
function configurations(): readonly string[] {
  const manual = readFileSync(path.join(ROOT, 'docs/editors.md'), 'utf8');
  return [...manual.matchAll(/^```lua\n(.*?)^```$/gms)].map(([, code = '']) => code);
}

function install(project: string): void {
  mkdirSync(project);
  writeFileSync(path.join(project, 'package.json'), '{ "private": true }');
  const install = ['install', packForNpm(folder), '--ignore-scripts', '--no-audit', '--no-fund'];
  execFileSync('npm', install, { cwd: project });
}

function useNeovim(): Seen {
  const { command, env } = getNeovim();
  const project = path.join(folder, 'project');
  install(project);
  writeFileSync(path.join(project, 'users.ts'), LOST);
  const environment = {
    ...process.env,
    ...env,
    PATH: `${path.join(project, 'node_modules/.bin')}${path.delimiter}${process.env['PATH'] ?? ''}`,
    SEEN: path.join(folder, 'seen.json'),
    ...Object.fromEntries(['CONFIG', 'DATA', 'STATE', 'CACHE'].map((kind) => [`XDG_${kind}_HOME`, folder])),
  };
  const options = { cwd: project, env: environment, encoding: 'utf8', timeout: 240_000 } as const;
  const [modern = '', older = ''] = configurations();
  const isModern =
    spawnSync(command, ['--clean', '--headless', '-c', 'if has("nvim-0.11") | cquit 11 | else | qall | endif'], options)
      .status === 11;
  const init = path.join(folder, 'init.lua');
  writeFileSync(init, isModern ? modern : older);
  const driver = path.join(import.meta.dirname, 'drive.lua');
  const { stderr } = spawnSync(
    command,
    ['--headless', '-u', init, '-i', 'NONE', '-n', 'users.ts', '-S', driver],
    options,
  );
  try {
    return JSON.parse(readFileSync(environment.SEEN, 'utf8')) as Seen;
  } catch {
    throw new Error(`Neovim wrote nothing of what it saw. It said: ${stderr}`);
  }
}

test('nothing was waited for in vain', () => {
  expect(seen.failure).toBeUndefined();
  expect(seen.version).toMatch(/^0\./);
});

test('the finding is shown where it is', () => {
  expect(seen.diagnostics).toEqual([
    expect.objectContaining({
      line: 4,
      severity: 1,
      message: expect.stringContaining('This Knex query never runs') as string,
    }),
  ]);
});

test('a hover says why', () => {
  expect(seen.hover.join('\n')).toMatch(/delete.*never runs/s);
});

test('the fix that is chosen is applied, the finding goes, and both are undone', () => {
  expect(seen.actions[0]).toMatch(/await/i);
  expect(seen.text).toEqual(SOURCE.with(3, "  await db('users').where({ id }).delete();"));
  expect(seen.undone).toEqual(SOURCE);
});
