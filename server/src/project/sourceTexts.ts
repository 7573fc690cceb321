/** What the texts of source files say about what they depend on, each read once. */
import { createHash } from 'node:crypto';
import fs from 'node:fs';

export interface SourceText {
  readonly hash: string;
  /** The modules it names, in code or comments, each once. */
  readonly specifiers: readonly string[];
  /** It may declare something for files that do not import it. */
  readonly isAmbient: boolean;
}

export interface SourceTexts {
  /** A file that can't be read says nothing, and has a hash all the same. */
  of(file: string): SourceText;
  /** Whether the files read so far are still what was read. */
  areUnchanged(): boolean;
}

const SPECIFIER =
  /\b(?:from|import|require|module|path\s*=|types\s*=)\s*\(?\s*(?:\/\*[^]*?\*\/\s*)*(?<quote>['"`])(?<name>[^'"`\n]+)\k<quote>/g;
const MODULE = /^[ \t]*(?:import|export)\b|\brequire\s*\(|\b(?:module\.)?exports\b/m;
const DECLARES_FOR_OTHERS = /\bdeclare\s+(?:global|module)\b/;

const GONE: SourceText = { hash: 'gone', specifiers: [], isAmbient: false };

export function createSourceTexts(): SourceTexts {
  const texts = new Map<string, SourceText>();
  const stamps = new Map<string, string>();
  return {
    of(file) {
      let known = texts.get(file);
      if (!known) {
        // Taken first: what is written in between is noticed.
        stamps.set(file, stampOf(file));
        texts.set(file, (known = read(file)));
      }
      return known;
    },
    areUnchanged: () => [...stamps].every(([file, stamp]) => stampOf(file) === stamp),
  };
}

function read(file: string): SourceText {
  let text: string;
  try {
    text = fs.readFileSync(file, 'utf8');
  } catch {
    return GONE;
  }
  const names = Array.from(text.matchAll(SPECIFIER), ({ groups }) => groups?.['name'] ?? '');
  const isDeclaration = /\.d\.[cm]?ts$/.test(file);
  return {
    hash: createHash('sha256').update(text).digest('base64'),
    specifiers: [...new Set(names)],
    isAmbient: isDeclaration || DECLARES_FOR_OTHERS.test(text) || !MODULE.test(text),
  };
}

function stampOf(file: string): string {
  const stat = fs.statSync(file, { throwIfNoEntry: false });
  return stat === undefined ? '' : `${stat.mtimeMs} ${stat.size} ${stat.ino}`;
}
