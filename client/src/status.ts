/** The status item beside the language's name: libraries found, state, and what to do when something is wrong. */
import { languages, LanguageStatusSeverity, type Disposable } from 'vscode';
import { DOCUMENTS, type Server } from './languageClient.ts';
import { statusText } from './statusText.ts';

/** Shows the server's status until it is disposed of. */
export function showStatus(server: Server): Disposable {
  const item = languages.createLanguageStatusItem('queryLens.status', DOCUMENTS);
  item.name = 'Query Lens';
  const show = (): void => {
    const { text, detail, busy, failed } = statusText(server.status);
    item.text = text;
    item.detail = detail;
    item.busy = busy;
    item.severity = failed ? LanguageStatusSeverity.Error : LanguageStatusSeverity.Information;
    item.command = failed
      ? { command: 'queryLens.restart', title: 'Restart' }
      : { command: 'queryLens.openReference', title: 'Method Reference' };
  };
  show();
  const following = server.onStatus(show);
  return {
    dispose() {
      following.dispose();
      item.dispose();
    },
  };
}
