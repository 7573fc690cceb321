/** Links that run a command of our client's: to a method in the reference, and to a setting. */
import type { Call } from '../analysis/model.ts';
import type { CatalogSet } from '../catalogs/catalogSet.ts';
import { referenceEntry } from './reference.ts';

/** The editor's commands that open a method in the sidebar, and the settings at one of ours. */
const SHOW_METHOD = 'queryLens.showMethod';
const OPEN_SETTING = 'queryLens.openSetting';

/** The address of a call's method; `undefined` for one that the reference has no entry for. */
export function methodLink(catalogs: CatalogSet, { owner, method, kind }: Call): string | undefined {
  const entry = referenceEntry(catalogs.catalogs, owner, method, kind);
  return entry && commandLink(SHOW_METHOD, [entry.library, entry.type, entry.method]);
}

/** The address of a setting by its whole name. */
export function settingLink(name: string): string {
  return commandLink(OPEN_SETTING, [name]);
}

function commandLink(command: string, args: readonly string[]): string {
  return `command:${command}?${encodeURIComponent(JSON.stringify(args))}`;
}
