/** The folder that paths in reports for CI services count from: that of the repository, wherever a run was started. */
import fs from 'node:fs';
import path from 'node:path';

/** The nearest folder with a `.git`; without one `cwd` itself. */
export function repositoryRoot(cwd: string): string {
  for (let folder = cwd; ; folder = path.posix.dirname(folder)) {
    if (fs.existsSync(path.posix.join(folder, '.git'))) return folder;
    if (path.posix.dirname(folder) === folder) return cwd;
  }
}
