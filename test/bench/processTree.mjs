/** Runs a command and measures it with everything it starts: how long it takes, and how much memory at most. */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';

const SAMPLE_EVERY_MS = 20;
const PAGE = 4096;
const TICK_MS = 10;

/**
 * Resolves when it has ended; rejects when its exit code is none of `accepted`. Watching the memory takes processor time,
 * of which two processes at work miss more than one, so the time is right only where that is not watched.
 */
export async function measure(args, { cwd, accepted = [0], memory = true }) {
  const start = performance.now();
  const child = spawn(process.execPath, args, { cwd, stdio: ['ignore', 'ignore', 'pipe'] });
  let stderr = '';
  child.stderr.on('data', (chunk) => (stderr += chunk));
  let peak = 0;
  const watch = () => (peak = Math.max(peak, treeMemory(child.pid)));
  const sampling = memory ? setInterval(watch, SAMPLE_EVERY_MS) : undefined;
  const [code] = await once(child, 'exit');
  const ms = performance.now() - start;
  clearInterval(sampling);
  if (!accepted.includes(code)) throw new Error(`${args.join(' ')} ended with ${code}.\n${stderr}`);
  return { ms, bytes: peak };
}

/** Resident memory of a process and of all that descend from it, in bytes. */
export const treeMemory = (root) => inTree(root).reduce((sum, { bytes }) => sum + bytes, 0);

/** Processor time that they have taken, in milliseconds. */
export const treeTime = (root) => inTree(root).reduce((sum, { ms }) => sum + ms, 0);

/** A process and all that descend from it. */
function inTree(root) {
  const processes = process.platform === 'linux' ? fromProc() : fromPs();
  const members = new Set([root]);
  let grown = true;
  while (grown) {
    const { size } = members;
    for (const { pid, parent } of processes) if (members.has(parent)) members.add(pid);
    grown = members.size > size;
  }
  return processes.filter(({ pid }) => members.has(pid));
}

function fromProc() {
  return readdirSync('/proc').flatMap((entry) => {
    if (!/^\d+$/.test(entry)) return [];
    try {
      // The name, in brackets, may hold spaces; after it come the state, the parent and, 22 fields on, the pages.
      const fields = readFileSync(`/proc/${entry}/stat`, 'utf8')
        .replace(/^.*\) /s, '')
        .split(' ');
      const ms = (Number(fields[11]) + Number(fields[12])) * TICK_MS;
      return [{ pid: Number(entry), parent: Number(fields[1]), bytes: Number(fields[21]) * PAGE, ms }];
    } catch {
      return []; // It has ended meanwhile.
    }
  });
}

function fromPs() {
  const table = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,rss=,time='], { encoding: 'utf8' });
  return table
    .trim()
    .split('\n')
    .map((line) => {
      const [pid, parent, kilobytes, time] = line.trim().split(/\s+/);
      const seconds = time.split(':').reduce((sum, part) => sum * 60 + Number(part), 0);
      return { pid: Number(pid), parent: Number(parent), bytes: Number(kilobytes) * 1024, ms: seconds * 1000 };
    });
}

/** The processes that a process has started and that still run. */
export function childrenOf(pid) {
  const processes = process.platform === 'linux' ? fromProc() : fromPs();
  return processes.filter(({ parent }) => parent === pid).map((child) => child.pid);
}
