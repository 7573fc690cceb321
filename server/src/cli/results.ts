/**
 * `--cache`: the results of files, kept under keys that are others as soon as anything they depend on is.
 *
 * One file holds them all. It is replaced as a whole, so that runs at the same time never read half of one; what two
 * of them have to add is put together, and what gets lost between them is found again.
 */
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { CatalogSet } from '../catalogs/catalogSet.ts';
import { builtInCatalogs } from '../catalogs/index.ts';
import { createInstalledVersions } from '../languages/typescript/installedVersions.ts';
import { pathInProject } from '../languages/typescript/projectPath.ts';
import type { RuleSeverities } from '../project/config.ts';
import type { Configurations } from '../project/configurations.ts';
import type { FileInProject } from '../project/discover.ts';
import type { Reach } from '../project/reach.ts';
import type { Finding } from '../rules/rule.ts';
import type { CheckedFile } from './checkFile.ts';
import { replaceFile } from './replaceFile.ts';

interface Entry {
  readonly key: string;
  readonly calls: number;
  readonly chains: number;
  readonly findings: readonly Finding[];
}

export interface Results {
  /** What was found in a file when it had this key. */
  get(file: string, key: string): CheckedFile | undefined;
  put(checked: CheckedFile, key: string | undefined): void;
  /** Writes what was put. A folder that can't be written to costs the next run its time; why it can't be is given. */
  save(): string | undefined;
}

/** In a folder (absolute), or in memory alone. */
export function openResults(folder: string | undefined): Results {
  const file = folder === undefined ? undefined : `${folder}/results.json`;
  const entries = new Map(Object.entries(file === undefined ? {} : readEntries(file)));
  const added = new Map<string, Entry>();
  const nameOf = (name: string): string => (folder === undefined ? name : path.posix.relative(folder, name));
  return {
    get(name, key) {
      const entry = entries.get(nameOf(name));
      const text = entry?.key === key ? textOf(name) : undefined;
      if (!entry || text === undefined) return undefined;
      const { calls, chains, findings } = entry;
      return { file: name, text, calls, chains, findings, fixed: 0, failed: false };
    },
    put({ file: name, text, calls, chains, findings, problem }, key) {
      // What TypeScript has read is what the key is of, or the result is of no use.
      if (key === undefined || problem !== undefined || text !== textOf(name)) return;
      const known = entries.get(nameOf(name));
      if (known?.key === key) return;
      added.set(nameOf(name), { key, calls, chains, findings });
      entries.set(nameOf(name), { key, calls, chains, findings });
    },
    save() {
      if (file === undefined || folder === undefined || added.size === 0) return undefined;
      const others = Object.entries(readEntries(file)).filter(([name]) => fs.existsSync(path.posix.join(folder, name)));
      try {
        replaceFile(file, JSON.stringify(Object.fromEntries([...others, ...added])));
      } catch (error) {
        return error instanceof Error ? error.message : String(error);
      }
      added.clear();
      return undefined;
    },
  };
}

/** Beside what other tools keep, out of the way of git. */
export function defaultCacheFolder(cwd: string): string {
  const hasModules = fs.existsSync(path.posix.join(cwd, 'node_modules'));
  return path.posix.join(cwd, hasModules ? 'node_modules/.cache/query-lens' : '.cache/query-lens');
}

/** The key of a file's result: a hash of all that it depends on. */
export function createKeys(
  reach: Reach,
  configurations: Configurations,
  cwd: string,
): (file: FileInProject, rules: RuleSeverities) => string {
  const installed = createInstalledVersions();
  const tool = hash(fs.readFileSync(fileURLToPath(import.meta.url)));
  const sets = new WeakMap<CatalogSet, string>();
  const hashOf = (set: CatalogSet): string => {
    const known =
      sets.get(set) ?? hash(JSON.stringify(set.catalogs.filter((catalog) => !builtInCatalogs.includes(catalog))));
    sets.set(set, known);
    return known;
  };
  return ({ file, tsconfig }, rules) => {
    const { catalogs } = configurations.of(file);
    const parts = [
      tool,
      path.posix.relative(cwd, file),
      tsconfig === undefined ? '' : path.posix.relative(cwd, tsconfig),
      pathInProject(tsconfig ?? '', file),
      hashOf(catalogs),
      Object.entries(rules).toSorted(([a], [b]) => (a < b ? -1 : 1)),
      Object.entries(installed.at(path.posix.dirname(file), catalogs)),
      reach.of({ file, ...(tsconfig !== undefined && { tsconfig }) }).fingerprint,
    ];
    return hash(JSON.stringify(parts));
  };
}

function hash(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex').slice(0, 32);
}

/** As TypeScript reads it: without a byte order mark. */
function textOf(file: string): string | undefined {
  try {
    return fs.readFileSync(file, 'utf8').replace(/^\uFEFF/, '');
  } catch {
    return undefined;
  }
}

/** What can't be read, or is of another version, counts as nothing. */
function readEntries(file: string): Readonly<Record<string, Entry>> {
  try {
    const json: unknown = JSON.parse(fs.readFileSync(file, 'utf8'));
    return isEntries(json) ? json : {};
  } catch {
    return {};
  }
}

function isEntries(json: unknown): json is Readonly<Record<string, Entry>> {
  return typeof json === 'object' && json !== null && Object.values(json).every(isEntry);
}

function isEntry(value: unknown): value is Entry {
  if (typeof value !== 'object' || value === null) return false;
  const { key, calls, chains, findings } = value as Record<string, unknown>;
  return typeof key === 'string' && typeof calls === 'number' && typeof chains === 'number' && Array.isArray(findings);
}
