/** Monstrous files and folders, through the command line: it says what it can't do, and does the rest. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

const CLI = path.resolve(fileURLToPath(import.meta.url), '../../../dist/cli.js');
const PATIENCE_MS = 120_000;
const SOUND = `import { Kysely } from 'kysely';
declare const db: Kysely<{ t: { id: number } }>;
export async function find(): Promise<void> {
  await db.selectFrom('t').selectAll();
}
`;

const write = (name, text) => (folder) => writeFileSync(path.join(folder, name), text);

/** Each makes something in a folder beside a sound file, in which one finding has to be found all the same. */
const MONSTERS = {
  'a file of 50,000 lines': write(
    'long.ts',
    SOUND.split('\n')[0] + '\n' + 'export const q = 1; console.log(q);\n'.repeat(50_000),
  ),
  'a line of 2 MB': write('wide.ts', `export const wide = '${'x'.repeat(2_000_000)}';\n`),
  'a line of 2 MB of calls': write('calls.ts', `${SOUND}${'db.selectFrom("t");'.repeat(100_000)}\n`),
  '10,000 nested calls': write('nested.ts', `export const n = ${'f('.repeat(10_000)}${')'.repeat(10_000)};\n`),
  'a chain of 5,000 links': write(
    'chain.ts',
    `${SOUND}export const c = db.selectFrom('t')${".where('id', '=', 1)".repeat(5_000)};\n`,
  ),
  '5,000 nested arrow functions': write('arrows.ts', `export const a = ${'() => '.repeat(5_000)}1;\n`),
  '3,000 nested blocks': write(
    'blocks.ts',
    `${SOUND}async function f() ${'{ '.repeat(3_000)}await db.selectFrom('t').selectAll().execute();${' }'.repeat(3_000)}\n`,
  ),
  '20,000 terms of a sum': write('sum.ts', `export const s = ${'1 + '.repeat(20_000)}1;\n`),
  'invalid UTF-8': write('latin.ts', Buffer.from([0x2f, 0x2f, 0x20, 0xe9, 0xff, 0xfe, 0x0a])),
  'UTF-16': write('wide.ts', Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(SOUND, 'utf16le')])),
  'a byte-order mark': write('mark.ts', `\uFEFF${SOUND}`),
  CRLF: write('crlf.ts', SOUND.replaceAll('\n', '\r\n')),
  'a lone CR': write('cr.ts', SOUND.replaceAll('\n', '\r')),
  'a binary file': write('binary.ts', Buffer.from(Array.from({ length: 5_000 }, (_, index) => (index * 7919) % 256))),
  'an empty file': write('empty.ts', ''),
  'a folder named like a file': (folder) => mkdirSync(path.join(folder, 'folder.ts')),
  'a loop of symbolic links': (folder) => {
    mkdirSync(path.join(folder, 'loop'));
    symlinkSync('..', path.join(folder, 'loop/back'));
    symlinkSync('self.ts', path.join(folder, 'self.ts'));
  },
  'a folder without permission': (folder) => {
    mkdirSync(path.join(folder, 'secret'));
    writeFileSync(path.join(folder, 'secret/hidden.ts'), SOUND);
    chmodSync(path.join(folder, 'secret'), 0o000);
  },
  'a file without permission': (folder) => {
    writeFileSync(path.join(folder, 'hidden.ts'), SOUND);
    chmodSync(path.join(folder, 'hidden.ts'), 0o000);
  },
  'a tsconfig that extends itself': write('tsconfig.json', '{ "extends": "./tsconfig.json" }'),
  'a tsconfig that refers to itself': write(
    'tsconfig.json',
    '{ "references": [{ "path": "." }], "include": ["*.ts"] }',
  ),
  'a tsconfig that is no JSON': write('tsconfig.json', '{ "include": ['),
  'a package.json that is no JSON': write('package.json', '}{'),
  'circular imports': (folder) => {
    for (const [name, other] of [
      ['one', 'two'],
      ['two', 'one'],
    ])
      writeFileSync(
        path.join(folder, `${name}.ts`),
        `export * from './${other}';\nimport { x } from './${other}';\nexport const x${name} = x;\nx.find().where();\n`,
      );
  },
  'a class that extends itself': write(
    'self.ts',
    'export class A extends A {}\nexport type T = T[];\nexport const a = a;\nnew A().find();\na.find();\n',
  ),
  'Python, half-typed': write(
    'half.py',
    'from django.db import models\nclass A(models.Model\n  def f(self:\n\treturn A.objects.filter(\n',
  ),
};
const DJANGO = 'from django.db import models\n';
Object.assign(MONSTERS, {
  'Python of 20,000 lines': write(
    'models.py',
    DJANGO +
      Array.from(
        { length: 5_000 },
        (_, n) => `class M${n}(models.Model):\n    o${n} = models.ForeignKey("M${n + 1}")\n\n`,
      ).join(''),
  ),
  '5,000 nested brackets of Python': write('deep.py', `${DJANGO}x = ${'f('.repeat(5_000)}${')'.repeat(5_000)}\n`),
  '500 nested blocks of Python': write(
    'blocks.py',
    DJANGO + Array.from({ length: 500 }, (_, depth) => `${' '.repeat(depth)}if M.objects.filter():\n`).join(''),
  ),
  'a chain of 3,000 links in Python': write('chain.py', `${DJANGO}q = M.objects${'.filter(a=1)'.repeat(3_000)}\n`),
  'star imports in a circle': (folder) => {
    for (const [name, other] of [
      ['one', 'two'],
      ['two', 'one'],
    ])
      writeFileSync(
        path.join(folder, `${name}.py`),
        `${DJANGO}from .${other} import *\nfrom ${other} import *\nclass A(A):\n    pass\nA.objects.get()\n`,
      );
    writeFileSync(path.join(folder, '__init__.py'), 'from . import *\nfrom .one import *\n');
  },
  'tabs and spaces': write(
    'tabs.py',
    `${DJANGO}async def f():\n\tif x:\n        A.objects.get()\n\telse:\n  B.objects.get()\n`,
  ),
});
/** The sound file can't be judged where its own tsconfig can't be read; a message has to say so instead. */
const BROKEN = new Set(['a tsconfig that is no JSON', 'a tsconfig that extends itself']);

