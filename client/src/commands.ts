/** The commands of the extension; package.json names them for the command palette. */
import { commands, Disposable } from 'vscode';
import type { Memento } from 'vscode';
import {
  OPEN_SETTING_COMMAND,
  SHOW_CHAIN_COMMAND,
  SHOW_METHOD_COMMAND,
  SHOW_QUERIES_COMMAND,
} from '../../server/src/protocol/requests.ts';
import type { Server } from './languageClient.ts';
import { showTrace } from './serverStatus.ts';
import { showChain } from './showChain.ts';
import { showQueries } from './showQueries.ts';
import { toggleHints } from './toggleHints.ts';
import { VIEW, type MethodReferenceView } from './methodReference/view.ts';

export function registerCommands(server: Server, view: MethodReferenceView, memory: Memento): Disposable {
  const all: Readonly<Record<string, (...args: readonly unknown[]) => unknown>> = {
    'queryLens.restart': () => server.restart(),
    'queryLens.showOutput': () => server.output.show(),
    'queryLens.showTrace': () => showTrace(server),
    'queryLens.toggleHints': () => toggleHints(memory),
    'queryLens.openReference': () => commands.executeCommand(`${VIEW}.focus`),
    'queryLens.openReferenceInEditor': () => view.openInEditor(),
    'queryLens.searchReference': () => view.search(),
    'queryLens.fixAll': () =>
      commands.executeCommand('editor.action.codeAction', { kind: 'source.fixAll.queryLens', apply: 'first' }),
    [SHOW_METHOD_COMMAND]: async (library, type, method) => {
      if (typeof library !== 'string' || typeof type !== 'string' || typeof method !== 'string') return;
      await view.show({ library, type, method });
    },
    [SHOW_CHAIN_COMMAND]: showChain,
    [SHOW_QUERIES_COMMAND]: showQueries,
    [OPEN_SETTING_COMMAND]: (name) => commands.executeCommand('workbench.action.openSettings', `@id:${String(name)}`),
  };
  return Disposable.from(...Object.entries(all).map(([name, run]) => commands.registerCommand(name, run)));
}
