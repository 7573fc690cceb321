/** `query-lens check` as it is typed: its options and what each is for. */
import { InvalidArgumentError, Option, type Command } from 'commander';
import { check, type CheckOptions } from './check.ts';
import { addRule } from './configuration.ts';
import { CHECK_FORMATS, type ExitCode } from './options.ts';
import type { Terminal } from './terminal.ts';

export function addCheck(
  program: Command,
  config: () => Option,
  terminal: Terminal,
  exit: (code: ExitCode) => void,
): void {
  program
    .command('check')
    .description('report queries that never run, missing awaits and their like')
    .argument('[paths...]', 'files and folders to check (default: this folder)')
    .option('--project <tsconfig>', 'the tsconfig.json to use instead of the nearest one')
    .addOption(new Option('--format <format>', 'how to print').choices(CHECK_FORMATS).default('pretty'))
    .option('--fix', 'apply the safe fixes', false)
    .option('--fix-dry-run', 'show what --fix would change, and change nothing', false)
    .addOption(config())
    .addOption(
      new Option('--rule <id=severity>', 'how severe a rule is: error, warning, hint or off (may be repeated)')
        .argParser(addRule)
        .default({}, 'as configured'),
    )
    .addOption(
      new Option('--max-warnings <number>', 'end with 1 when there are more warnings than that').argParser(wholeNumber),
    )
    .option('--baseline <file>', 'report only findings that this file does not know')
    .option('--update-baseline', 'write what is found into that file, and report nothing', false)
    .option('--changed [ref]', 'check only files changed since a git ref (default: HEAD), and their callers')
    .option('--shard <part/parts>', 'check one part of the files: 1/3, 2/3, 3/3')
    .option('--cache', 'keep the results, and check only files for which they may be others', false)
    .option(
      '--cache-location <folder>',
      'where to keep them (default: node_modules/.cache/query-lens or .cache/query-lens)',
    )
    .option('--watch', 'check again whenever a file changes', false)
    .action(async (paths: string[], options: CheckOptions) => exit(await check(paths, options, terminal)));
}

function wholeNumber(given: string): number {
  if (!/^\d+$/.test(given)) throw new InvalidArgumentError('Write a whole number: 0, 10.');
  return Number(given);
}
