/** Wires the server: the handshake makes a session, and every handler works on it. */
import process from 'node:process';
import { TextDocuments } from 'vscode-languageserver/node';
import type { Connection, InitializeParams } from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { builtInCatalogs } from '../catalogs/index.ts';
import { createConfigurations } from '../project/configurations.ts';
import { createWorkspace } from '../project/workspace.ts';
import { DEFAULT_SETTINGS } from '../protocol/settings.ts';
import { RULES } from '../rules/index.ts';
import { abilitiesOf, SERVER_CAPABILITIES } from './abilities.ts';
import { createAnalyses } from './analyses.ts';
import { messageOf } from './answer.ts';
import { createConfigProblems } from './configProblems.ts';
import { fileUriToPath } from './fromProtocol.ts';
import { registerCodeActions } from './handlers/codeActions.ts';
import { registerCommands } from './handlers/commands.ts';
import { pushDiagnostics, registerDiagnostics } from './handlers/diagnostics.ts';
import { followDocuments, followFiles } from './handlers/documents.ts';
import { registerHints } from './handlers/hints.ts';
import { registerHover } from './handlers/hover.ts';
import { registerReference } from './handlers/reference.ts';
import { createLookout } from './reconfigured.ts';
import { createRefresher } from './refresh.ts';
import type { Session } from './session.ts';
import { followFolders, followSettings, loadSettings } from './settings.ts';
import { createStatusReporter } from './status.ts';

/** Serves one client until it says goodbye. */
export function serve(connection: Connection): void {
  const documents = new TextDocuments(TextDocument);
  documents.listen(connection);
  connection.onInitialize((params) => {
    const session = createSession(connection, documents, params);
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
];

function createSession(
  connection: Connection,
  documents: TextDocuments<TextDocument>,
  params: InitializeParams,
): Session {
  const configurations = createConfigurations({ rules: RULES.map(({ meta }) => meta.id), builtIn: builtInCatalogs });
  const client = abilitiesOf(params);
  const folder = folderOf(params);
  const log = (message: string): void => connection.console.info(message);
  const workspace = createWorkspace({ catalogs: (file) => configurations.of(file).catalogs, cwd: folder, log });
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
      status.during(workspace.analyze(file, signal), () => workspace.tsconfigProblem(file)),
    ),
    refresher: createRefresher(connection, client, () => void pushDiagnostics(session)),
    settings: DEFAULT_SETTINGS,
    configured: Promise.resolve(),
  };
  return session;
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
