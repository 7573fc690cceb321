/** Findings as diagnostics: fetched by clients that pull them, pushed to those that don't. */
import { DocumentDiagnosticReportKind, LSPErrorCodes, ResponseError } from 'vscode-languageserver/node';
import type { Diagnostic, DiagnosticServerCancellationData } from 'vscode-languageserver/node';
import { answer, messageOf, Outdated } from '../answer.ts';
import { analyze, reported } from '../session.ts';
import type { Session } from '../session.ts';
import { toDiagnostic } from '../toProtocol.ts';

/** An outdated request is to be sent anew: what the client shows until then is old. */
const RETRIGGER = new ResponseError<DiagnosticServerCancellationData>(
  LSPErrorCodes.ServerCancelled,
  'The document has changed.',
  { retriggerRequest: true },
);

export function registerDiagnostics(session: Session): void {
  const { connection, documents, client } = session;
  connection.languages.diagnostics.on(
    answer(
      session,
      { kind: DocumentDiagnosticReportKind.Full, items: [] },
      async ({ textDocument }, signal) => ({
        kind: DocumentDiagnosticReportKind.Full,
        items: await diagnose(session, textDocument.uri, signal),
      }),
      RETRIGGER,
    ),
  );
  if (client.pullsDiagnostics) return;
  documents.onDidClose(({ document }) => void connection.sendDiagnostics({ uri: document.uri, diagnostics: [] }));
}

async function diagnose(session: Session, uri: string, signal: AbortSignal): Promise<Diagnostic[]> {
  const found = await analyze(session, uri, signal);
  if (!found) return [];
  return reported(found).map((finding) => toDiagnostic(found.document, finding));
}

/** Sends the diagnostics of every open document; a document that changes meanwhile gets its own later. */
export async function pushDiagnostics(session: Session): Promise<void> {
  for (const { uri } of session.documents.all()) {
    try {
      const diagnostics = await diagnose(session, uri, new AbortController().signal);
      const version = session.documents.get(uri)?.version;
      if (version !== undefined) await session.connection.sendDiagnostics({ uri, version, diagnostics });
    } catch (error) {
      if (!(error instanceof Outdated)) session.connection.console.error(messageOf(error));
    }
  }
}
