/** The settings in what the editor gave, each read with care: what is unusable is named, and its default holds. */
import { DEFAULT_SETTINGS, LABELS } from '../protocol/settings.ts';
import type { HintMode, Settings } from '../protocol/settings.ts';
import { isRecord } from './fromProtocol.ts';

const HINT_MODES: readonly HintMode[] = ['each', 'grouped', 'executing', 'off'];
const SEVERITIES: readonly Settings['rules'][string][] = ['error', 'warning', 'hint', 'off'];
const ON_OFF: readonly boolean[] = [true, false];

/** `problems` says in a sentence each what was passed over. */
export function toSettings(value: unknown): { readonly settings: Settings; readonly problems: readonly string[] } {
  if (!isRecord(value)) return { settings: DEFAULT_SETTINGS, problems: [] };
  const problems: string[] = [];
  const oneOf = <T>(name: string, given: unknown, known: readonly T[]): T | undefined => {
    const found = known.find((choice) => choice === given);
    if (found === undefined && given !== undefined) problems.push(unusable(name, given, oneOfText(known)));
    return found;
  };
  const amount = (name: 'hintMaximumLength' | 'timeBudget'): number => {
    const given = value[name];
    if (typeof given === 'number' && given >= 0) return given;
    if (given !== undefined) problems.push(unusable(name, given, 'Write a number that is not negative.'));
    return DEFAULT_SETTINGS[name];
  };
  const chosen = <T>(name: string, names: readonly string[], known: readonly T[]): Record<string, T> => {
    const given = isRecord(value[name]) ? value[name] : {};
    const entries = names.flatMap((key): [string, T][] => {
      const choice = oneOf(`${name}.${key}`, given[key], known);
      return choice === undefined ? [] : [[key, choice]];
    });
    return Object.fromEntries(entries);
  };
  const rules = isRecord(value['rules']) ? Object.keys(value['rules']) : [];
  const { catalogs = DEFAULT_SETTINGS.catalogs } = value;
  if (!isTexts(catalogs)) problems.push(unusable('catalogs', catalogs, 'Write a list of paths.'));
  const settings: Settings = {
    hints: oneOf('hints', value['hints'], HINT_MODES) ?? DEFAULT_SETTINGS.hints,
    hintLabels: { ...DEFAULT_SETTINGS.hintLabels, ...chosen('hintLabels', LABELS, ON_OFF) },
    hintMaximumLength: amount('hintMaximumLength'),
    codeLens: oneOf('codeLens', value['codeLens'], ON_OFF) ?? DEFAULT_SETTINGS.codeLens,
    rules: chosen('rules', rules, SEVERITIES),
    catalogs: isTexts(catalogs) ? catalogs : DEFAULT_SETTINGS.catalogs,
    timeBudget: amount('timeBudget'),
  };
  return { settings, problems };
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((element) => typeof element === 'string');
}

function oneOfText(known: readonly unknown[]): string {
  return `Write one of ${known.join(', ')}.`;
}

function unusable(setting: string, value: unknown, mend: string): string {
  return `The setting queryLens.${setting} can't be ${JSON.stringify(value)}; its default is used. ${mend}`;
}
