/** What is wrong in configurations and catalogs, as diagnostics in those files: nobody asks for them, so they are pushed. */
import { pathToFileURL } from 'node:url';
import { DiagnosticSeverity } from 'vscode-languageserver/node';
import type { Connection, Diagnostic } from 'vscode-languageserver/node';
import { CONFIG_NAME } from '../project/config.ts';
import type { FileProblem } from '../project/jsonText.ts';
import { fileUriToPath } from './fromProtocol.ts';
import { fileOf, type Session } from './session.ts';

export interface ConfigProblems {
  /** Reads what is in force for the workspace folders and the open documents, and shows what is wrong with it. */
  publish(session: Pick<Session, 'configurations' | 'documents' | 'folder' | 'folders'>): void;
}

export function createConfigProblems({
  sendDiagnostics,
  console,
}: Pick<Connection, 'sendDiagnostics' | 'console'>): ConfigProblems {
  /** What was sent last, as text, by file. */
  const shown = new Map<string, string>();
  const told = new Set<string>();

  function show(file: string, diagnostics: Diagnostic[]): void {
    const text = JSON.stringify(diagnostics);
    if ((shown.get(file) ?? '[]') === text) return;
    shown.set(file, text);
    void sendDiagnostics({ uri: pathToFileURL(file).href, diagnostics });
  }

  return {
    publish(session) {
      const { configurations } = session;
      const files = [
        ...session.folders.flatMap((uri) => fileUriToPath(`${uri}/${CONFIG_NAME}`) ?? []),
        ...session.documents.all().flatMap((document) => fileOf(session, document) ?? []),
      ];
      for (const file of files) configurations.of(file);
      const byFile = new Map<string, Diagnostic[]>([...shown.keys()].map((file) => [file, []]));
      for (const problem of configurations.problems()) {
        byFile.set(problem.file, [...(byFile.get(problem.file) ?? []), toDiagnostic(problem)]);
      }
      for (const [file, diagnostics] of byFile) show(file, diagnostics);
      for (const complaint of configurations.complaints()) {
        if (!told.has(complaint)) console.warn(`queryLens.catalogs: ${complaint}`);
        told.add(complaint);
      }
    },
  };
}

function toDiagnostic({ start, end, message }: FileProblem): Diagnostic {
  return { range: { start, end }, severity: DiagnosticSeverity.Error, source: 'query-lens', message };
}
