/** Inlay hints: the label of every call, and on request the tooltip of one. */
import { setTimeout as pause } from 'node:timers/promises';
import type { InlayHint, InlayHintParams } from 'vscode-languageserver/node';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { FileAnalysis } from '../../analysis/judgement.ts';
import { hintsIn, hintTooltip, inlayHints, type Hint, type HintOptions } from '../../features/hints.ts';
import { settingLink } from '../../features/methodLink.ts';
import { OPEN_SETTING_COMMAND, SHOW_CHAIN_COMMAND } from '../../protocol/requests.ts';
import { answer, messageOf, Outdated } from '../answer.ts';
import { isRecord, toSpan } from '../fromProtocol.ts';
import type { VersionedHints } from '../lastHints.ts';
import { analyze, settingsOf } from '../session.ts';
import type { Session } from '../session.ts';
import { toInlayHint, toTooltip } from '../toProtocol.ts';

/** What is shown stands still for this long before the last answer is served again. */
const PATIENCE_MS = 100;

export function registerHints(session: Session): void {
  const { inlayHint } = session.connection.languages;
  inlayHint.on(answer(session, [], (params, signal) => answerHints(session, params, signal)));
  inlayHint.resolve((hint, token) =>
    answer(session, hint, (unresolved: InlayHint, signal) => resolve(session, unresolved, signal))(hint, token),
  );
  session.documents.onDidClose(({ document }) => session.lastHints.forget(document.uri));
}

async function answerHints(
  session: Session,
  { textDocument, range }: InlayHintParams,
  signal: AbortSignal,
): Promise<InlayHint[]> {
  const document = session.documents.get(textDocument.uri);
  if (!document) return [];
  const { hints, version } = await currentOrLast(session, document, signal);
  const clicks = session.client.commands.has(SHOW_CHAIN_COMMAND);
  return hintsIn(hints, toSpan(document, range)).map((hint) => toInlayHint(document, hint, { version, clicks }));
}

/**
 * The hints of the text as it is. A client that can be told to ask again need not wait for them: the last ones,
 * shifted, keep what is shown from flickering, and are replaced when the new ones are there.
 */
async function currentOrLast(session: Session, document: TextDocument, signal: AbortSignal): Promise<VersionedHints> {
  const last = session.lastHints.of(document);
  if (!last || last.hints.length === 0 || !session.client.refreshesHints) {
    return current(session, document, signal);
  }
  // Goes on when the request is given up: scrolling or typing on must not start it over.
  const work = current(session, document, new AbortController().signal);
  const late = Symbol('late');
  try {
    const first = await Promise.race([work, pause(PATIENCE_MS, late)]);
    if (first !== late) return first;
  } catch (error) {
    if (!(error instanceof Outdated)) throw error;
    // The client asks again for the text that has come; what it shows until then must not vanish.
    return session.lastHints.of(document) ?? last;
  }
  work.then(
    () => session.connection.languages.inlayHint.refresh().catch(() => undefined),
    (error: unknown) => error instanceof Outdated || session.connection.console.error(messageOf(error)),
  );
  return session.lastHints.of(document) ?? last;
}

async function current(session: Session, document: TextDocument, signal: AbortSignal): Promise<VersionedHints> {
  const { version } = document;
  const found = await analyze(session, document.uri, signal);
  const hints = found ? hintsOf(found.analysis, optionsOf(session, document)) : [];
  if (hints.length > 0) session.lastHints.keep(document, version, hints);
  else session.lastHints.forget(document.uri);
  return { hints, version };
}

function optionsOf(session: Session, { uri }: TextDocument): HintOptions {
  const { hints: mode, hintLabels: labels, hintMaximumLength: maximumLength } = settingsOf(session, uri);
  return { mode, labels, maximumLength };
}

/** Scrolling asks for one part of a file after the other: they are all cut out of one answer. */
const known = new WeakMap<FileAnalysis, { readonly options: string; readonly hints: readonly Hint[] }>();

function hintsOf(analysis: FileAnalysis, options: HintOptions): readonly Hint[] {
  const key = JSON.stringify(options);
  const before = known.get(analysis);
  if (before?.options === key) return before.hints;
  const hints = inlayHints(analysis, options);
  known.set(analysis, { options: key, hints });
  return hints;
}

/** The hint with its tooltip; unchanged when its document has moved on. */
async function resolve(session: Session, hint: InlayHint, signal: AbortSignal): Promise<InlayHint> {
  const { uri, version } = isRecord(hint.data) ? hint.data : {};
  if (typeof uri !== 'string' || session.documents.get(uri)?.version !== version) return hint;
  const found = await analyze(session, uri, signal);
  if (!found) return hint;
  const offset = found.document.offsetAt(hint.position);
  const meant = hintsOf(found.analysis, optionsOf(session, found.document)).find(
    (candidate) => candidate.offset === offset,
  );
  if (!meant) return hint;
  const { catalogs } = found.configuration;
  const text = hintTooltip(found.analysis, catalogs, meant, session.client.showsMethods);
  return { ...hint, tooltip: toTooltip(`${text}\n\n${settingLine(session, uri)}`) };
}

/** Where what is shown can be changed. */
function settingLine(session: Session, uri: string): string {
  const name = 'queryLens.hints';
  const setting = session.client.commands.has(OPEN_SETTING_COMMAND)
    ? `[\`${name}\`](${settingLink(name)})`
    : `\`${name}\``;
  return `Setting: ${setting} is \`${settingsOf(session, uri).hints}\`.`;
}
