/** The command line's entry: runs the command and turns how it went into an exit code. */
import process from 'node:process';
import { run } from './program.ts';
import { createTerminal } from './terminal.ts';

const { argv, env, stdout, stderr } = process;

// A reader that has seen enough (`query-lens methods | head`) is no failure of ours.
stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit();
});

// Not `process.exit`: what was written to a pipe has still to be flushed.
process.exitCode = await run(argv.slice(2), createTerminal({ cwd: process.cwd(), env, stdout, stderr }));
