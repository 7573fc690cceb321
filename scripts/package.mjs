/**
 * Makes the extension's package for this platform, query-lens-<platform>.vsix: an allow-list, staged in
 * .cache/vsix, so that nothing is shipped because it happened to lie about.
 */
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { createVSIX } from '@vscode/vsce';

const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const STAGE = path.join(ROOT, '.cache/vsix');
const PLATFORM = `${process.platform}-${process.arch}`;

const FILES = [
  'README.md',
  'CHANGELOG.md',
  'LICENSE',
  'media/icon.png',
  'media/activity-bar.svg',
  'syntaxes/sql-in-calls.tmLanguage.json',
  'syntaxes/sql-in-templates.tmLanguage.json',
  'schemas/querylens.schema.json',
  'schemas/catalog.schema.json',
];
/** What a manifest says to npm and not to an editor. */
const NOT_FOR_EDITORS = ['bin', 'files', 'dependencies', 'devDependencies', 'scripts'];

function stageManifest() {
  const manifest = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8'));
  for (const field of NOT_FOR_EDITORS) delete manifest[field];
  writeFileSync(path.join(STAGE, 'package.json'), JSON.stringify(manifest, undefined, 2));
}

function stageBundles() {
  const outdir = path.join(STAGE, 'dist');
  const args = [path.join(ROOT, 'esbuild.mjs'), '--minify', '--outdir', outdir];
  if (spawnSync(process.execPath, args, { stdio: 'inherit' }).status !== 0) process.exit(1);
}

/** The native binary with the declarations it reads, which it looks for beside itself. */
function stageTypeScript() {
  const require = createRequire(import.meta.url);
  const typescript = path.dirname(require.resolve('typescript/package.json'));
  const native = createRequire(path.join(typescript, 'package.json')).resolve(
    `@typescript/typescript-${PLATFORM}/package.json`,
  );
  const from = path.join(path.dirname(native), 'lib');
  const to = path.join(STAGE, 'dist/typescript');
  mkdirSync(to);
  for (const name of readdirSync(from).filter((file) => /^(tsc|tsc\.exe|lib\..*d\.ts)$/.test(file))) {
    cpSync(path.join(from, name), path.join(to, name));
  }
  for (const name of ['LICENSE', 'NOTICE.txt']) cpSync(path.join(typescript, name), path.join(to, name));
}

rmSync(STAGE, { recursive: true, force: true });
mkdirSync(STAGE, { recursive: true });
stageManifest();
for (const name of FILES) cpSync(path.join(ROOT, name), path.join(STAGE, name));
stageBundles();
stageTypeScript();
// vsce warns when there is none; here everything staged is meant to be shipped.
writeFileSync(path.join(STAGE, '.vscodeignore'), '');
await createVSIX({
  cwd: STAGE,
  packagePath: path.join(ROOT, `query-lens-${PLATFORM}.vsix`),
  target: PLATFORM,
  dependencies: false,
  allowMissingRepository: true,
  rewriteRelativeLinks: false,
});
