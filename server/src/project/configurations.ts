/** The configuration of every file: the nearest `querylens.json` over the defaults, with the catalogs both name. */
import fs from 'node:fs';
import path from 'node:path';
import picomatch from 'picomatch';
import { createCatalogSet, type CatalogSet } from '../catalogs/catalogSet.ts';
import { inside } from '../catalogs/reader.ts';
import type { Catalog } from '../catalogs/schema.ts';
import { inRange } from '../languages/typescript/installedVersions.ts';
import { CONFIG_NAME, EMPTY_CONFIG, validateConfig, type Config, type RuleSeverities } from './config.ts';
import { readJsonText, type FileProblem } from './jsonText.ts';
import { readUserCatalog, type UserCatalog } from './userCatalogs.ts';

/** What is in force for a file. */
export interface Configuration {
  /** The `querylens.json`; absent when there is none. */
  readonly file?: string;
  readonly rules: RuleSeverities;
  /** Ours and the user's. */
  readonly catalogs: CatalogSet;
  /** Whether nothing is to be reported in the file. */
  ignores(file: string): boolean;
}

/** What holds where no `querylens.json` says otherwise. Paths are absolute, with forward slashes. */
export interface Defaults {
  readonly rules: RuleSeverities;
  readonly folders: readonly FolderDefaults[];
}

/** What holds in a folder, in place of what holds elsewhere. */
export interface FolderDefaults {
  readonly folder: string;
  readonly rules: RuleSeverities;
  /** Files with catalogs. */
  readonly catalogs: readonly string[];
}

export interface Configurations {
  of(file: string): Configuration;
  /** Says whether they name other catalogs than before. */
  setDefaults(defaults: Defaults): boolean;
  /** Reads everything anew when one of these files is a configuration or a catalog; says whether one is. */
  changed(files: readonly string[]): boolean;
  /** Reads everything anew. */
  forget(): void;
  /** Whether what was read is no longer what is on disk: for those who are told of no changes. */
  isOutdated(): boolean;
  /** What is wrong in the files read so far, each at its place. */
  problems(): readonly FileProblem[];
  /** What is wrong with the defaults, a sentence each. */
  complaints(): readonly string[];
  /** Our catalogs and those of the user's that have been read so far. */
  catalogs(): readonly Catalog[];
}

export interface ConfigurationsOptions {
  /** The ids of the rules that exist. */
  readonly rules: readonly string[];
  readonly builtIn: readonly Catalog[];
  /** A configuration that is in force for every file, in place of the nearest. Absolute. */
  readonly file?: string;
}

interface ReadConfig {
  readonly config: Config;
  readonly catalogs: readonly UserCatalog[];
  readonly problems: readonly FileProblem[];
}

