/** Wires the server: the handshake makes a session, and every handler works on it. */
import path from 'node:path';
import process from 'node:process';
import { pathToFileURL } from 'node:url';
import { TextDocuments } from 'vscode-languageserver/node';
import type { Connection, InitializeParams } from 'vscode-languageserver/node';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { builtInCatalogs } from '../catalogs/index.ts';
import { createConfigurations } from '../project/configurations.ts';
import { createWorkspace } from '../project/workspace.ts';
import { ANALYSED, SHOW_CHAIN_COMMAND, type Analysed } from '../protocol/requests.ts';
import { DEFAULT_SETTINGS } from '../protocol/settings.ts';
import { RULES } from '../rules/index.ts';
import { abilitiesOf, SERVER_CAPABILITIES } from './abilities.ts';
import { createAnalyses } from './analyses.ts';
import { messageOf } from './answer.ts';
import { createConfigProblems } from './configProblems.ts';
import { fileUriToPath } from './fromProtocol.ts';
import { registerCodeActions } from './handlers/codeActions.ts';
import { registerCodeLens } from './handlers/codeLens.ts';
import { registerCommands } from './handlers/commands.ts';
import { pushDiagnostics, registerDiagnostics } from './handlers/diagnostics.ts';
import { followDocuments, followFiles } from './handlers/documents.ts';
import { registerHints } from './handlers/hints.ts';
import { registerHover } from './handlers/hover.ts';
import { registerQueryMap } from './handlers/queryMap.ts';
import { registerReference } from './handlers/reference.ts';
import { registerServerStatus } from './handlers/serverStatus.ts';
import { createLastHints } from './lastHints.ts';
import { createLookout } from './reconfigured.ts';
import { createRefresher } from './refresh.ts';
import { fileOf, type Session } from './session.ts';
import { followFolders, followSettings, loadSettings } from './settings.ts';
import { createStatusReporter } from './status.ts';
import { createSurvey } from './survey.ts';
import { createTextChanges, type TextChanges } from './textChanges.ts';
import { createBudget, createTimings } from './timings.ts';

/** Serves one client until it says goodbye. */
export function serve(connection: Connection): void {
  const changes = createTextChanges();
  const documents = new TextDocuments(changes.documents);
  documents.listen(connection);
  connection.onInitialize((params) => {
    const session = createSession(connection, documents, changes, params);
    // No request can come before the handshake, so its handlers need not exist before.
    for (const register of HANDLERS) register(session);
    session.configured = new Promise((resolve) => {
      connection.onInitialized(() => void configure(session, params.initializationOptions).then(resolve));
    });
    connection.onShutdown(() => shutdown(session));
    return { capabilities: SERVER_CAPABILITIES, serverInfo: { name: 'query-lens' } };
  });
  connection.listen();
}

const HANDLERS: readonly ((session: Session) => void)[] = [
  followDocuments,
  registerHints,
  registerHover,
  registerDiagnostics,
  registerCodeActions,
  registerCommands,
  registerReference,
  registerServerStatus,
  registerCodeLens,
  registerQueryMap,
];

function createSession(
  connection: Connection,
  documents: TextDocuments<TextDocument>,
  changes: TextChanges,
  params: InitializeParams,
): Session {
  const configurations = createConfigurations({ rules: RULES.map(({ meta }) => meta.id), builtIn: builtInCatalogs });
  const client = abilitiesOf(params);
  const folder = folderOf(params);
  const log = (message: string): void => connection.console.info(message);
  const workspace = createWorkspace({
    catalogs: (file) => configurations.of(file).catalogs,
    cwd: folder,
    types: client.trusted,
    countsHelpers: () => wantsLenses(session),
    log,
  });
  const status = createStatusReporter(connection, () => {
    const known = new Set(configurations.catalogs().map(({ library }) => library));
    const libraries = workspace.usedLibraries().filter((library) => known.has(library));
    const versions = workspace.usedVersions().filter(({ library }) => known.has(library));
    return { libraries, ...(versions.length > 0 && { versions }) };
  });
  const session: Session = {
    connection,
    documents,
    configurations,
    configProblems: createConfigProblems(connection),
    lookout: createLookout(() => session),
    client,
    folder,
    folders: params.workspaceFolders?.map(({ uri }) => uri) ?? [],
    workspace,
    status,
    analyses: createAnalyses((file, signal) =>
      status.during(timed(session, file, workspace.analyze(file, signal)), () => flawOf(session, file)),
    ),
    survey: createSurvey(() => session),
    refresher: createRefresher(connection, client, () => void pushDiagnostics(session)),
    settings: DEFAULT_SETTINGS,
    folderSettings: new Map(),
    lastHints: createLastHints(changes),
    timings: createTimings(),
    budget: createBudget({
      budget: () => session.settings.timeBudget,
      nameOf: (file) => path.posix.relative(folder, file),
      titleOf: (id) => configurations.catalogs().find(({ library }) => library === id)?.title ?? id,
    }),
    configured: Promise.resolve(),
  };
  return session;
}

/** Whether somebody has switched code lenses on. */
function wantsLenses({ settings, folderSettings }: Session): boolean {
  return [settings, ...folderSettings.values()].some(({ codeLens }) => codeLens);
}

/** Takes the time of an analysis, and tells a client that shows it. */
async function timed<T>(session: Session, file: string, analysis: Promise<T>): Promise<T> {
  const { connection, workspace, timings, budget, documents, client } = session;
  const started = performance.now();
  const result = await analysis;
  const ms = Math.round(performance.now() - started);
  timings.note(file, ms);
  budget.note(file, workspace.costOf(file));
  const uri = documents.all().find((document) => fileOf(session, document) === file)?.uri;
  if (uri === undefined || !client.commands.has(SHOW_CHAIN_COMMAND)) return result;
  const tsconfig = workspace.tsconfigOf(file);
  const analysed: Analysed = { uri, ms, ...(tsconfig !== undefined && { tsconfig: pathToFileURL(tsconfig).href }) };
  void connection.sendNotification(ANALYSED, analysed);
  return result;
}

/** What makes the analysis of a file worth less, or longer, than it could be. */
function flawOf({ workspace, budget }: Session, file: string): string | undefined {
  return workspace.tsconfigProblem(file) ?? budget.complaint();
}

/** Where relative paths and unsaved documents belong: the first workspace folder, else where the server was started. */
function folderOf({ workspaceFolders }: InitializeParams): string {
  const uri = workspaceFolders?.[0]?.uri;
  return (uri !== undefined && fileUriToPath(uri)) || process.cwd().replaceAll('\\', '/');
}

/** Reads the settings, then subscribes to what changes; a client that refuses keeps its labels. */
async function configure(session: Session, initializationOptions: unknown): Promise<void> {
  const { connection } = session;
  const failed = (error: unknown): void => connection.console.error(messageOf(error));
  await loadSettings(session, initializationOptions).catch(failed);
  session.status.ready();
  session.configProblems.publish(session);
  followSettings(session).catch(failed);
  followFolders(session);
  followFiles(session).catch(failed);
}

async function shutdown({ status, refresher, workspace }: Session): Promise<void> {
  status.dispose();
  refresher.dispose();
  await workspace.dispose();
}
