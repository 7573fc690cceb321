/** Starts a Python in this process, with Django in it; no Python on the machine is needed. */
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadPyodide } from 'pyodide';
import { WHEELS, contentOf } from './wheels.mjs';

/** The folder in which Python finds Django and the files that were copied. */
const SITE = '/site';
/** What this Python needs that others do not. */
const OURS = fileURLToPath(new URL('site/', import.meta.url));

/** The versions of Django that are pinned, newest first. */
export const DJANGO_VERSIONS = WHEELS.filter(({ name }) => name === 'django').map(({ version }) => version);

/** A Python in which `import django` gives this version, and which can import the `.py` files of the folders. */
export async function startPython(django, folders) {
  const wheels = WHEELS.filter(({ name, version }) => name !== 'django' || version === django);
  const contents = await Promise.all(wheels.map(contentOf));
  const python = await loadPyodide();
  for (const content of contents) python.unpackArchive(new Uint8Array(content), 'wheel', { extractDir: SITE });
  for (const folder of [OURS, ...folders]) copy(python, folder);
  python.runPython(`import sys; sys.path.insert(0, ${JSON.stringify(SITE)}); import threads`);
  return python;
}

function copy(python, folder) {
  for (const name of readdirSync(folder, { recursive: true })) {
    if (!name.endsWith('.py')) continue;
    const target = path.posix.join(SITE, name.replaceAll(path.sep, '/'));
    python.FS.mkdirTree(path.posix.dirname(target));
    python.FS.writeFile(target, readFileSync(path.join(folder, name)));
  }
}
