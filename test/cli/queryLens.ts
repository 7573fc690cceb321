/** Runs the built command line as its users do: as a child process. */
import { execFile } from 'node:child_process';
import path from 'node:path';

export const CLI = path.resolve(import.meta.dirname, '../../dist/cli.js');

export interface Run {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number;
}

/** What colours depend on is taken from `env` only, never from whoever runs the tests. */
export function queryLens(
  args: readonly string[],
  { cwd, env = {} }: { readonly cwd: string; readonly env?: Readonly<Record<string, string>> },
): Promise<Run> {
  const { NO_COLOR: _, FORCE_COLOR: __, ...inherited } = process.env;
  return new Promise((resolve) => {
    execFile(process.execPath, [CLI, ...args], { cwd, env: { ...inherited, ...env } }, (error, stdout, stderr) => {
      const exitCode = error ? Number(error.code) : 0;
      resolve({ stdout, stderr, exitCode });
    });
  });
}
