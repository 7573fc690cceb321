/** What the client can do and what this server offers: the two halves of the `initialize` handshake. */
import { CodeActionKind, PositionEncodingKind, TextDocumentSyncKind } from 'vscode-languageserver/node';
import type { InitializeParams, ServerCapabilities } from 'vscode-languageserver/node';
import { RESTART_COMMAND, SHOW_METHOD_COMMAND } from '../protocol/requests.ts';
import { isRecord } from './fromProtocol.ts';

/** The optional parts of the protocol this server makes use of. */
export interface ClientAbilities {
  /** `workspace/configuration` may be asked. */
  readonly configuration: boolean;
  /** Tells of workspace folders that come and go. */
  readonly changesFolders: boolean;
  readonly registersConfiguration: boolean;
  readonly registersWatchers: boolean;
  readonly refreshesHints: boolean;
  readonly refreshesLenses: boolean;
  readonly refreshesDiagnostics: boolean;
  /** Asks for diagnostics itself; to other clients they are pushed. */
  readonly pullsDiagnostics: boolean;
  /** Takes edits that name the version of the document they are for. */
  readonly versionedEdits: boolean;
  /** Has the sidebar that hovers link to: it says so by naming the command in its initialization options. */
  readonly showsMethods: boolean;
  /** The commands of the client's own that it named there. */
  readonly commands: ReadonlySet<string>;
  /** The user trusts the workspace; a client that has no such question is taken to say so. */
  readonly trusted: boolean;
}

export function abilitiesOf({ capabilities, initializationOptions }: InitializeParams): ClientAbilities {
  const { workspace, textDocument } = capabilities;
  const options: unknown = initializationOptions;
  const named: readonly unknown[] = isRecord(options) && Array.isArray(options['commands']) ? options['commands'] : [];
  const commands = new Set(named.filter((name) => typeof name === 'string'));
  return {
    configuration: workspace?.configuration === true,
    changesFolders: workspace?.workspaceFolders === true,
    registersConfiguration: workspace?.didChangeConfiguration?.dynamicRegistration === true,
    registersWatchers: workspace?.didChangeWatchedFiles?.dynamicRegistration === true,
    refreshesHints: workspace?.inlayHint?.refreshSupport === true,
    refreshesLenses: workspace?.codeLens?.refreshSupport === true,
    refreshesDiagnostics: workspace?.diagnostics?.refreshSupport === true,
    pullsDiagnostics: textDocument?.diagnostic !== undefined,
    versionedEdits: workspace?.workspaceEdit?.documentChanges === true,
    showsMethods: commands.has(SHOW_METHOD_COMMAND),
    commands,
    trusted: !isRecord(options) || options['trusted'] !== false,
  };
}

/** The kind under which "fix all" runs on save. */
export const FIX_ALL: CodeActionKind = `${CodeActionKind.SourceFixAll}.queryLens`;

export const SERVER_CAPABILITIES: ServerCapabilities = {
  positionEncoding: PositionEncodingKind.UTF16,
  textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental },
  hoverProvider: true,
  inlayHintProvider: { resolveProvider: true },
  codeLensProvider: {},
  diagnosticProvider: { identifier: 'query-lens', interFileDependencies: true, workspaceDiagnostics: false },
  codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix, CodeActionKind.RefactorRewrite, FIX_ALL] },
  executeCommandProvider: { commands: [RESTART_COMMAND] },
  workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
};
