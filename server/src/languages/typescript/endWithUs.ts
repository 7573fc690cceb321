/**
 * No process outlives the one that has started it. The end of its input is not enough: TypeScript waits for ever for
 * the answer to a question of its own.
 */
import type { ChildProcess } from 'node:child_process';
import process from 'node:process';

const children = new Set<ChildProcess>();

/** Ends the child when this process exits, by whatever way but the signals that nobody handles. */
export function endWithUs(child: ChildProcess): void {
  if (children.size === 0) process.on('exit', endAll);
  children.add(child);
  child.once('exit', () => {
    children.delete(child);
    if (children.size === 0) process.off('exit', endAll);
  });
}

function endAll(): void {
  for (const child of children) child.kill('SIGKILL');
}
