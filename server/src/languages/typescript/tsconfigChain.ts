/**
 * What is wrong with a tsconfig and those it extends.
 *
 * TypeScript reads on over a base that is missing or broken, without its options; over one that extends itself
 * it never ends, so such a file must not reach it as it is.
 */
import fs from 'node:fs';
import path from 'node:path';
import { parse, printParseErrorCode, type ParseError } from 'jsonc-parser';

export interface TsconfigProblem {
  /** A sentence that names the file and says what to do. */
  readonly message: string;
  /** Its options can't be known. A base that is missing only takes its own options away: nothing was installed yet. */
  readonly grave: boolean;
}

/** The first thing that is wrong; `undefined`: nothing. */
export function tsconfigProblem(tsconfig: string): TsconfigProblem | undefined {
  return problemOf(tsconfig, []);
}

/** Whether the tsconfig is among those that it extends. */
export function extendsItself(tsconfig: string, trail: readonly string[] = []): boolean {
  if (trail.includes(tsconfig)) return tsconfig === trail[0];
  const read = readConfig(tsconfig);
  if (typeof read === 'string') return false;
  return basesOf(read).some((base) => {
    const target = resolveBase(tsconfig, base);
    return target !== undefined && extendsItself(target, [...trail, tsconfig]);
  });
}

/** The tsconfig and those it extends that can be found, each once. */
export function withBases(tsconfig: string, known: ReadonlySet<string> = new Set()): ReadonlySet<string> {
  if (known.has(tsconfig)) return known;
  let all: ReadonlySet<string> = new Set([...known, tsconfig]);
  const read = readConfig(tsconfig);
  for (const base of typeof read === 'string' ? [] : basesOf(read)) {
    const target = resolveBase(tsconfig, base);
    if (target !== undefined) all = withBases(target, all);
  }
  return all;
}

function problemOf(tsconfig: string, trail: readonly string[]): TsconfigProblem | undefined {
  if (trail.includes(tsconfig)) {
    const way = [...trail.slice(trail.indexOf(tsconfig)), tsconfig].map((file) => path.posix.basename(file));
    const message = `${tsconfig} extends itself (${way.join(' -> ')}): take one of the "extends" out.`;
    return { message, grave: true };
  }
  const read = readConfig(tsconfig);
  if (typeof read === 'string') return { message: read, grave: true };
  for (const base of basesOf(read)) {
    const target = resolveBase(tsconfig, base);
    if (target === undefined) {
      if (isInPackage(base) && mayBeInstalled(tsconfig, base)) continue;
      const mend = isInPackage(base) ? 'install its package' : 'mend the path';
      const message = `${tsconfig} extends ${base}, which does not exist: ${mend}, or take the "extends" out.`;
      return { message, grave: false };
    }
    const problem = problemOf(target, [...trail, tsconfig]);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

/** The config, or what keeps it from being read. */
function readConfig(tsconfig: string): object | string {
  let text: string;
  try {
    text = fs.readFileSync(tsconfig, 'utf8');
  } catch (error) {
    return `${tsconfig} can't be read: ${error instanceof Error ? error.message : String(error)}`;
  }
  const errors: ParseError[] = [];
  const config: unknown = parse(text.replace(/^\uFEFF/, ''), errors, {
    allowTrailingComma: true,
    allowEmptyContent: true,
  });
  const [first] = errors;
  if (first && /[\uFFFD\0]/.test(text)) return `${tsconfig} is not in UTF-8: save it in that encoding.`;
  if (first) {
    const line = text.slice(0, first.offset).split('\n').length;
    return `${tsconfig}:${String(line)} is not valid JSON (${printParseErrorCode(first.error)}): mend it.`;
  }
  return typeof config === 'object' && config !== null ? config : {};
}

function basesOf(config: object): readonly string[] {
  const written: unknown = 'extends' in config ? config.extends : undefined;
  return [written].flat().filter((base) => typeof base === 'string');
}

function isInPackage(base: string): boolean {
  return !base.startsWith('.') && !path.isAbsolute(base);
}

/** The file that `extends` names; `undefined` when there is none, or when a package's manifest says where it is. */
function resolveBase(tsconfig: string, base: string): string | undefined {
  const folder = path.posix.dirname(tsconfig);
  if (!isInPackage(base)) return firstFile([path.posix.resolve(folder, base)]);
  return firstFile(foldersAbove(folder).map((above) => path.posix.join(above, 'node_modules', base)));
}

function firstFile(targets: readonly string[]): string | undefined {
  const named = (target: string): readonly string[] =>
    target.endsWith('.json') ? [target] : [`${target}.json`, target, `${target}/tsconfig.json`];
  return targets.flatMap(named).find((file) => fs.statSync(file, { throwIfNoEntry: false })?.isFile() === true);
}

/** The package is there, so its manifest may lead to the file; with Yarn's Plug'n'Play nobody can tell. */
function mayBeInstalled(tsconfig: string, base: string): boolean {
  const name = base
    .split('/')
    .slice(0, base.startsWith('@') ? 2 : 1)
    .join('/');
  return foldersAbove(path.posix.dirname(tsconfig)).some(
    (above) =>
      fs.existsSync(path.posix.join(above, 'node_modules', name)) || fs.existsSync(path.posix.join(above, '.pnp.cjs')),
  );
}

function foldersAbove(folder: string): readonly string[] {
  const parent = path.posix.dirname(folder);
  return parent === folder ? [folder] : [folder, ...foldersAbove(parent)];
}
