/** The status items beside the language's name: libraries found and what is wrong; the project and the last analysis. */
import { Disposable, languages, LanguageStatusSeverity, window, type LanguageStatusItem } from 'vscode';
import { ANALYSED, type Analysed } from '../../server/src/protocol/requests.ts';
import { DOCUMENTS, type Server } from './languageClient.ts';
import { nameOf } from './queryMap/tree.ts';
import { analysisText, statusText } from './statusText.ts';

/** Shows the server's status until it is disposed of. */
export function showStatus(server: Server): Disposable {
  const item = createItem('queryLens.status', 'Query Lens');
  const show = (): void => {
    const { text, detail, busy, severity } = statusText(server.status);
    item.text = text;
    item.detail = detail;
    item.busy = busy;
    item.severity = SEVERITIES[severity];
    item.command = COMMANDS[severity];
  };
  show();
  return Disposable.from(item, server.onStatus(show), showAnalysis(server));
}

const SEVERITIES = {
  fine: LanguageStatusSeverity.Information,
  flawed: LanguageStatusSeverity.Warning,
  failed: LanguageStatusSeverity.Error,
};

const COMMANDS = {
  fine: { command: 'queryLens.openReference', title: 'Method Reference' },
  flawed: { command: 'queryLens.showServerStatus', title: 'Server Status' },
  failed: { command: 'queryLens.restart', title: 'Restart' },
};

/** The project of the document that is worked on, and how long its analysis took; nothing before the first one. */
function showAnalysis(server: Server): Disposable {
  const known = new Map<string, Analysed>();
  let item: LanguageStatusItem | undefined;
  const show = (): void => {
    const analysed = known.get(window.activeTextEditor?.document.uri.toString() ?? '');
    if (!analysed) return;
    item ??= createItem('queryLens.analysis', 'Query Lens: Analysis');
    const { text, detail } = analysisText(analysed, nameOf);
    item.text = text;
    item.detail = detail;
    item.command = { command: 'queryLens.showServerStatus', title: 'Server Status' };
  };
  return Disposable.from(
    server.on(ANALYSED, (analysed) => {
      known.set(analysed.uri, analysed);
      show();
    }),
    window.onDidChangeActiveTextEditor(show),
    { dispose: () => item?.dispose() },
  );
}

function createItem(id: string, name: string): LanguageStatusItem {
  const item = languages.createLanguageStatusItem(id, DOCUMENTS);
  item.name = name;
  return item;
}
