/** Inlay hints: the label of every call, and on request the tooltip of one. */
import type { InlayHint } from 'vscode-languageserver/node';
import { hintTooltip, inlayHints } from '../../features/hints.ts';
import { answer } from '../answer.ts';
import { isRecord, toSpan } from '../fromProtocol.ts';
import { analyze } from '../session.ts';
import type { Session } from '../session.ts';
import { toInlayHint, toTooltip } from '../toProtocol.ts';

export function registerHints(session: Session): void {
  const { inlayHint } = session.connection.languages;
  inlayHint.on(
    answer(session, [], async ({ textDocument, range }, signal) => {
      const found = await analyze(session, textDocument.uri, signal);
      if (!found) return [];
      const hints = inlayHints(found.analysis, session.settings.hints, toSpan(found.document, range));
      return hints.map((hint) => toInlayHint(found.document, hint));
    }),
  );
  inlayHint.resolve((hint, token) =>
    answer(session, hint, (unresolved: InlayHint, signal) => resolve(session, unresolved, signal))(hint, token),
  );
}

/** The hint with its tooltip; unchanged when its document has moved on. */
async function resolve(session: Session, hint: InlayHint, signal: AbortSignal): Promise<InlayHint> {
  const { uri, version } = isRecord(hint.data) ? hint.data : {};
  if (typeof uri !== 'string' || session.documents.get(uri)?.version !== version) return hint;
  const found = await analyze(session, uri, signal);
  if (!found) return hint;
  const offset = found.document.offsetAt(hint.position);
  const meant = inlayHints(found.analysis, session.settings.hints).find(
    (candidate) => candidate.offset === offset && candidate.text === hint.label,
  );
  return meant
    ? { ...hint, tooltip: toTooltip(hintTooltip(found.analysis, found.configuration.catalogs, meant)) }
    : hint;
}
