/** The packaged extension, as `npm run package` leaves it. */
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

export const VSIX = path.join(ROOT, `query-lens-${process.platform}-${process.arch}.vsix`);
