/** Where a file lies inside its project, which tells a migration or a test from the application. */
import fs from 'node:fs';
import path from 'node:path';

/**
 * The path relative to the folder of the project's tsconfig. Where that folder is part of a larger
 * repository its own name comes first: `e2e/helpers.ts`. A file from elsewhere is named from the package it is in.
 */
export function pathInProject(tsconfig: string, file: string): string {
  const folder = path.posix.dirname(tsconfig.replaceAll('\\', '/'));
  const relative = path.posix.relative(folder, file);
  if (tsconfig.endsWith('.json') && !relative.startsWith('../'))
    return has(path.posix.dirname(folder), MARKS) ? `${path.posix.basename(folder)}/${relative}` : relative;
  for (let root = path.posix.dirname(file); root !== path.posix.dirname(root); root = path.posix.dirname(root))
    if (has(root, ['package.json'])) return path.posix.relative(root, file);
  return path.posix.basename(file);
}

const MARKS: readonly string[] = ['package.json', 'tsconfig.json', 'tsconfig.base.json'];
const known = new Map<string, boolean>();

/** Whether one of the files is in the folder. */
function has(folder: string, names: readonly string[]): boolean {
  return names.some((name) => {
    const file = path.posix.join(folder, name);
    const answer = known.get(file) ?? fs.existsSync(file);
    known.set(file, answer);
    return answer;
  });
}
