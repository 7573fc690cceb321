/** Writes a file so that whoever reads it meanwhile finds the whole old text or the whole new one. */
import fs from 'node:fs';
import path from 'node:path';
import { randomUUID } from 'node:crypto';

/** Makes the folder where it is missing. */
export function replaceFile(file: string, text: string): void {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  const made = `${file}.${randomUUID()}.tmp`;
  try {
    fs.writeFileSync(made, text);
    fs.renameSync(made, file);
  } catch (error) {
    fs.rmSync(made, { force: true });
    throw error;
  }
}
