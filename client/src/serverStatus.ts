/** The state of the server in words, to be read or to be sent along with a report: shown only when asked for. */
import { commands, Disposable, env, EventEmitter, UIKind, Uri, version, window, workspace } from 'vscode';
import { SERVER_STATUS, type ServerStatus } from '../../server/src/protocol/requests.ts';
import type { Server } from './languageClient.ts';
import { reportText, serverStatusText, type Versions } from './serverStatusText.ts';

/** A document that nobody writes: its address ends in what makes it Markdown. */
const SCHEME = 'query-lens-status';
const DOCUMENT = Uri.parse(`${SCHEME}:Query Lens Server Status.md`);

/** `extension` is the version of ours, `id` its identifier. */
export function registerServerStatus(server: Server, extension: string, id: string): Disposable {
  const changed = new EventEmitter<Uri>();
  const versions = (): Versions => ({ extension, editor: `${env.appName} ${version}` });

  /** A server that can't answer says why by its own status. */
  async function text(): Promise<string> {
    const { status } = server;
    const answer = await server.request<ServerStatus | null>(SERVER_STATUS).catch(() => null);
    return serverStatusText(versions(), status, answer);
  }

  return Disposable.from(
    changed,
    workspace.registerTextDocumentContentProvider(SCHEME, {
      onDidChange: changed.event,
      provideTextDocumentContent: text,
    }),
    commands.registerCommand('queryLens.showServerStatus', async () => {
      changed.fire(DOCUMENT);
      await window.showTextDocument(await workspace.openTextDocument(DOCUMENT));
    }),
    commands.registerCommand('queryLens.reportIssue', async () => {
      const issueBody = reportText(await text());
      // The reporter of a browser takes no text: it is there to be copied.
      if (env.uiKind === UIKind.Web) {
        await window.showTextDocument(await workspace.openTextDocument({ language: 'markdown', content: issueBody }));
      }
      await commands.executeCommand('workbench.action.openIssueReporter', { extensionId: id, issueBody });
    }),
  );
}

/** Has the output hold the whole conversation with the server from now on, and shows it. */
export async function showTrace(server: Server): Promise<void> {
  await workspace.getConfiguration('queryLens').update('trace.server', 'verbose', true);
  server.output.show();
  // Of the output that is shown; 1 is the level `Trace`.
  await commands.executeCommand('workbench.action.output.activeOutputLogLevel.1');
}
