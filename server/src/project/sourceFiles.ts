/** Which files are source files that can be analysed at all. */
import fs from 'node:fs';
import path from 'node:path';

/** Larger files are bundles or data, not code that somebody reads. In bytes or UTF-16 units. */
const MAX_SIZE = 1_500_000;

export const SOURCE_EXTENSIONS: readonly string[] = [
  '.ts',
  '.tsx',
  '.mts',
  '.cts',
  '.js',
  '.jsx',
  '.mjs',
  '.cjs',
  '.py',
];

/** Components with code inside; it is not read. */
export const COMPONENT_EXTENSIONS: readonly string[] = ['.vue', '.svelte', '.astro'];

export function isPython(file: string): boolean {
  return file.endsWith('.py');
}

/** Whether the path names a source file; declaration files have no calls. */
export function isSourceFile(file: string): boolean {
  return SOURCE_EXTENSIONS.includes(path.extname(file)) && !/\.d\.[cm]?ts$/.test(file);
}

/** Whether a file can be analysed; `text` is the editor's, when it has one. Unreadable files can't. */
export function isAnalysable(file: string, text: string | undefined): boolean {
  if (!isSourceFile(file)) return false;
  if (text !== undefined) return text.length <= MAX_SIZE;
  try {
    const stat = fs.statSync(file);
    return stat.isFile() && stat.size <= MAX_SIZE;
  } catch {
    return false;
  }
}