export async function tortureByFiles(failures) {
  for (const [name, make] of Object.entries(MONSTERS)) {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'query-lens-torture-'));
    writeFileSync(path.join(folder, 'sound.ts'), SOUND);
    make(folder);
    const { code, stdout, stderr } = await check(folder);
    const complain = (what) => failures.push(`${name}: ${what} (exit code ${code}) ${stderr.slice(-800)}`);
    if (code === undefined) complain('no end');
    else if (/should not have happened|at .*\.js:\d+/.test(stderr)) complain('a bug report');
    else if (!BROKEN.has(name) && !stdout.includes('"sound.ts"')) complain('the finding in the sound file is missing');
    else if (BROKEN.has(name) && stderr.trim() === '') complain('not a word about it');
    restore(folder);
  }
  return Object.keys(MONSTERS).length + (await deletedMeanwhile(failures));
}

/** Files that go while they are being analysed. */
async function deletedMeanwhile(failures) {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'query-lens-torture-'));
  const names = Array.from({ length: 60 }, (_, index) => `file${index}.ts`);
  for (const name of names) writeFileSync(path.join(folder, name), SOUND);
  const running = check(folder);
  const deleting = setInterval(() => {
    const name = names.pop();
    if (name === undefined) clearInterval(deleting);
    else rmSync(path.join(folder, name), { force: true });
  }, 10);
  const { code, stderr } = await running;
  clearInterval(deleting);
  if (code === undefined || /should not have happened/.test(stderr))
    failures.push(`files deleted meanwhile: ${stderr}`);
  rmSync(folder, { recursive: true, force: true });
  return 1;
}

async function check(folder) {
  const child = spawn(process.execPath, [CLI, 'check', '--format', 'json'], { cwd: folder });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk) => (stdout += chunk));
  child.stderr.on('data', (chunk) => (stderr += chunk));
  const timer = setTimeout(() => child.kill('SIGKILL'), PATIENCE_MS);
  const [code] = await once(child, 'close');
  clearTimeout(timer);
  return { code: code ?? undefined, stdout, stderr };
}

function restore(folder) {
  for (const name of ['secret', 'hidden.ts']) {
    try {
      chmodSync(path.join(folder, name), 0o700);
    } catch {
      // Most folders have none.
    }
  }
  rmSync(folder, { recursive: true, force: true });
}
