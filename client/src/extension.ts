/** Where the editor starts and stops the extension. */
import { workspace, type ExtensionContext } from 'vscode';
import { registerCommands } from './commands.ts';
import { createServer, type Server } from './languageClient.ts';
import { registerMethodReference } from './methodReference/view.ts';
import { registerQueryMap } from './queryMap/view.ts';
import { registerServerStatus } from './serverStatus.ts';
import { showStatus } from './status.ts';
import { wakeWhenNeeded } from './wakeUp.ts';

let server: Server | undefined;

/**
 * Called when a file of one of the languages is opened, or the method reference is. No process is started before a
 * library is in sight.
 */
export function activate(context: ExtensionContext): void {
  const started = createServer(context.asAbsolutePath('dist/server.js'));
  server = started;
  const view = registerMethodReference(context.extensionUri, started);
  context.subscriptions.push(started, view, showStatus(started), registerCommands(started, view, context.globalState));
  context.subscriptions.push(registerQueryMap(started, context.workspaceState));
  const { version } = context.extension.packageJSON as { readonly version: string };
  context.subscriptions.push(registerServerStatus(started, version, context.extension.id));
  context.subscriptions.push(
    wakeWhenNeeded(started),
    // With trust, types are asked for too.
    workspace.onDidGrantWorkspaceTrust(() => {
      if (started.status.state !== 'asleep') void started.restart();
    }),
  );
}

/** Called when the editor closes or the extension is switched off; the editor waits for the server to stop. */
export async function deactivate(): Promise<void> {
  await server?.stop();
}
