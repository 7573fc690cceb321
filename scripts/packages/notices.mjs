/** The licences of everything that is bundled, from esbuild's own account of what went in. */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';

const LICENCE = /^(?:licen[cs]e|copying|(?:third-?party)?notices?)(?:[-.]?(?:mit|apache|bsd))?(?:\.(?:md|txt))?$/i;

/** The folder of the package that a file belongs to, e.g. node_modules/@scope/name; undefined for files of ours. */
function packageFolder(file) {
  const [found] = /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file) ?? [];
  return found;
}

function notice(root, folder) {
  const full = path.join(root, folder);
  const { name, version, license, homepage, repository } = JSON.parse(
    readFileSync(path.join(full, 'package.json'), 'utf8'),
  );
  const texts = readdirSync(full)
    .filter((file) => LICENCE.test(file))
    .toSorted()
    .map((file) => readFileSync(path.join(full, file), 'utf8').trim());
  if (texts.length === 0) throw new Error(`${name} is bundled, and its package holds no licence to pass on.`);
  const source = homepage ?? repository?.url ?? repository ?? '';
  return [`${name} ${version} (${license})`, source, '', ...texts].join('\n').replaceAll('\r\n', '\n');
}

/** The text of the notices for a build whose inputs, relative to `root`, are these, and for these packages besides. */
export function noticesOf(root, inputs, besides) {
  const bundled = inputs.map(packageFolder).filter((folder) => folder !== undefined);
  const folders = [...new Set([...bundled, ...besides])].filter((folder) => existsSync(path.join(root, folder)));
  const line = `\n\n${'-'.repeat(80)}\n\n`;
  const inOrder = folders.toSorted((one, other) => one.localeCompare(other, 'en'));
  const notices = inOrder.map((folder) => notice(root, folder));
  return ['Query Lens contains the following packages, each under its own licence.', ...notices].join(line) + '\n';
}
