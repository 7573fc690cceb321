/** The command line's entry: runs the command and turns how it went into an exit code. */
import process from 'node:process';
import { run } from './program.ts';
import { obeySignals } from './signals.ts';
import { createTerminal } from './terminal.ts';

const { argv, env, stdout, stderr } = process;

stdout.on('error', (error: NodeJS.ErrnoException) => {
  // A reader that has seen enough (`query-lens methods | head`) is no failure of ours.
  if (error.code === 'EPIPE') process.exit();
  stderr.write(`query-lens: what was found can't be written: ${error.message}\n`, () => process.exit(2));
});
// Nobody is left to be told; the exit code still says how it went.
stderr.on('error', () => undefined);

obeySignals();

const cwd = workingFolder();
if (cwd === undefined) {
  stderr.write('query-lens: the folder it was started in has gone. Change to one that exists.\n');
  process.exitCode = 2;
} else {
  // Not `process.exit`: what was written to a pipe has still to be flushed.
  process.exitCode = await run(argv.slice(2), createTerminal({ cwd, env, stdout, stderr }));
}

function workingFolder(): string | undefined {
  try {
    return process.cwd();
  } catch {
    return undefined;
  }
}
