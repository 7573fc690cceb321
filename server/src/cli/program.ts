/** The commands, their arguments and their help. */
import { Command, CommanderError, Option } from 'commander';
import { TypeScriptUnavailable } from '../languages/typescript/binary.ts';
import { DiscoverError } from '../project/discover.ts';
import { addCheck } from './checkCommand.ts';
import { doctor } from './doctor.ts';
import type { DoctorOptions } from './doctor.ts';
import { explain } from './explain.ts';
import type { ExplainOptions } from './explain.ts';
import { Failure } from './failure.ts';
import { init } from './init.ts';
import { merge } from './merge.ts';
import { methods } from './methods.ts';
import type { MethodsOptions } from './methods.ts';
import type { ExitCode } from './options.ts';
import { startServer } from './startServer.ts';
import type { Terminal } from './terminal.ts';
import { version } from './version.ts';

const EXAMPLES = `
Examples:
  query-lens check                         check every project below this folder
  query-lens check src/users.ts --fix      check one file and apply the safe fixes
  query-lens check --format sarif          findings as SARIF, for code scanning
  query-lens check --changed origin/main   check what a branch has changed, and its callers
  query-lens check --baseline known.json   fail on new findings only
  query-lens explain src/users.ts          show when each call of a file runs
  query-lens explain src/users.ts:42       the same for one line
  query-lens methods kysely                look the methods of a library up
  query-lens doctor                        say what was found, project by project
  query-lens doctor src/users.ts           say why a file has no labels
  query-lens init                          write a querylens.json to start from
  query-lens lsp --stdio                   serve an editor

Exit codes: 0 no errors found, 1 findings of severity error or too many warnings, 2 the command could not do its job.`;

/** Errors whose message is for the person who typed the command. */
const EXPLAINED = [Failure, DiscoverError, TypeScriptUnavailable];

/** Runs one command; whatever goes wrong is told on stderr. */
export async function run(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  let exitCode: ExitCode = 0;
  const program = createProgram(terminal, (code) => (exitCode = code));
  try {
    await program.parseAsync(args, { from: 'user' });
    return exitCode;
  } catch (error) {
    // Commander has already told what it had to tell.
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    const isExplained = EXPLAINED.some((kind) => error instanceof kind) && error instanceof Error;
    terminal.err(isExplained ? `query-lens: ${error.message}` : bugReport(error));
    return 2;
  }
}

function createProgram(terminal: Terminal, exit: (code: ExitCode) => void): Command {
  const program = new Command('query-lens')
    .description('Says when each query of your code runs, and finds the queries that never do.')
    .version(version())
    .addHelpText('after', EXAMPLES)
    .showHelpAfterError('Run "query-lens --help" to see what it understands.')
    .configureOutput({
      writeOut: (text) => terminal.out(text.trimEnd()),
      writeErr: (text) => terminal.err(text.trimEnd()),
    })
    .exitOverride();
  const format = (): Option =>
    new Option('--format <format>', 'how to print').choices(['pretty', 'json']).default('pretty');
  const config = (): Option => new Option('--config <file>', 'the querylens.json to use instead of the nearest one');
  addCheck(program, config, terminal, exit);
  program
    .command('explain')
    .description('show when each call of a file runs')
    .argument('<file[:line]>', 'the file, and the line when only that is of interest')
    .addOption(format())
    .addOption(config())
    .action(async (target: string, options: ExplainOptions) => exit(await explain(target, options, terminal)));
  program
    .command('methods')
    .description('look up what the methods of the libraries do')
    .argument('[library]', 'one library only')
    .addOption(format())
    .addOption(config())
    .action((library: string | undefined, options: MethodsOptions) => exit(methods(library, options, terminal)));
  program
    .command('doctor')
    .description('say what was found here, or why a file has no labels')
    .argument('[file]', 'one file only')
    .addOption(config())
    .action(async (target: string | undefined, options: DoctorOptions) =>
      exit(await doctor(target, options, terminal)),
    );
  program
    .command('init')
    .description('write a querylens.json to start from')
    .action(() => init(terminal));
  program
    .command('merge')
    .description('make one SARIF report of those of several parts')
    .argument('<reports...>', 'files that "check --format sarif" has printed')
    .action((reports: string[]) => merge(reports, terminal));
  program
    .command('lsp')
    .description('start the language server, for an editor')
    .option('--stdio', 'talk over standard input and output (default)')
    .option('--socket <port>', 'talk over a socket')
    .option('--pipe <name>', 'talk over a named pipe')
    .option('--node-ipc', 'talk over the channel of a parent Node process')
    .option('--clientProcessId <pid>', 'end when this process does')
    .action(startServer);
  return program;
}

function bugReport(error: unknown): string {
  const details = error instanceof Error ? error.stack : String(error);
  return `query-lens: this should not have happened. Please report it at https://github.com/query-lens/query-lens/issues with:\n${details}`;
}
