/** The processes of this machine, to see what a server has started and left behind. */
import { execFileSync } from 'node:child_process';

export interface RunningProcess {
  readonly pid: number;
  readonly parent: number;
}

/** Processes that have ended and only wait to be taken note of are left out. */
export function runningProcesses(): readonly RunningProcess[] {
  const table = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,stat='], { encoding: 'utf8' });
  const rows = table
    .trim()
    .split('\n')
    .map((row) => row.trim().split(/\s+/));
  return rows.flatMap(([pid, parent, state]) =>
    state?.startsWith('Z') ? [] : { pid: Number(pid), parent: Number(parent) },
  );
}
