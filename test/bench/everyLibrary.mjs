/** Writes a project of a given number of files over all libraries: the idioms of test/mature, once per part of it. */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const TEST = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const IDIOMS = path.join(TEST, 'mature/idioms');
const PACKAGES = path.join(TEST, 'packages');

const OPTIONS = {
  target: 'es2023',
  lib: ['es2023', 'esnext.disposable', 'dom'],
  module: 'preserve',
  moduleResolution: 'bundler',
  strict: true,
  noEmit: true,
  skipLibCheck: true,
  experimentalDecorators: true,
  types: [],
  allowImportingTsExtensions: true,
  paths: { 'prisma-client': [path.join(PACKAGES, 'prisma-generated/generated/client.ts')] },
};

/** Writes at least `files` files; returns the first part's folders, one a library. */
export function generateEveryLibrary(folder, files) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  linkLibraries(folder);
  writeFileSync(path.join(folder, 'package.json'), JSON.stringify({ name: 'bench', private: true }));
  writeFileSync(
    path.join(folder, 'tsconfig.json'),
    JSON.stringify({ compilerOptions: OPTIONS, include: ['src'] }, null, 2),
  );
  const libraries = readdirSync(IDIOMS);
  for (let part = 0, written = 0; written < files; part++) {
    for (const library of libraries) written += writePart(folder, library, part);
  }
  return libraries.map((library) => path.join(folder, 'src/part0', library));
}

function writePart(folder, library, part) {
  const target = path.join(folder, `src/part${part}`, library);
  mkdirSync(target, { recursive: true });
  const names = readdirSync(path.join(IDIOMS, library));
  for (const name of names) {
    const text = readFileSync(path.join(IDIOMS, library, name), 'utf8');
    writeFileSync(path.join(target, name), text.replaceAll('Invoice', `Invoice${part}`));
  }
  return names.length;
}

/** Gives it the packages of every folder of test/packages; of one that several have, the first counts. */
function linkLibraries(folder) {
  const folders = [
    '.',
    ...readdirSync(PACKAGES).filter((name) => existsSync(path.join(PACKAGES, name, 'package.json'))),
  ];
  for (const from of folders) {
    const { dependencies = {} } = JSON.parse(readFileSync(path.join(PACKAGES, from, 'package.json'), 'utf8'));
    for (const name of Object.keys(dependencies)) {
      const [at, target] = [folder, path.join(PACKAGES, from)].map((base) => path.join(base, 'node_modules', name));
      if (existsSync(at) || !existsSync(target)) continue;
      mkdirSync(path.dirname(at), { recursive: true });
      symlinkSync(target, at, 'junction');
    }
  }
}
