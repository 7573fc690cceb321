/** Where the commands write: results to stdout, everything else to stderr, colours where they are wanted. */
import picocolors from 'picocolors';

export type Colors = ReturnType<typeof picocolors.createColors>;

/** The part of a process the terminal needs. */
export interface Streams {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdout: OutputStream;
  readonly stderr: OutputStream;
}

export interface OutputStream {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

export interface Terminal {
  /** The working folder, with forward slashes. */
  readonly cwd: string;
  /** For stdout. */
  readonly colors: Colors;
  /** Characters a line of stdout has room for; `Infinity` when it is no terminal. */
  readonly width: number;
  /** Whether somebody watches stderr. */
  readonly watched: boolean;
  /** Writes lines to stdout. */
  out(text: string): void;
  /** Writes lines to stderr. */
  err(text: string): void;
  /** Shows one passing line on stderr in place of the one before; `undefined` takes it away. */
  passing(text: string | undefined): void;
}

const CLEAR_LINE = '\r\u001B[2K';

export function createTerminal({ cwd, env, stdout, stderr }: Streams): Terminal {
  let passing = false;

  function clear(): void {
    if (passing) stderr.write(CLEAR_LINE);
    passing = false;
  }

  return {
    cwd: cwd.replaceAll('\\', '/'),
    colors: picocolors.createColors(wantsColors(env, stdout)),
    width: (stdout.isTTY && stdout.columns) || Number.POSITIVE_INFINITY,
    watched: stderr.isTTY === true,
    out(text) {
      clear();
      stdout.write(`${text}\n`);
    },
    err(text) {
      clear();
      stderr.write(`${text}\n`);
    },
    passing(text) {
      clear();
      if (text === undefined) return;
      // A line that wraps could not be taken back.
      stderr.write(text.slice(0, (stderr.columns ?? 80) - 1));
      passing = true;
    },
  };
}

/** NO_COLOR and FORCE_COLOR (any text that isn't empty) decide, else whether stdout is a terminal that can. */
function wantsColors(env: Streams['env'], stdout: OutputStream): boolean {
  if (env['NO_COLOR']) return false;
  if (env['FORCE_COLOR']) return env['FORCE_COLOR'] !== '0';
  return stdout.isTTY === true && env['TERM'] !== 'dumb';
}
