/** Switches the hints off, and on again as they were. */
import { ConfigurationTarget, window, workspace } from 'vscode';
import type { Memento } from 'vscode';
import { DEFAULT_SETTINGS, type HintMode } from '../../server/src/protocol/settings.ts';
import { SECTION } from './languageClient.ts';

/** Under which the mode that was switched off last is remembered. */
const MODE = 'hints';

/** Where the folder or the workspace has a setting of its own, it is that which changes. */
export async function toggleHints(memory: Memento): Promise<void> {
  const section = workspace.getConfiguration(SECTION, window.activeTextEditor?.document.uri);
  const hints = section.get<HintMode>('hints', DEFAULT_SETTINGS.hints);
  if (hints !== 'off') await memory.update(MODE, hints);
  const next = hints === 'off' ? memory.get<HintMode>(MODE, DEFAULT_SETTINGS.hints) : 'off';
  await section.update('hints', next, targetOf(section.inspect('hints')));
}

type Inspected = ReturnType<ReturnType<typeof workspace.getConfiguration>['inspect']>;

function targetOf(inspected: Inspected): ConfigurationTarget {
  if (inspected?.workspaceFolderValue !== undefined) return ConfigurationTarget.WorkspaceFolder;
  return inspected?.workspaceValue === undefined ? ConfigurationTarget.Global : ConfigurationTarget.Workspace;
}
