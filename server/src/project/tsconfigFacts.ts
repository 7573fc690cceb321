/** What the tsconfigs around a file say about where its imports may lead and what else is in its project. */
import fs from 'node:fs';
import path from 'node:path';
import { parse } from 'jsonc-parser';
import { withBases } from '../languages/typescript/tsconfigChain.ts';
import { withReferences } from './discover.ts';

/** A specifier that is the prefix, something, the suffix may lead to the targets with the something for their `*`. */
export interface Mapping {
  readonly prefix: string;
  readonly suffix: string;
  readonly isExact: boolean;
  readonly targets: readonly string[];
}

export interface TsconfigFacts {
  /** All the tsconfigs that they are read off. */
  readonly files: readonly string[];
  readonly mappings: readonly Mapping[];
  /** Folders that hold files of the projects. */
  readonly folders: readonly string[];
  /** An option makes imports lead where only TypeScript knows. */
  readonly isOpaque: boolean;
}

/** Of a tsconfig with those it refers to and those they extend. Reads what is there; never throws. */
export function tsconfigFacts(tsconfig: string): TsconfigFacts {
  const projects = withReferences([tsconfig], () => undefined);
  const files = [...new Set(projects.flatMap((project) => [...withBases(project)]))];
  const read = files.map((file) => ({ folder: path.posix.dirname(file), config: readJson(file) }));
  return {
    files,
    mappings: read.flatMap(({ folder, config }) => mappingsOf(folder, objectIn(config, 'compilerOptions'))),
    folders: [
      ...new Set([
        ...projects.map((project) => path.posix.dirname(project)),
        ...read.flatMap(({ folder, config }) => outsideOf(folder, config)),
      ]),
    ],
    isOpaque: read.some(({ config }) => {
      const options = objectIn(config, 'compilerOptions');
      return ['rootDirs', 'moduleSuffixes', 'typeRoots', 'allowArbitraryExtensions'].some((name) => name in options);
    }),
  };
}

/** `baseUrl` is a mapping of everything. */
function mappingsOf(folder: string, options: Readonly<Record<string, unknown>>): readonly Mapping[] {
  const written = options['baseUrl'];
  const base = typeof written === 'string' ? path.posix.join(folder, written) : undefined;
  const named = Object.entries(objectIn(options, 'paths')).map(([pattern, targets]): Mapping => {
    const [prefix = '', suffix] = pattern.split('*');
    const found = [targets].flat().filter((target) => typeof target === 'string');
    return {
      prefix,
      suffix: suffix ?? '',
      isExact: suffix === undefined,
      targets: [...new Set([folder, base ?? folder])].flatMap((from) =>
        found.map((target) => path.posix.resolve(from, target)),
      ),
    };
  });
  if (base === undefined) return named;
  return [...named, { prefix: '', suffix: '', isExact: false, targets: [`${base}/*`] }];
}

/** The folders outside its own that a tsconfig takes files from. */
function outsideOf(folder: string, config: Readonly<Record<string, unknown>>): readonly string[] {
  return ['include', 'files']
    .flatMap((name) => [config[name]].flat())
    .filter((written) => typeof written === 'string' && /^(?:\.\.|\/|\$\{)/.test(written))
    .map((written) => path.posix.resolve(folder, String(written).replace(/^\$\{configDir\}\//, '')))
    .map((pattern) => {
      const fixed = pattern.replace(/\/[^/]*[*?].*$/, '');
      return /\.[cm]?[jt]sx?$/.test(fixed) ? path.posix.dirname(fixed) : fixed;
    });
}

function objectIn(value: Readonly<Record<string, unknown>>, name: string): Readonly<Record<string, unknown>> {
  const found = value[name];
  return isObject(found) ? found : {};
}

function readJson(file: string): Readonly<Record<string, unknown>> {
  try {
    const json: unknown = parse(fs.readFileSync(file, 'utf8').replace(/^\uFEFF/, ''), [], { allowTrailingComma: true });
    return isObject(json) ? json : {};
  } catch {
    return {};
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
