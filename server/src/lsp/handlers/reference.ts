/** The custom requests of the method reference in the sidebar. */
import { methodAt } from '../../features/methodAt.ts';
import { methodReference } from '../../features/reference.ts';
import { METHOD_AT, METHOD_REFERENCE } from '../../protocol/requests.ts';
import type { MethodAt, MethodAtParams, MethodReference } from '../../protocol/requests.ts';
import { answer } from '../answer.ts';
import { analyze } from '../session.ts';
import type { Session } from '../session.ts';

export function registerReference(session: Session): void {
  const { connection, catalogs } = session;
  connection.onRequest(
    METHOD_REFERENCE,
    answer<unknown, MethodReference>(session, { libraries: [] }, () =>
      methodReference(catalogs.catalogs, session.workspace.usedLibraries()),
    ),
  );
  connection.onRequest(
    METHOD_AT,
    answer<MethodAtParams, MethodAt | null>(session, null, async ({ textDocument, position }, signal) => {
      const found = await analyze(session, textDocument.uri, signal);
      return (found && methodAt(found.analysis, catalogs, found.document.offsetAt(position))) ?? null;
    }),
  );
}
