/** The custom requests of the method reference in the sidebar. */
import { RequestType0 } from 'vscode-languageserver/node';
import { methodAt } from '../../features/methodAt.ts';
import { methodReference } from '../../features/reference.ts';
import { METHOD_AT, METHOD_REFERENCE } from '../../protocol/requests.ts';
import type { MethodAt, MethodAtParams, MethodReference } from '../../protocol/requests.ts';
import { answer } from '../answer.ts';
import { analyze } from '../session.ts';
import type { Session } from '../session.ts';

export function registerReference(session: Session): void {
  const { connection, configurations } = session;
  const reference = answer<undefined, MethodReference>(session, { libraries: [] }, () =>
    methodReference(configurations.catalogs(), session.workspace.usedLibraries()),
  );
  // The handler of a request without parameters is handed its token alone.
  connection.onRequest(new RequestType0<MethodReference, void>(METHOD_REFERENCE), (token) =>
    reference(undefined, token),
  );
  connection.onRequest(
    METHOD_AT,
    answer<MethodAtParams, MethodAt | null>(session, null, async ({ textDocument, position }, signal) => {
      const found = await analyze(session, textDocument.uri, signal);
      return (
        (found && methodAt(found.analysis, found.configuration.catalogs, found.document.offsetAt(position))) ?? null
      );
    }),
  );
}