/** Nothing is read before a file is asked about. */
export function createConfigurations(options: ConfigurationsOptions): Configurations {
  let defaults: Defaults = { rules: {}, folders: [] };
  const byFolder = new Map<string, Configuration>();
  const configs = new Map<string, ReadConfig>();
  const catalogs = new Map<string, UserCatalog>();
  const sets = new Map<string, CatalogSet>();
  const nearest = new Map<string, string | undefined>();
  /** When the files that were looked for had been written; `undefined`: they were not there. */
  const stamps = new Map<string, number | undefined>();

  function forget(): void {
    for (const known of [byFolder, configs, catalogs, sets, nearest, stamps]) known.clear();
  }

  function isThere(file: string): boolean {
    const stamp = stampOf(file);
    stamps.set(file, stamp);
    return stamp !== undefined;
  }

  function nearestConfig(folder: string): string | undefined {
    if (nearest.has(folder)) return nearest.get(folder);
    const own = path.posix.join(folder, CONFIG_NAME);
    const parent = path.posix.dirname(folder);
    const found = isThere(own) ? own : parent === folder ? undefined : nearestConfig(parent);
    nearest.set(folder, found);
    return found;
  }

  function readConfig(file: string): ReadConfig {
    const known = configs.get(file);
    if (known) return known;
    const { text, failure } = readText(file);
    const json = readJsonText(file, text);
    const { config, problems } = validateConfig(json.value, options.rules);
    const unreadable = failure === undefined ? json.error : json.locate({ path: '', message: failure });
    const found = unreadable ? [unreadable] : problems.map((problem) => json.locate(problem));
    const folder = path.posix.dirname(file);
    const wanted = config.catalogs.map((written) => readCatalog(absolute(folder, written)));
    const unread = wanted.flatMap(({ unreadable }, index) =>
      unreadable === undefined ? [] : [json.locate({ path: inside('catalogs', index), message: unreadable })],
    );
    const read = { config, catalogs: wanted, problems: [...found, ...unread] };
    configs.set(file, read);
    return read;
  }

  function readCatalog(file: string): UserCatalog {
    let known = catalogs.get(file);
    if (!known) {
      isThere(file);
      catalogs.set(file, (known = readUserCatalog(file)));
    }
    return known;
  }

  /** Catalogs of the same files share a set, so that files share what is known by it. */
  function setOf(own: readonly UserCatalog[]): CatalogSet {
    const key = own.map(({ file }) => file).join('\0');
    let set = sets.get(key);
    if (!set) sets.set(key, (set = createCatalogSet(together(options.builtIn, own), inRange)));
    return set;
  }

  function defaultsIn(folder: string): Pick<FolderDefaults, 'rules' | 'catalogs'> {
    const [innermost] = defaults.folders
      .filter((entry) => folder === entry.folder || folder.startsWith(`${entry.folder}/`))
      .toSorted((a, b) => b.folder.length - a.folder.length);
    return innermost ?? { rules: defaults.rules, catalogs: [] };
  }

  function configurationIn(folder: string): Configuration {
    const file = options.file ?? nearestConfig(folder);
    const { config, catalogs: own } = file === undefined ? { config: EMPTY_CONFIG, catalogs: [] } : readConfig(file);
    const { rules, catalogs } = defaultsIn(folder);
    return {
      ...(file !== undefined && { file }),
      rules: { ...rules, ...config.rules },
      catalogs: setOf([...catalogs.map(readCatalog), ...own]),
      ignores: matcher(path.posix.dirname(file ?? folder), config.ignore),
    };
  }

  return {
    of(file) {
      const folder = path.posix.dirname(file);
      let known = byFolder.get(folder);
      if (!known) byFolder.set(folder, (known = configurationIn(folder)));
      return known;
    },
    setDefaults(next) {
      const others = catalogsOf(next) !== catalogsOf(defaults);
      defaults = next;
      if (others) forget();
      else byFolder.clear();
      return others;
    },
    changed(files) {
      const concerned = files.some(
        (file) => path.posix.basename(file) === CONFIG_NAME || configs.has(file) || catalogs.has(file),
      );
      if (concerned) forget();
      return concerned;
    },
    forget,
    isOutdated: () => [...stamps].some(([file, stamp]) => stampOf(file) !== stamp),
    problems: () => [...configs.values(), ...catalogs.values()].flatMap(({ problems }) => problems.toSorted(byPlace)),
    complaints: () =>
      defaults.folders.flatMap((folder) => folder.catalogs.flatMap((file) => catalogs.get(file)?.unreadable ?? [])),
    catalogs: () => together(options.builtIn, [...catalogs.values()]),
  };
}

/** The catalogs that defaults name, to be compared. */
function catalogsOf({ folders }: Defaults): string {
  return JSON.stringify(folders.map(({ folder, catalogs }) => [folder, catalogs]));
}

function byPlace(a: FileProblem, b: FileProblem): number {
  return a.start.line - b.start.line || a.start.character - b.start.character;
}

/** A catalog takes the place of one before it that speaks of the same library. */
function together(builtIn: readonly Catalog[], own: readonly UserCatalog[]): readonly Catalog[] {
  const all = [...builtIn, ...own.flatMap(({ catalog }) => catalog ?? [])];
  return [...new Map(all.map((catalog) => [catalog.library, catalog])).values()];
}

function stampOf(file: string): number | undefined {
  return fs.statSync(file, { throwIfNoEntry: false })?.mtimeMs;
}

function absolute(folder: string, written: string): string {
  return path.resolve(folder, written).replaceAll('\\', '/');
}

/** A file that has gone since it was found says nothing. */
function readText(file: string): { readonly text: string; readonly failure?: string } {
  try {
    return { text: fs.readFileSync(file, 'utf8') };
  } catch (error) {
    const text = '{}';
    return fs.existsSync(file) ? { text, failure: `This file can't be read: ${String(error)}.` } : { text };
  }
}

/** A pattern that names a folder means what is in it. */
function matcher(folder: string, patterns: readonly string[]): (file: string) => boolean {
  if (patterns.length === 0) return () => false;
  const whole = patterns.map((pattern) => pattern.replace(/^\.\//, '').replace(/\/$/, ''));
  const matches = picomatch([...whole, ...whole.map((pattern) => `${pattern}/**`)], { dot: true });
  return (file) => matches(path.posix.relative(folder, file));
}
