/** Keeps the workspace in step with the editor's documents and with the files on disk. */
import { DidChangeWatchedFilesNotification, FileChangeType } from 'vscode-languageserver/node';
import { toFileChanges } from '../fromProtocol.ts';
import { fileOf } from '../session.ts';
import type { Session } from '../session.ts';

/** What the analysis reads besides open documents: sources, projects, and what an install changes. */
const WATCHED = [
  '**/*.{ts,tsx,mts,cts,js,jsx,mjs,cjs}',
  '**/{tsconfig,jsconfig}*.json',
  '**/{package,package-lock}.json',
  '**/{pnpm-lock.yaml,yarn.lock,bun.lock}',
];

export function followDocuments(session: Session): void {
  const { documents, workspace, analyses, refresher, client } = session;
  const opened = new Set<string>();
  documents.onDidChangeContent(({ document }) => {
    const file = fileOf(session, document);
    if (file === undefined) return;
    if (opened.has(file)) workspace.update(file, document.getText());
    else workspace.open(file, document.getText());
    analyses.forget(file);
    // The client asks again for the document it changed, but not for the hints of those that import it.
    if (!client.pullsDiagnostics || (opened.has(file) && opened.size > 1)) refresher.soon();
    opened.add(file);
  });
  documents.onDidClose(({ document }) => {
    const file = fileOf(session, document);
    if (file === undefined || !opened.delete(file)) return;
    workspace.close(file);
    analyses.forget(file);
  });
}

/** Follows files on disk. A save of an open document changes nothing that is shown. */
export async function followFiles(session: Session): Promise<void> {
  const { connection, client, documents, workspace, analyses, refresher } = session;
  connection.onDidChangeWatchedFiles(({ changes }) => {
    workspace.changed(toFileChanges(changes));
    if (changes.every(({ uri, type }) => type === FileChangeType.Changed && documents.get(uri))) return;
    analyses.forget();
    refresher.soon();
  });
  if (!client.registersWatchers) return;
  const watchers = WATCHED.map((globPattern) => ({ globPattern }));
  await connection.client.register(DidChangeWatchedFilesNotification.type, { watchers });
}
