/**
 * The baseline: the findings that a code base had when it began to be checked, so that only new ones count.
 *
 * A finding is known again by its file, its rule and the line of code it is on, wherever in the file that has moved;
 * when the file itself has moved, by the other two.
 */
import fs from 'node:fs';
import path from 'node:path';
import type { Finding } from '../rules/rule.ts';
import { Failure } from './failure.ts';
import { codeOf } from './fingerprint.ts';
import type { Lines } from './lines.ts';
import { replaceFile } from './replaceFile.ts';

/** How many findings of a rule are on lines of this code. */
interface Known {
  readonly rule: string;
  readonly code: string;
  readonly count: number;
}

/** By file, relative to the folder of the baseline. */
type KnownByFile = Readonly<Record<string, readonly Known[]>>;

interface BaselineFile {
  readonly version: 1;
  readonly files: KnownByFile;
}

export interface Baseline {
  /** Those of the findings of a file (absolute) that are new. */
  newOnes(file: string, lines: Lines, findings: readonly Finding[]): readonly Finding[];
  /** How many findings it has known so far. */
  readonly known: number;
}

/** Throws a `Failure` when the file can't be used. */
export function readBaseline(file: string): Baseline {
  const folder = path.posix.dirname(file);
  const { files } = readFile(file);
  const left = new Map(Object.entries(files).map(([name, known]) => [name, counts(known)]));
  const moved = new Map<string, number>();
  for (const [name, known] of left) {
    if (fs.existsSync(path.posix.join(folder, name))) continue;
    for (const [identity, count] of known) moved.set(identity, (moved.get(identity) ?? 0) + count);
  }
  let known = 0;
  const take = (from: Map<string, number> | undefined, identity: string): boolean => {
    const count = from?.get(identity) ?? 0;
    if (count > 0) from?.set(identity, count - 1);
    return count > 0;
  };
  return {
    newOnes(name, lines, findings) {
      const own = left.get(path.posix.relative(folder, name));
      return findings.filter((finding) => {
        const identity = identityOf(finding.rule, codeOf(lines, finding));
        if (!take(own, identity) && !take(moved, identity)) return true;
        known += 1;
        return false;
      });
    },
    get known() {
      return known;
    },
  };
}

export interface BaselineWriter {
  /** Every file that was checked, with its findings. */
  add(file: string, lines: Lines, findings: readonly Finding[]): void;
  /** Says how many findings it has written. What it knew of files that were not checked stays, while they exist. */
  write(): number;
}

export function createBaseline(file: string): BaselineWriter {
  const folder = path.posix.dirname(file);
  const checked = new Map<string, readonly Known[]>();
  return {
    add(name, lines, findings) {
      const found = new Map<string, number>();
      for (const finding of findings) {
        const identity = identityOf(finding.rule, codeOf(lines, finding));
        found.set(identity, (found.get(identity) ?? 0) + 1);
      }
      const known = [...found].map(([identity, count]): Known => {
        const [rule = '', code = ''] = identity.split('\0');
        return { rule, code, count };
      });
      checked.set(path.posix.relative(folder, name), known);
    },
    write() {
      const before = fs.existsSync(file) ? readFile(file).files : {};
      const others = Object.entries(before).filter(
        ([name]) => !checked.has(name) && fs.existsSync(path.posix.join(folder, name)),
      );
      const all = [...others, ...checked].filter(([, known]) => known.length > 0);
      const files = Object.fromEntries(all.toSorted(([a], [b]) => (a < b ? -1 : 1)));
      const content: BaselineFile = { version: 1, files };
      try {
        replaceFile(file, `${JSON.stringify(content, undefined, 2)}\n`);
      } catch (error) {
        throw new Failure(`The baseline ${file} can't be written: ${String(error)}. Name another place.`);
      }
      return all.flatMap(([, known]) => known).reduce((sum, { count }) => sum + count, 0);
    },
  };
}

function counts(known: readonly Known[]): Map<string, number> {
  return new Map(known.map(({ rule, code, count }) => [identityOf(rule, code), count]));
}

function identityOf(rule: string, code: string): string {
  return `${rule}\0${code}`;
}

function readFile(file: string): BaselineFile {
  let json: unknown;
  try {
    json = JSON.parse(fs.readFileSync(file, 'utf8'));
  } catch (error) {
    const mend = 'Write one with --update-baseline.';
    if (!fs.existsSync(file)) throw new Failure(`There is no baseline ${file}. ${mend}`);
    throw new Failure(`The baseline ${file} can't be read: ${String(error)}. Mend or remove it. ${mend}`);
  }
  if (!isBaseline(json))
    throw new Failure(`${file} is no baseline of this version. Remove it, and write one with --update-baseline.`);
  return json;
}

function isBaseline(json: unknown): json is BaselineFile {
  if (!isObject(json) || json['version'] !== 1 || !isObject(json['files'])) return false;
  return Object.values(json['files']).every((list) => Array.isArray(list) && list.every(isKnown));
}

function isKnown(value: unknown): value is Known {
  if (!isObject(value)) return false;
  return typeof value['rule'] === 'string' && typeof value['code'] === 'string' && Number.isInteger(value['count']);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
