/** Hovers: why a call is lazy or executing, and what its chain does. */
import { hover } from '../../features/hover.ts';
import { answer } from '../answer.ts';
import { analyze } from '../session.ts';
import type { Session } from '../session.ts';
import { toHover } from '../toProtocol.ts';

export function registerHover(session: Session): void {
  session.connection.onHover(
    answer(session, null, async ({ textDocument, position }, signal) => {
      const found = await analyze(session, textDocument.uri, signal);
      const text = found && hover(found.analysis, found.configuration.catalogs, found.document.offsetAt(position));
      return found && text ? toHover(found.document, text, session.client.showsMethods) : null;
    }),
  );
}
