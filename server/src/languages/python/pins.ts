/**
 * What the manifests and lockfiles of Python projects ask for, read line by line: requirements*.txt,
 * pyproject.toml, Pipfile, setup.py, setup.cfg, and the lockfiles of uv, Poetry, PDM and Pipenv.
 */
import semver from 'semver';

export interface Pin {
  /** As it is written: `>=4.2,<5.0`, `^5.1`; of a lockfile the version alone. */
  readonly asked: string;
  /** The one version that it allows. */
  readonly exact?: string;
}

/** Files that say what a project depends on. */
export const MANIFESTS =
  /^(?:pyproject\.toml|setup\.(?:py|cfg)|Pipfile|(?:[\w-]*requirements[\w-]*|constraints)\.(?:txt|in)|uv\.lock|poetry\.lock)$/;
/** Files that say which versions of it are used. */
export const LOCKFILES = /^(?:uv|poetry|pdm)\.lock$|^Pipfile\.lock$|^pylock(?:\.[\w-]+)?\.toml$/;

/** What a file, known by its name, asks for under the name of a package; the first of several. */
export function pinIn(text: string, file: string, packageName: string): Pin | undefined {
  const name = patternOf(packageName);
  if (file === 'Pipfile.lock')
    return pinned(new RegExp(`"${name}":\\s*\\{[^{}]*?"version":\\s*"==([^"]+)"`, 'i'), text);
  if (LOCKFILES.test(file))
    return pinned(new RegExp(`^\\[\\[packages?\\]\\]\\s+name = "${name}"\\s+version = "([^"]+)"`, 'im'), text);
  const [, listed] =
    new RegExp(
      `^[^#\\n]*?(?<![\\w.-])${name}(?:\\[[^\\]\\n]*\\])?\\s*\\(?((?:[~=!<>]=?=?\\s*v?\\d[\\w.*]*\\s*,?\\s*)+)`,
      'im',
    ).exec(text) ?? [];
  if (listed !== undefined) return pinOf(listed);
  const [, keyed] =
    new RegExp(`^["']?${name}["']?\\s*=\\s*(?:\\{[^}\\n]*?\\bversion\\s*=\\s*)?["']([^"'\\n]+)["']`, 'im').exec(text) ??
    [];
  return keyed === undefined || keyed === '*' ? undefined : pinOf(keyed);
}

/** `-`, `_` and `.` are the same in a package's name. */
export function patternOf(name: string): string {
  return name.replaceAll(/[-_.]+/g, '[-_.]+').replaceAll(/[$()*^{|}]/g, String.raw`\$&`);
}

function pinned(pattern: RegExp, text: string): Pin | undefined {
  const [, version] = pattern.exec(text) ?? [];
  return version === undefined ? undefined : { asked: version, exact: version };
}

function pinOf(written: string): Pin {
  const asked = written.replaceAll(/\s+/g, '').replace(/,$/, '');
  const [, exact] = /^={2,3}v?(\d[\w.]*)$/.exec(asked) ?? [];
  return { asked, ...(exact !== undefined && { exact }) };
}

/**
 * The newest of the release lines that an asked range allows: what an installation of today brings.
 * `undefined` for a range without an upper end, and one that allows none of them.
 */
export function newestAllowed(asked: string, lines: readonly string[]): string | undefined {
  const range = asked.split(',').flatMap(rangeOf).join(' ');
  const newest = lines.findLast((line) => semver.intersects(`~${line}.0`, range));
  // A release that is not out yet would be allowed too.
  return semver.satisfies('999.0.0', range) ? undefined : newest;
}

/** A specifier of Python's packaging, or of Poetry, in the words of semver. */
function rangeOf(written: string): readonly string[] {
  const [, operator = '', version = ''] = /^([~=!<>^]*)v?(\d[\d.]*(?:\.\*)?)/.exec(written) ?? [];
  const parts = version.split('.').filter((part) => part !== '*');
  if (version === '' || operator === '!=') return [];
  // `~=4.2` is open in its last place, `~=4.2.1` too.
  if (operator === '~=') return [`>=${full(parts)}`, `<${next(parts.slice(0, -1))}`];
  if (operator === '==' || operator === '===' || operator === '')
    return version.endsWith('*') || operator === '' ? [parts.join('.')] : [`=${full(parts)}`];
  return operator === '^' || operator === '~' ? [`${operator}${parts.join('.')}`] : [`${operator}${full(parts)}`];
}

function full(parts: readonly string[]): string {
  return [...parts, '0', '0'].slice(0, 3).map(Number).join('.');
}

function next(parts: readonly string[]): string {
  return full([...parts.slice(0, -1), String(Number(parts.at(-1) ?? 0) + 1)]);
}
