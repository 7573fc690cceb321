/** Packages that are no library of queries, and that rewritten code makes use of where they are installed. */
import path from 'node:path';
import { ScriptTarget } from 'typescript/unstable/ast';
import type { Environment } from '../../analysis/codeFacts.ts';
import type { Versions } from '../../catalogs/catalogSet.ts';
import type { Project } from 'typescript/unstable/async';
import type { InstalledVersions } from './installedVersions.ts';

const COMPANIONS: readonly string[] = ['p-retry'];

/** Those that a file can import: all are ES modules, which code compiled to `require` may not reach. */
export function companionsOf(installed: InstalledVersions, file: string): Versions {
  if (/\.c[jt]s$/.test(file)) return {};
  const found = COMPANIONS.flatMap((name): [string, string][] => {
    const version = installed.esModule(path.dirname(file), name);
    return version === undefined ? [] : [[name, version]];
  });
  return Object.fromEntries(found);
}

/** What the project's options declare of what JavaScript has by now. Without types, in JavaScript, it is there. */
export function environmentOf(installed: InstalledVersions, { compilerOptions }: Project, file: string): Environment {
  if (/\.[cm]?jsx?$/.test(file)) return { errorCause: true, abortSignal: true };
  const { lib, target = 0, types } = compilerOptions;
  const has = (pattern: RegExp): boolean => lib?.some((name) => pattern.test(name)) ?? false;
  const hasNode = types ? types.includes('node') : installed.asked(path.dirname(file), '@types/node') !== undefined;
  return {
    errorCause: lib
      ? has(/\bes(?:202[2-9]|20[3-9]\d|next)(?:\.full|\.error)?(?:\.d\.ts)?$/i)
      : target >= ScriptTarget.ES2022,
    abortSignal: hasNode || !lib || has(/\b(?:dom|webworker)(?:\.d\.ts)?$/i),
  };
}
