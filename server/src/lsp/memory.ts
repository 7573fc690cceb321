/** How much memory a process holds, as far as the system tells without a program being started. */
import { readFile } from 'node:fs/promises';

/** In bytes; `undefined` where that can't be told. */
export async function memoryOf(processId: number | undefined): Promise<number | undefined> {
  if (processId === undefined) return undefined;
  try {
    const status = await readFile(`/proc/${String(processId)}/status`, 'utf8');
    const kilobytes = /^VmRSS:\s*(\d+) kB$/m.exec(status)?.[1];
    return kilobytes === undefined ? undefined : Number(kilobytes) * 1024;
  } catch {
    return undefined;
  }
}
