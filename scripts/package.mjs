/**
 * Makes the packages: an extension for VS Code for each platform, and the one for npm.
 *
 * `node scripts/package.mjs [--outdir <folder>] [names...]`: a name is a platform of VS Code's (linux-x64, ...), `host`
 * for the one this runs on, or `npm`. Without names all are made. What goes in is said in packages/contents.mjs; what
 * has come out is opened and looked at by packages/check.mjs.
 */
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { createVSIX } from '@vscode/vsce';
import { checkExtension, checkNpm } from './packages/check.mjs';
import { BUILT, DECLARATION, KEPT, NOTICES } from './packages/contents.mjs';
import { manifestFor } from './packages/manifest.mjs';
import { noticesOf } from './packages/notices.mjs';
import { HOST, TARGETS, typescriptFor } from './packages/targets.mjs';
import { npm } from './npm.mjs';

const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');

/** Builds the bundles once, for all packages; returns their folder and the text of the notices. */
function buildBundles(scratch) {
  const dist = path.join(scratch, 'dist');
  const metafile = path.join(scratch, 'inputs.json');
  const args = [path.join(ROOT, 'esbuild.mjs'), '--minify', '--outdir', dist, '--inputs', metafile];
  if (spawnSync(process.execPath, args, { stdio: 'inherit' }).status !== 0) {
    throw new Error('The bundles could not be built.');
  }
  const named = new Set([...BUILT.both, ...BUILT.extension, ...BUILT.npm]);
  const unnamed = readdirSync(dist).filter((name) => !named.has(name));
  if (unnamed.length > 0) {
    throw new Error(
      `esbuild.mjs builds ${unnamed.join(', ')}: name the packages it goes into in packages/contents.mjs.`,
    );
  }
  // The binary is not bundled, but shipped; its licence is that of the package around it.
  const notices = noticesOf(ROOT, JSON.parse(readFileSync(metafile, 'utf8')), ['node_modules/typescript']);
  return { dist, notices };
}

/** Lays out in `stage` what a kind of package (`extension` or `npm`) holds on every platform. */
function stageCommon(stage, kind, { dist, notices }) {
  mkdirSync(stage, { recursive: true });
  for (const file of [...KEPT.both, ...KEPT[kind]]) cpSync(path.join(ROOT, file), path.join(stage, file));
  for (const file of [...BUILT.both, ...BUILT[kind]]) {
    cpSync(path.join(dist, file), path.join(stage, 'dist', file));
  }
  writeFileSync(path.join(stage, NOTICES), notices);
  writeFileSync(path.join(stage, 'package.json'), JSON.stringify(manifestFor(ROOT, kind), undefined, 2));
}

/** The native binary with the declarations it reads, which it looks for beside itself. */
function stageTypeScript(stage, target) {
  const { typescript, binary } = TARGETS[target];
  const from = path.join(typescriptFor(ROOT, typescript), 'lib');
  const to = path.join(stage, 'dist/typescript');
  rmSync(to, { recursive: true, force: true });
  mkdirSync(to, { recursive: true });
  for (const name of readdirSync(from).filter((file) => file === binary || DECLARATION.test(file))) {
    cpSync(path.join(from, name), path.join(to, name));
  }
}

async function makeExtension(stage, target, outdir) {
  stageTypeScript(stage, target);
  const packagePath = path.join(outdir, `query-lens-${target}.vsix`);
  const { repository } = manifestFor(ROOT, 'extension');
  await createVSIX({
    cwd: stage,
    packagePath,
    target,
    dependencies: false,
    // Links and pictures in the README are relative; only a known repository can make them absolute.
    rewriteRelativeLinks: repository !== undefined,
    allowMissingRepository: true,
  });
  return packagePath;
}

function makeNpm(stage, outdir) {
  const printed = npm(['pack', '--silent', '--pack-destination', outdir], { cwd: stage });
  return path.join(outdir, printed.trim().split('\n').at(-1));
}

async function main() {
  const { values, positionals } = parseArgs({
    options: { outdir: { type: 'string', default: ROOT } },
    allowPositionals: true,
  });
  const named = positionals.map((name) => (name === 'host' ? HOST : name));
  const names = named.length > 0 ? named : [...Object.keys(TARGETS), 'npm'];
  const unknown = names.filter((name) => name !== 'npm' && !Object.hasOwn(TARGETS, name));
  if (unknown.length > 0) {
    throw new Error(
      `No package is made for ${unknown.join(', ')}; there are ${Object.keys(TARGETS).join(', ')} and npm.`,
    );
  }
  const outdir = path.resolve(values.outdir);
  mkdirSync(outdir, { recursive: true });
  mkdirSync(path.join(ROOT, '.cache'), { recursive: true });
  // Tests make packages side by side.
  const scratch = mkdtempSync(path.join(ROOT, '.cache/packages-'));
  try {
    await makePackages(names, outdir, scratch);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

async function makePackages(names, outdir, scratch) {
  const bundles = buildBundles(scratch);
  if (names.includes('npm')) {
    stageCommon(path.join(scratch, 'npm'), 'npm', bundles);
    await checkNpm(makeNpm(path.join(scratch, 'npm'), outdir));
  }
  const stage = path.join(scratch, 'extension');
  stageCommon(stage, 'extension', bundles);
  // vsce warns when there is none; here everything staged is meant to be shipped.
  writeFileSync(path.join(stage, '.vscodeignore'), '');
  for (const target of names.filter((name) => name !== 'npm')) {
    await checkExtension(await makeExtension(stage, target, outdir), target);
  }
}

try {
  await main();
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
