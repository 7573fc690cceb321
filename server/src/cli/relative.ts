/** Paths as the command line prints them. */
import path from 'node:path';

/** Relative to the working folder, with forward slashes. */
export function relative(cwd: string, file: string): string {
  return path.relative(cwd, file).replaceAll('\\', '/');
}
