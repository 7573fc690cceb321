/**
 * Starts a new library: `node scripts/scaffold-library.mjs <library> <package>[@version] [type...]`.
 *
 * Installs the package into test/packages/<library>, and writes a catalog with a draft of every named type, its
 * methods read from the package's declarations and their executions guessed from what they return, a proof that
 * is to be filled in, and a folder of fixtures. What exists already is left alone. See docs/add-a-library.md.
 */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { npm } from './npm.mjs';

const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const [library, wanted, ...types] = process.argv.slice(2);
if (library === undefined || wanted === undefined) {
  console.error('Say which: node scripts/scaffold-library.mjs <library> <package>[@version] [type...]');
  process.exit(2);
}
const packageName = wanted.replace(/(?<=.)@[^/]*$/, '');
const packages = path.join(ROOT, 'test/packages', library);

/** A guess by what the declarations say; each is to be held against a run. */
const GUESSES = { promise: 'executing', thenable: 'deferred', plain: 'lazy', unknown: 'lazy' };

/** Writes a new file, and says so. */
function write(file, text) {
  const name = path.join(ROOT, file);
  if (existsSync(name)) return console.log(`kept    ${file}`);
  mkdirSync(path.dirname(name), { recursive: true });
  writeFileSync(name, text);
  console.log(`written ${file}`);
}

/** JSON in which an object without objects inside stands on one line. */
const json = (value) =>
  `${JSON.stringify(value, null, 2).replace(/\{\n([^{}[\]]*?)\n\s*\}/g, (_, inside) => `{ ${inside.trim().replace(/\n\s*/g, ' ')} }`)}\n`;

async function readTypes() {
  const reader = path.join(ROOT, 'test/catalogs/.scaffold.mjs');
  await build({
    entryPoints: [path.join(ROOT, 'test/catalogs/declarations.ts')],
    bundle: true,
    format: 'esm',
    platform: 'node',
    packages: 'external',
    outfile: reader,
  });
  try {
    const { declarationFiles, readDeclarations } = await import(reader);
    const folder = path.join(packages, 'node_modules', packageName);
    return readDeclarations(declarationFiles(folder), (name) => types.includes(name));
  } finally {
    rmSync(reader, { force: true });
  }
}

function draft(members) {
  const methods = [...members].filter(([, { kind }]) => kind === 'method');
  return Object.fromEntries(
    methods.map(([name, { results }]) => {
      const execution = GUESSES[[...results][0] ?? 'unknown'];
      return [name, { execution, description: 'Say in one sentence what it does.' }];
    }),
  );
}

write(
  `test/packages/${library}/package.json`,
  json({
    name: `query-lens-test-packages-${library}`,
    description: 'What the tests of this library read and run; never shipped.',
    private: true,
    type: 'module',
    dependencies: {},
  }),
);
if (!existsSync(path.join(packages, 'node_modules', packageName)))
  npm(['install', '--save-exact', '--ignore-scripts', wanted], { cwd: packages });
const { version } = JSON.parse(readFileSync(path.join(packages, 'node_modules', packageName, 'package.json'), 'utf8'));
const declared = new Map();
for (const { name, members } of types.length > 0 ? await readTypes() : [])
  declared.set(name, new Map([...(declared.get(name) ?? []), ...members]));

write(
  `server/src/catalogs/${library}.json`,
  json({
    $schema: './catalog.schema.json',
    library,
    title: library,
    language: 'typescript',
    packages: [{ name: packageName, versions: `>=${version.split('.')[0]}` }],
    docs: 'https://example.org/',
    surprises: [],
    modules: { [packageName]: {} },
    types: Object.fromEntries(
      [...declared].map(([name, members]) => [
        name,
        { description: 'Say in one sentence what a value is.', methods: draft(members) },
      ]),
    ),
  }),
);
write(
  `test/proof/subjects/${library}.mjs`,
  `/** How to run each method of ${library}. */
import { createRequire } from 'node:module';
import { SendLog } from '../observe.ts';

const require = createRequire(new URL('../../packages/${library}/package.json', import.meta.url));
const log = new SendLog();

/** The proof's subjects: one for each installed version. */
export async function subjects() {
  const { version } = require('${packageName}/package.json');
  return [{ version, quiet: 5, log, open: () => ({ close: () => {} }), receivers: {}, calls: {}, modules: {} }];
}
`,
);
write(
  `test/fixtures/${library}/tsconfig.json`,
  json({
    extends: '../tsconfig.fixtures.json',
    compilerOptions: { paths: { '*': [`../../packages/${library}/node_modules/*`] } },
    include: ['.'],
  }),
);
