/** Gets the pinned wheels of Django and what it needs from PyPI, once: they are kept in .cache/wheels. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const FOLDER = fileURLToPath(new URL('../../../.cache/wheels/', import.meta.url));
const PYTHONS = process.platform === 'win32' ? ['py', 'python'] : ['python3', 'python'];
const SIMPLE = 'application/vnd.pypi.simple.v1+json';

/** Every pinned wheel: its `name`, `version`, `file` and `sha256`. */
export const WHEELS = JSON.parse(readFileSync(new URL('wheels.json', import.meta.url), 'utf8'));

/** The wheel's content, or an error that says why it can't be had. */
export async function contentOf(wheel) {
  const file = path.join(FOLDER, wheel.file);
  if (!existsSync(file)) await get(wheel, file);
  const content = readFileSync(file);
  if (hashOf(content) === wheel.sha256) return content;
  rmSync(file);
  throw new Error(`${wheel.file} has another content than wheels.json says.`);
}

/** By pip where there is one, since it knows the machine's proxies and mirrors, otherwise from PyPI itself. */
async function get(wheel, file) {
  mkdirSync(FOLDER, { recursive: true });
  const folder = mkdtempSync(path.join(FOLDER, 'get-'));
  try {
    const got = path.join(folder, wheel.file);
    if (!byPip(wheel, folder)) writeFileSync(got, await fromPypi(wheel));
    renameSync(got, file);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function byPip({ name, version, file }, folder) {
  const asked = ['--no-deps', '--only-binary=:all:', '--python-version', '3.14', '--quiet', '--dest', folder];
  return PYTHONS.some((python) => {
    const { status } = spawnSync(python, ['-m', 'pip', 'download', ...asked, `${name}==${version}`], {
      stdio: 'ignore',
      timeout: 120_000,
    });
    return status === 0 && existsSync(path.join(folder, file));
  });
}

async function fromPypi({ name, file }) {
  const answer = await fetch(`https://pypi.org/simple/${name}/`, { headers: { accept: SIMPLE } });
  if (!answer.ok) throw new Error(`PyPI answers ${answer.status} for ${name}.`);
  const { files } = await answer.json();
  const found = files.find(({ filename }) => filename === file);
  if (!found) throw new Error(`PyPI has no ${file}.`);
  const wheel = await fetch(found.url);
  if (!wheel.ok) throw new Error(`PyPI answers ${wheel.status} for ${file}.`);
  return Buffer.from(await wheel.arrayBuffer());
}

function hashOf(content) {
  return createHash('sha256').update(content).digest('hex');
}
