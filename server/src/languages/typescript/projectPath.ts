/** Where a file lies inside its project, which tells a migration or a test from the application. */
import fs from 'node:fs';
import path from 'node:path';

const marks = ['package.json', 'tsconfig.json', 'tsconfig.base.json'];

/**
 * The path relative to the folder of the project's tsconfig. Where that folder is part of a larger
 * repository its own name comes first: `e2e/helpers.ts`. A project that was made up has no folder.
 */
export function pathInProject(tsconfig: string, file: string): string {
  const folder = path.posix.dirname(tsconfig.replaceAll('\\', '/'));
  const relative = path.posix.relative(folder, file);
  if (!tsconfig.endsWith('.json') || relative.startsWith('../')) return path.posix.basename(file);
  return isPartOfMore(folder) ? `${path.posix.basename(folder)}/${relative}` : relative;
}

const known = new Map<string, boolean>();

function isPartOfMore(folder: string): boolean {
  let answer = known.get(folder);
  if (answer === undefined) {
    const parent = path.posix.dirname(folder);
    answer = marks.some((name) => fs.existsSync(path.posix.join(parent, name)));
    known.set(folder, answer);
  }
  return answer;
}
