/** What a `querylens.json` says, and the check of what somebody wrote into one. Pure. */
import { dictionary, inside, list, object, oneOf, optional, text, textThat } from '../catalogs/reader.ts';
import type { CatalogProblem, Read, Report } from '../catalogs/reader.ts';

/** The file's name; the nearest one above a source file is in force. */
export const CONFIG_NAME = 'querylens.json';

export const RULE_SEVERITIES = ['error', 'warning', 'hint', 'off'] as const;

export type RuleSeverity = (typeof RULE_SEVERITIES)[number];

/** By rule id; a rule that is not named keeps its own severity. */
export type RuleSeverities = Readonly<Record<string, RuleSeverity>>;

/** Paths and patterns are as they were written: relative to the file's folder. */
export interface Config {
  readonly rules: RuleSeverities;
  /** Files with catalogs of the user's own. */
  readonly catalogs: readonly string[];
  /** Patterns of files in which nothing is reported. */
  readonly ignore: readonly string[];
}

export const EMPTY_CONFIG: Config = { rules: {}, catalogs: [], ignore: [] };

export interface CheckedConfig {
  /** What is left when the bad entries are left out. */
  readonly config: Config;
  readonly problems: readonly CatalogProblem[];
}

/** The fields of the file; the JSON schema is generated from them. */
export const CONFIG_FIELDS = {
  $schema: 'Where the JSON schema of this file is, for editors.',
  rules: 'How severe the findings of each rule are. A rule that is not named keeps its default.',
  catalogs: 'JSON files that say what the methods of your own libraries and classes do, relative to this file.',
  ignore: 'Patterns of files in which nothing is reported, relative to this file: `src/generated/**`.',
} as const;

interface ConfigFile extends Partial<Config> {
  readonly $schema?: string;
}

/** Checks parsed JSON; `rules` are the ids that exist. */
export function validateConfig(json: unknown, rules: readonly string[]): CheckedConfig {
  const problems: CatalogProblem[] = [];
  const report: Report = (path, message, of) => {
    problems.push({ path, message, ...(of && { of }) });
  };
  const file = configFile(rules)(json, '', report) ?? {};
  const { rules: severities = {}, catalogs = [], ignore = [] } = file;
  return { config: { rules: severities, catalogs, ignore }, problems };
}

const pattern = textThat((value) => !value.startsWith('!'), 'a pattern of files to leave out; "!" takes nothing back');

function configFile(rules: readonly string[]): Read<ConfigFile> {
  return object<ConfigFile>({
    $schema: optional(text),
    rules: optional(severitiesOf(rules)),
    catalogs: optional(list(text)),
    ignore: optional(list(pattern)),
  });
}

function severitiesOf(rules: readonly string[]): Read<RuleSeverities> {
  const read = dictionary(oneOf(RULE_SEVERITIES));
  return (value, path, report) => {
    const found = read(value, path, report);
    if (found === undefined) return undefined;
    const known = Object.entries(found).filter(([rule]) => {
      if (rules.includes(rule)) return true;
      report(inside(path, rule), `There is no rule "${rule}". There are: ${rules.join(', ')}.`, 'key');
      return false;
    });
    return Object.fromEntries(known);
  };
}
