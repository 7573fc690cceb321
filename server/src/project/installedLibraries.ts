/**
 * Which libraries code can reach at all: what none of its folders has installed or asks for is in no type of it, and its
 * methods' names say nothing. Half of all names are those of arrays otherwise: some library has a `map`, some a `slice`.
 */
import fs from 'node:fs';
import path from 'node:path';
import { builtInCatalogs } from '../catalogs/index.ts';
import type { Catalog } from '../catalogs/schema.ts';

/** What is not found in a node_modules folder above, or not by its name. */
const ELSEWHERE = ['.pnp.cjs', '.pnp.js', 'deno.json', 'deno.jsonc'];
/** A dependency in another folder, which has dependencies of its own. */
const LINKED = /^(?:file|link|portal|workspace):/;

/** The libraries that files of these folders (absolute) may reach besides those that they import; `undefined`: any. */
export function installedLibraries(
  folders: ReadonlySet<string>,
  catalogs: readonly Catalog[],
): ReadonlySet<string> | undefined {
  const names = new Set<string>();
  const visited = new Set<string>();
  let hasManifest = false;
  for (const start of folders) {
    for (let folder = start; !visited.has(folder); folder = path.dirname(folder)) {
      visited.add(folder);
      const entries = new Set(entriesOf(folder));
      if (ELSEWHERE.some((name) => entries.has(name))) return undefined;
      if (entries.has('package.json')) {
        const asked = askedFor(path.join(folder, 'package.json'));
        if (!asked) return undefined;
        hasManifest = true;
        for (const name of asked) names.add(name);
      }
      if (entries.has('node_modules'))
        for (const name of packagesIn(path.join(folder, 'node_modules'))) names.add(name);
    }
  }
  if (!hasManifest) return undefined;
  const builtIn = new Set(builtInCatalogs.map(({ library }) => library));
  const reached = catalogs.filter(
    // A user's catalog may speak of files.
    ({ library, packages }) => !builtIn.has(library) || packages.some(({ name }) => names.has(name)),
  );
  return new Set(reached.map(({ library }) => library));
}

/** What a package.json depends on; `undefined` when that can't be told from it alone. */
function askedFor(manifest: string): readonly string[] | undefined {
  try {
    const json: unknown = JSON.parse(fs.readFileSync(manifest, 'utf8'));
    if (typeof json !== 'object' || json === null) return undefined;
    const lists = ['dependencies', 'devDependencies', 'peerDependencies', 'optionalDependencies'].flatMap((key) =>
      Object.entries((Reflect.get(json, key) ?? {}) as Readonly<Record<string, unknown>>),
    );
    if (lists.some(([, range]) => typeof range !== 'string' || LINKED.test(range))) return undefined;
    return lists.map(([name]) => name);
  } catch {
    return undefined;
  }
}

/** The packages of a node_modules folder, with those that pnpm keeps out of sight. */
function packagesIn(modules: string): readonly string[] {
  const own = entriesOf(modules).flatMap((name) =>
    name.startsWith('@') ? entriesOf(path.join(modules, name)).map((inner) => `${name}/${inner}`) : [name],
  );
  const hidden = entriesOf(path.join(modules, '.pnpm')).map((name) => name.replace(/(.)@.*$/, '$1').replace('+', '/'));
  return [...own, ...hidden];
}

function entriesOf(folder: string): readonly string[] {
  try {
    return fs.readdirSync(folder);
  } catch {
    return [];
  }
}
