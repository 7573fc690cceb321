/** Yarn's Plug'n'Play: packages stay in archives, which TypeScript does not read. */
import fs from 'node:fs';
import path from 'node:path';

/** What that means for the labels, where the folder or one above it is installed so. */
export function sayPlugAndPlay(folder: string): string | undefined {
  const parent = path.posix.dirname(folder);
  if (!fs.existsSync(path.posix.join(folder, '.pnp.cjs')))
    return parent === folder ? undefined : sayPlugAndPlay(parent);
  return (
    "in the archives of Yarn's Plug'n'Play, which TypeScript does not read: versions are not known, and calls have " +
    'labels where imports and annotations alone say whose they are. With "nodeLinker: node-modules" types count too.'
  );
}
