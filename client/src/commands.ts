/** The commands of the extension; package.json names them for the command palette. */
import { commands, ConfigurationTarget, Disposable, workspace } from 'vscode';
import { SHOW_METHOD_COMMAND } from '../../server/src/protocol/requests.ts';
import { DEFAULT_SETTINGS, type HintMode } from '../../server/src/protocol/settings.ts';
import { SECTION, type Server } from './languageClient.ts';
import { VIEW, type MethodReferenceView } from './methodReference/view.ts';

export function registerCommands(server: Server, view: MethodReferenceView): Disposable {
  const all: Readonly<Record<string, (...args: readonly unknown[]) => unknown>> = {
    'queryLens.restart': () => server.restart(),
    'queryLens.showOutput': () => server.output.show(),
    'queryLens.toggleHints': toggleHints,
    'queryLens.openReference': () => commands.executeCommand(`${VIEW}.focus`),
    'queryLens.searchReference': () => view.search(),
    'queryLens.fixAll': () =>
      commands.executeCommand('editor.action.codeAction', { kind: 'source.fixAll.queryLens', apply: 'first' }),
    [SHOW_METHOD_COMMAND]: async (library, type, method) => {
      if (typeof library !== 'string' || typeof type !== 'string' || typeof method !== 'string') return;
      await view.show({ library, type, method });
    },
  };
  return Disposable.from(...Object.entries(all).map(([name, run]) => commands.registerCommand(name, run)));
}

/** Switches the hints off, and on again; where the workspace has a setting of its own, it is that which changes. */
async function toggleHints(): Promise<void> {
  const section = workspace.getConfiguration(SECTION);
  const hints = section.get<HintMode>('hints', DEFAULT_SETTINGS.hints);
  const next: HintMode = hints === 'off' ? 'grouped' : 'off';
  const target =
    section.inspect('hints')?.workspaceValue === undefined ? ConfigurationTarget.Global : ConfigurationTarget.Workspace;
  await section.update('hints', next, target);
}
