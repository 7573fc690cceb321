/** Writes a file so that whoever reads it meanwhile finds the whole old text or the whole new one. */
import fs from 'node:fs';
import path from 'node:path';
import { randomUUID } from 'node:crypto';

/** Makes the folder where it is missing. `mode` is the new file's. */
export function replaceFile(file: string, text: string, mode?: number): void {
  makeFolder(path.dirname(file));
  const made = `${file}.${randomUUID()}.tmp`;
  try {
    fs.writeFileSync(made, text);
    if (mode !== undefined) fs.chmodSync(made, mode);
    fs.renameSync(made, file);
  } catch (error) {
    if (fs.existsSync(made)) fs.rmSync(made);
    throw error;
  }
}

/** Node's own `recursive` never comes back from where no folder can be made, as below `/proc`. */
function makeFolder(folder: string): void {
  if (fs.existsSync(folder)) return;
  makeFolder(path.dirname(folder));
  try {
    fs.mkdirSync(folder);
  } catch (error) {
    // Somebody else may have made it meanwhile.
    if (!fs.existsSync(folder)) throw error;
  }
}
