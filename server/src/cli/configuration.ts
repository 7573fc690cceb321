/** The configuration as the commands use it: found or named, with what is wrong in it told at its place. */
import fs from 'node:fs';
import path from 'node:path';
import { InvalidArgumentError } from 'commander';
import { builtInCatalogs } from '../catalogs/index.ts';
import { CONFIG_NAME, RULE_SEVERITIES, type RuleSeverities } from '../project/config.ts';
import { createConfigurations, type Configuration, type Configurations } from '../project/configurations.ts';
import { RULES } from '../rules/index.ts';
import { Failure } from './failure.ts';
import { relative } from './relative.ts';
import type { Terminal } from './terminal.ts';

const RULE_IDS = RULES.map(({ meta }) => meta.id);

/** `config` is the file named after `--config`, in place of the nearest one. */
export function openConfigurations(config: string | undefined, terminal: Terminal): Configurations {
  const file = config === undefined ? undefined : path.resolve(terminal.cwd, config).replaceAll('\\', '/');
  const stat = file === undefined ? undefined : fs.statSync(file, { throwIfNoEntry: false });
  if (file !== undefined && stat?.isFile() !== true) {
    const what = stat ? 'is no file' : 'does not exist';
    throw new Failure(`${config} ${what}: name a configuration file after --config, or leave it out.`);
  }
  return createConfigurations({
    rules: RULE_IDS,
    builtIn: builtInCatalogs,
    ...(file !== undefined && { file }),
  });
}

/** What is in force in the working folder itself. */
export function configurationHere(configurations: Configurations, { cwd }: Terminal): Configuration {
  return configurations.of(path.posix.join(cwd, CONFIG_NAME));
}

/** Tells what is wrong in the configurations and catalogs read so far; says whether something is. */
export function tellProblems(configurations: Configurations, terminal: Terminal): boolean {
  const problems = configurations.problems();
  for (const { file, start, message } of problems) {
    terminal.err(`${relative(terminal.cwd, file)}:${start.line + 1}:${start.character + 1}: ${message}`);
  }
  return problems.length > 0;
}

/** Adds `id=severity`, as written after `--rule`, to those before it. */
export function addRule(given: string, before: RuleSeverities): RuleSeverities {
  const [, rule = '', written = ''] = /^([^=]*)=(.*)$/.exec(given) ?? [];
  const severity = RULE_SEVERITIES.find((known) => known === written);
  if (severity === undefined)
    throw new InvalidArgumentError(`Write a rule and one of ${RULE_SEVERITIES.join(', ')}: no-missing-await=warning.`);
  if (!RULE_IDS.includes(rule))
    throw new InvalidArgumentError(`There is no rule "${rule}". There are: ${RULE_IDS.join(', ')}.`);
  return { ...before, [rule]: severity };
}
