/** Code lenses over functions, for those who have switched them on. */
import type { CodeLens } from 'vscode-languageserver/node';
import { codeLenses } from '../../features/lenses.ts';
import { answer } from '../answer.ts';
import { analyze, settingsOf } from '../session.ts';
import type { Session } from '../session.ts';
import { toCodeLens } from '../toProtocol.ts';

export function registerCodeLens(session: Session): void {
  session.connection.onCodeLens(
    answer<{ readonly textDocument: { readonly uri: string } }, CodeLens[]>(
      session,
      [],
      async ({ textDocument: { uri } }, signal) => {
        await session.configured;
        if (!settingsOf(session, uri).codeLens) return [];
        const found = await analyze(session, uri, signal);
        if (!found) return [];
        return codeLenses(found.analysis).map((lens) => toCodeLens(found.document, lens, session.client.commands));
      },
    ),
  );
}
