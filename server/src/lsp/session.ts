/** What every handler works with: the open documents, the workspace behind them, the settings in force. */
import type { Connection, TextDocuments } from 'vscode-languageserver/node';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { FileAnalysis } from '../analysis/judgement.ts';
import { findings } from '../features/findings.ts';
import type { Configuration, Configurations } from '../project/configurations.ts';
import type { Workspace } from '../project/workspace.ts';
import type { Settings } from '../protocol/settings.ts';
import type { Finding } from '../rules/rule.ts';
import type { ClientAbilities } from './abilities.ts';
import type { Analyses } from './analyses.ts';
import { Outdated } from './answer.ts';
import type { ConfigProblems } from './configProblems.ts';
import { uriToFile } from './fromProtocol.ts';
import type { LastHints } from './lastHints.ts';
import type { Refresher } from './refresh.ts';
import type { StatusReporter } from './status.ts';
import type { Survey } from './survey.ts';
import type { Budget, Timings } from './timings.ts';

export interface Session {
  readonly connection: Connection;
  readonly documents: TextDocuments<TextDocument>;
  readonly configurations: Configurations;
  readonly client: ClientAbilities;
  /** The first workspace folder, with forward slashes. */
  readonly folder: string;
  readonly configProblems: ConfigProblems;
  /** Looks for changes of the configuration that the client does not tell of. */
  readonly lookout: () => void;
  readonly workspace: Workspace;
  readonly analyses: Analyses;
  readonly status: StatusReporter;
  /** What the whole workspace holds. */
  readonly survey: Survey;
  readonly refresher: Refresher;
  /** The URIs of the workspace folders. */
  folders: readonly string[];
  settings: Settings;
  readonly timings: Timings;
  readonly budget: Budget;
  /** What holds in a folder where that is not what holds elsewhere, by its URI. */
  folderSettings: ReadonlyMap<string, Settings>;
  /** The hints that were answered last, by document. */
  readonly lastHints: LastHints;
  /** Settles when the first settings are known; requests wait for it. */
  configured: Promise<void>;
}

/** A document and what the analysis says of exactly its text. */
export interface Analyzed {
  readonly document: TextDocument;
  readonly analysis: FileAnalysis;
  /** What is in force for the document. */
  readonly configuration: Configuration;
}

/** What is reported about a document. */
export function reported({ analysis, configuration }: Analyzed): readonly Finding[] {
  return configuration.ignores(analysis.facts.file) ? [] : findings(analysis, configuration.rules);
}

/** The settings of the innermost workspace folder around a document. */
export function settingsOf(
  { settings, folderSettings }: Pick<Session, 'settings' | 'folderSettings'>,
  uri: string,
): Settings {
  const [innermost] = [...folderSettings]
    .filter(([folder]) => uri.startsWith(`${folder}/`))
    .toSorted(([a], [b]) => b.length - a.length);
  return innermost?.[1] ?? settings;
}

/** The path the workspace knows an open document by. */
export function fileOf(session: Pick<Session, 'folder'>, document: TextDocument): string | undefined {
  return uriToFile(document.uri, document.languageId, session.folder);
}

/**
 * Analyses an open document, once the settings are known; `undefined` for one that is not open or can't be analysed. Throws `Outdated` when
 * the document changed since it was called: offsets into an older text must not be converted. To be called before
 * anything is waited for, so that the text is the one the request speaks of.
 */
export async function analyze(session: Session, uri: string, signal: AbortSignal): Promise<Analyzed | undefined> {
  const document = session.documents.get(uri);
  const file = document && fileOf(session, document);
  if (!document || file === undefined) return undefined;
  const { version } = document;
  const isCurrent = (): boolean => document.version === version && session.documents.get(uri) === document;
  try {
    await session.configured;
    session.lookout();
    const analysis = isCurrent() ? await session.analyses.get(file, signal) : undefined;
    if (!isCurrent()) throw new Outdated();
    return analysis && { document, analysis, configuration: session.configurations.of(file) };
  } catch (error) {
    throw isCurrent() ? error : new Outdated();
  }
}
