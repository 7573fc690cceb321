/** Where the editor starts and stops the extension. */
import type { ExtensionContext } from 'vscode';
import { registerCommands } from './commands.ts';
import { createServer, type Server } from './languageClient.ts';
import { registerMethodReference } from './methodReference/view.ts';
import { registerQueryMap } from './queryMap/view.ts';
import { showStatus } from './status.ts';

let server: Server | undefined;

/** Called when a file of one of the languages is opened, or the method reference is. */
export function activate(context: ExtensionContext): void {
  server = createServer(context.asAbsolutePath('dist/server.js'));
  const view = registerMethodReference(context.extensionUri, server);
  context.subscriptions.push(server, view, showStatus(server), registerCommands(server, view, context.globalState));
  context.subscriptions.push(registerQueryMap(server, context.workspaceState));
  void server.restart();
}

/** Called when the editor closes or the extension is switched off; the editor waits for the server to stop. */
export async function deactivate(): Promise<void> {
  await server?.stop();
}
