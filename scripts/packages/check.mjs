/**
 * Opens a package and looks at it: the files that are named and no others, small enough, loadable, and made for its
 * platform. `node scripts/packages/check.mjs <packages...>` looks at packages that are there already.
 */
import { mkdtempSync, readFileSync, realpathSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { unpackExtension, unpackTarball } from './archives.mjs';
import { DECLARATION, MOST_BYTES, filesOfExtension, filesOfNpm } from './contents.mjs';
import { extensionFails, npmFails } from './load.mjs';
import { HOST, TARGETS, madeFor } from './targets.mjs';

const megabytes = (bytes) => `${(bytes / 1024 / 1024).toFixed(1)} MB`;

function differences(found, wanted) {
  return [
    ...found.filter((name) => !wanted.includes(name)).map((name) => `${name} is not named in contents.mjs`),
    ...wanted.filter((name) => !found.includes(name)).map((name) => `${name} is missing`),
  ];
}

function tooLarge(file, most) {
  const { size } = statSync(file);
  return size < most ? [] : [`it has ${megabytes(size)}, and may have ${megabytes(most)}`];
}

/** Files that the manifest points to and that are not there. */
function manifestFails(folder, files) {
  const text = readFileSync(path.join(folder, 'package.json'), 'utf8');
  const named = [...text.matchAll(/"(?:\.\/)?((?:dist|media|schemas|syntaxes)\/[^"]+)"/g)].map(([, name]) => name);
  const missing = named.filter((name) => !files.includes(name));
  return missing.map((name) => `package.json names ${name}, which is missing`);
}

function binaryFails(folder, files, target) {
  const { binary, format, machine } = TARGETS[target];
  const name = `extension/dist/typescript/${binary}`;
  const made = madeFor(readFileSync(path.join(folder, name)));
  const mode = files.find((file) => file.name === name)?.mode ?? 0;
  return [
    ...(made?.format === format && made.machine === machine ? [] : [`${name} is not made for ${target}`]),
    ...(format === 'pe' || (mode & 0o111) === 0o111 ? [] : [`${name} is not executable`]),
  ];
}

/** Runs `look` on the package, unpacked; throws with everything that is wrong with it. */
async function opened(file, unpack, look) {
  const scratch = mkdtempSync(path.join(realpathSync(tmpdir()), 'query-lens-package-'));
  try {
    const files = await unpack(file, scratch);
    const wrong = await look(scratch, files);
    const name = path.basename(file);
    if (wrong.length > 0) throw new Error([`${name} is not as it should be:`, ...wrong].join('\n  '));
    console.log(`${name}: ${files.length} files, ${megabytes(statSync(file).size)}`);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** Whatever lies below `inner` has to be there before the bundles are worth loading. */
async function look(folder, inner, files, wanted, loadFails) {
  const names = files.map(({ name }) => name);
  const wrong = differences(names, wanted);
  if (wrong.length > 0) return wrong;
  const home = path.join(folder, inner);
  const manifest = JSON.parse(readFileSync(path.join(home, 'package.json'), 'utf8'));
  const inside = names.filter((name) => name.startsWith(`${inner}/`)).map((name) => name.slice(inner.length + 1));
  return [...manifestFails(home, inside), ...(await loadFails(home, manifest))];
}

/** Throws unless the .vsix is as it should be for a target. */
export async function checkExtension(file, target) {
  const wanted = filesOfExtension(TARGETS[target]);
  const loadFails = (home, manifest) => extensionFails(home, manifest, TARGETS[target].typescript === HOST);
  const folderOfTypeScript = 'extension/dist/typescript/';
  await opened(file, unpackExtension, async (folder, files) => {
    const declaration = ({ name }) =>
      name.startsWith(folderOfTypeScript) && DECLARATION.test(name.slice(folderOfTypeScript.length));
    const others = files.filter((entry) => wanted.includes(entry.name) || !declaration(entry));
    const wrong = [
      ...tooLarge(file, MOST_BYTES.extension),
      ...(await look(folder, 'extension', others, wanted, loadFails)),
    ];
    return wrong.length > 0 ? wrong : binaryFails(folder, files, target);
  });
}

/** Throws unless the tarball is as it should be for npm. */
export async function checkNpm(file) {
  await opened(file, unpackTarball, async (folder, files) => [
    ...tooLarge(file, MOST_BYTES.npm),
    ...(await look(folder, 'package', files, filesOfNpm(), npmFails)),
  ]);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    for (const file of process.argv.slice(2)) {
      const [, target] = /query-lens-(.*)\.vsix$/.exec(path.basename(file)) ?? [];
      if (target !== undefined && !Object.hasOwn(TARGETS, target)) throw new Error(`No platform is called ${target}.`);
      await (target === undefined ? checkNpm(file) : checkExtension(file, target));
    }
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
  }
}
