/** The packaged extension, as `npm run package` leaves it, and the workspace it is tested on. */
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

export const VSIX = path.join(ROOT, `query-lens-${process.platform}-${process.arch}.vsix`);

/** A small bookshop whose packages are not installed: names alone must do. */
export const WORKSPACE = path.join(ROOT, 'test/vscode/workspace');

/** Three packages: two that refer to each other, with two versions of a library, and one in JavaScript and JSX. */
export const MONOREPO = path.join(ROOT, 'test/vscode/monorepo');

/** A bookshop on Django, whose packages are not installed either. */
export const DJANGO = path.join(ROOT, 'examples/django');
