/**
 * Builds the bundles: the extension's client, the language server, the command line, the webview page.
 *
 * `node esbuild.mjs [--minify] [--outdir <folder>] [--inputs <file>]`; the file then lists all that went in.
 * TypeScript's JavaScript side is bundled like any other package; its native binary is found when it is needed, in
 * node_modules or beside the bundle.
 */
import { chmodSync, copyFileSync, existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';

const ROOT = path.dirname(fileURLToPath(import.meta.url));

/** Packages in CommonJS call `require`, which an ES module has to make for itself. */
const REQUIRE =
  "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);";

const NODE = { platform: 'node', target: 'node20', bundle: true, mainFields: ['module', 'main'] };
const WEB = { platform: 'browser', target: 'es2022', bundle: true };

/** The pages of the rules by rule id, for reports that carry them. */
function rulePages() {
  const folder = path.join(ROOT, 'docs/rules');
  const names = readdirSync(folder).filter((name) => name.endsWith('.md') && name !== 'README.md');
  const entries = names.map((name) => [path.basename(name, '.md'), readFileSync(path.join(folder, name), 'utf8')]);
  return JSON.stringify(Object.fromEntries(entries));
}

/** Every bundle with the file it starts from. */
const BUNDLES = [
  { ...NODE, from: 'client/src/extension.ts', to: 'client.cjs', format: 'cjs', external: ['vscode'] },
  { ...NODE, from: 'server/src/lsp/main.ts', to: 'server.js', format: 'esm', banner: { js: REQUIRE } },
  {
    ...NODE,
    from: 'server/src/cli/main.ts',
    to: 'cli.js',
    format: 'esm',
    banner: { js: `#!/usr/bin/env node\n${REQUIRE}` },
    define: { RULE_PAGES: rulePages() },
  },
  { ...WEB, from: 'client/src/methodReference/page/main.ts', to: 'methodReference.js', format: 'iife' },
  { ...WEB, from: 'client/src/methodReference/page/page.css', to: 'methodReference.css' },
];

/** What the Python parser loads when the first Python file is opened. */
const WASM = ['web-tree-sitter/web-tree-sitter.wasm', 'tree-sitter-python/tree-sitter-python.wasm'];

const { values } = parseArgs({
  options: {
    minify: { type: 'boolean', default: false },
    outdir: { type: 'string', default: 'dist' },
    inputs: { type: 'string' },
  },
});
const outdir = path.resolve(ROOT, values.outdir);

const missing = BUNDLES.filter(({ from }) => !existsSync(path.join(ROOT, from)));
for (const { from, to } of missing) console.error(`Cannot build ${to}: ${from} does not exist.`);

const built = await Promise.all(
  BUNDLES.filter((bundle) => !missing.includes(bundle)).map(({ from, to, ...options }) =>
    build({
      ...options,
      absWorkingDir: ROOT,
      entryPoints: [from],
      outfile: path.join(outdir, to),
      minify: values.minify,
      sourcemap: values.minify ? false : 'linked',
      legalComments: 'none',
      logLevel: 'warning',
      metafile: true,
    }),
  ),
);
const { resolve } = createRequire(import.meta.url);
const copied = WASM.map((name) => resolve(name));
for (const file of copied) copyFileSync(file, path.join(outdir, path.basename(file)));
if (values.inputs !== undefined) {
  const bundled = built.flatMap(({ metafile }) => Object.keys(metafile.inputs));
  const inputs = new Set([...bundled, ...copied.map((file) => path.relative(ROOT, file).replaceAll(path.sep, '/'))]);
  writeFileSync(values.inputs, JSON.stringify([...inputs]));
}
if (existsSync(path.join(outdir, 'cli.js'))) chmodSync(path.join(outdir, 'cli.js'), 0o755);
if (missing.length > 0) process.exitCode = 1;
