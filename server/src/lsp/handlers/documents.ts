/** Keeps the workspace in step with the editor's documents and with the files on disk. */
import { DidChangeWatchedFilesNotification, FileChangeType } from 'vscode-languageserver/node';
import { fileUriToPath, toFileChanges } from '../fromProtocol.ts';
import { fileOf } from '../session.ts';
import { reconfigured } from '../reconfigured.ts';
import type { Session } from '../session.ts';

/** What the analysis reads besides open documents: sources, projects, and what an install changes. */
const WATCHED = [
  '**/*.{ts,tsx,mts,cts,js,jsx,mjs,cjs,py}',
  // Configurations and catalogs, which may have any name, projects, packages.
  '**/*.json',
  '**/{pnpm-lock.yaml,yarn.lock,bun.lock}',
  '**/{pyproject.toml,*requirements*.txt,requirements/*.txt,Pipfile,Pipfile.lock,uv.lock,poetry.lock}',
];

export function followDocuments(session: Session): void {
  const { documents, workspace, analyses, survey, refresher, client, configProblems } = session;
  const opened = new Set<string>();
  documents.onDidChangeContent(({ document }) => {
    const file = fileOf(session, document);
    if (file === undefined) return;
    if (opened.has(file)) workspace.update(file, document.getText());
    else {
      workspace.open(file, document.getText());
      configProblems.publish(session);
    }
    analyses.forget(file);
    survey.forget(file);
    // The client asks again for the document it changed, but not for the hints of those that import it.
    if (!client.pullsDiagnostics || (opened.has(file) && opened.size > 1)) refresher.soon();
    opened.add(file);
  });
  documents.onDidClose(({ document }) => {
    const file = fileOf(session, document);
    if (file === undefined || !opened.delete(file)) return;
    workspace.close(file);
    analyses.forget(file);
    survey.forget(file);
  });
}

/** Follows files on disk. A save of an open document changes nothing that is shown. */
export async function followFiles(session: Session): Promise<void> {
  const { connection, client, documents, workspace, analyses, survey, refresher } = session;
  connection.onDidChangeWatchedFiles(({ changes: all }) => {
    if (session.configurations.changed(all.flatMap(({ uri }) => fileUriToPath(uri) ?? []))) reconfigured(session);
    const changes = all.filter(({ uri }) => concernsAnalysis(uri));
    if (changes.length === 0) return;
    const files = toFileChanges(changes);
    workspace.changed(files);
    if (changes.some(({ uri, type }) => type !== FileChangeType.Changed || uri.endsWith('.json'))) survey.forgetAll();
    for (const file of files.changed) survey.forget(file);
    if (changes.every(({ uri, type }) => type === FileChangeType.Changed && documents.get(uri))) return;
    analyses.forget();
    refresher.soon();
  });
  if (!client.registersWatchers) return;
  const watchers = WATCHED.map((globPattern) => ({ globPattern }));
  await connection.client.register(DidChangeWatchedFilesNotification.type, { watchers });
}

/** Of JSON files only those matter that say what a project is or what is installed. */
function concernsAnalysis(uri: string): boolean {
  return !uri.endsWith('.json') || /\/(?:[tj]sconfig[^/]*|package|package-lock)\.json$/.test(uri);
}
