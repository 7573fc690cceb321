/** Drives the built server over stdio as an editor does. */
import { spawn } from 'node:child_process';
import type { ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { onTestFinished } from 'vitest';
import {
  CodeLensRefreshRequest,
  ConfigurationRequest,
  createProtocolConnection,
  DiagnosticRefreshRequest,
  DidChangeConfigurationNotification,
  DidOpenTextDocumentNotification,
  ExitNotification,
  InitializedNotification,
  InitializeRequest,
  InlayHintRefreshRequest,
  LogMessageNotification,
  PublishDiagnosticsNotification,
  RegistrationRequest,
  ShutdownRequest,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node';
import type {
  ClientCapabilities,
  InitializeResult,
  ProtocolConnection,
  PublishDiagnosticsParams,
  Registration,
} from 'vscode-languageserver/node';
import { SERVER_STATUS, STATUS } from '../../server/src/protocol/requests.ts';
import type { ServerStatus, Status } from '../../server/src/protocol/requests.ts';
import { createDocument } from './document.ts';
import type { Document } from './document.ts';
import { runningProcesses } from './processes.ts';

const SERVER = path.resolve(import.meta.dirname, '../../dist/server.js');

/** A client with every ability the server makes use of. */
export const ABLE: ClientCapabilities = {
  workspace: {
    configuration: true,
    didChangeConfiguration: { dynamicRegistration: true },
    didChangeWatchedFiles: { dynamicRegistration: true },
    inlayHint: { refreshSupport: true },
    diagnostics: { refreshSupport: true },
    codeLens: { refreshSupport: true },
    workspaceEdit: { documentChanges: true },
  },
  textDocument: { diagnostic: {} },
};

export interface EditorOptions {
  readonly folder: string;
  /** The workspace folders, when that is not the one. */
  readonly folders?: readonly string[];
  readonly capabilities?: ClientCapabilities;
  readonly initializationOptions?: unknown;
  /** What the client answers when it is asked for its settings; a function is asked by folder. */
  readonly settings?: unknown;
}

/** What the server has sent of its own accord, so far. */
export interface Received {
  refreshedHints: number;
  refreshedLenses: number;
  refreshedDiagnostics: number;
  readonly pushed: PublishDiagnosticsParams[];
  readonly registrations: Registration[];
  readonly statuses: Status[];
  readonly log: string[];
}

export interface Where {
  /** Relative to the folder. */
  readonly file?: string;
  readonly uri?: string;
  readonly languageId?: string;
}

export interface Editor {
  readonly connection: ProtocolConnection;
  readonly server: ChildProcessByStdio<Writable, Readable, null>;
  readonly handshake: InitializeResult;
  readonly received: Received;
  /** Opens a document, which is on the disk too when it is in the folder; the mark of `document.ts` is the cursor. */
  open(text: string, where?: Where): Promise<Document>;
  /** Changes the settings and tells the server so. */
  configure(settings: unknown): Promise<void>;
  /** Resolves as soon as the condition holds of what was received. */
  until(condition: (received: Received) => boolean): Promise<void>;
  /** How many analyses the server has made. */
  analyses(): Promise<number>;
  /** Stops the TypeScript process, so that analyses take until it is let go. */
  holdUp(): void;
  letGo(): void;
  /** The processes the server has started. */
  children(): readonly number[];
  /** Ends the server politely; resolves with its exit code. */
  quit(): Promise<number | null>;
}

/** Starts a server for one test and shakes hands with it. */
export async function startEditor(options: EditorOptions): Promise<Editor> {
  const server = spawn(process.execPath, [SERVER, '--stdio'], { stdio: ['pipe', 'pipe', 'inherit'] });
  const exited = once(server, 'exit');
  const connection = createProtocolConnection(
    new StreamMessageReader(server.stdout),
    new StreamMessageWriter(server.stdin),
  );
  onTestFinished(async () => {
    connection.dispose();
    server.kill('SIGKILL');
    await exited;
  });
  const state = { settings: options.settings };
  const children = (): readonly number[] =>
    runningProcesses().flatMap(({ pid, parent }) => (parent === server.pid ? pid : []));
  const { received, until } = listen(connection, (scopeUri) => {
    const { settings } = state;
    return isByFolder(settings) ? settings(scopeUri) : settings;
  });
  connection.listen();

  const { capabilities = ABLE, initializationOptions } = options;
  const folderUri = pathToFileURL(options.folder).href;
  const handshake = await connection.sendRequest<InitializeResult>(InitializeRequest.method, {
    processId: process.pid,
    workspaceFolders: (options.folders ?? [options.folder]).map((folder) => ({
      uri: pathToFileURL(folder).href,
      name: path.basename(folder),
    })),
    capabilities,
    initializationOptions,
  });
  await connection.sendNotification(InitializedNotification.type, {});

  return {
    connection,
    server,
    handshake,
    received,
    until,
    async open(marked, { file = 'src/app.ts', uri = `${folderUri}/${file}`, languageId = 'typescript' } = {}) {
      const document = createDocument(connection, uri, languageId, marked);
      if (uri.startsWith(folderUri)) writeFileSync(fileURLToPath(uri), document.text);
      const item = { uri, languageId, version: 1, text: document.text };
      await connection.sendNotification(DidOpenTextDocumentNotification.type, { textDocument: item });
      return document;
    },
    async configure(settings) {
      state.settings = settings;
      const params = { settings: { queryLens: settings } };
      await connection.sendNotification(DidChangeConfigurationNotification.type, params);
    },
    async analyses() {
      const status = await connection.sendRequest<ServerStatus>(SERVER_STATUS);
      return status.analyses.count;
    },
    children,
    holdUp: () => children().forEach((pid) => process.kill(pid, 'SIGSTOP')),
    letGo: () => children().forEach((pid) => process.kill(pid, 'SIGCONT')),
    async quit() {
      await connection.sendRequest(ShutdownRequest.type);
      await connection.sendNotification(ExitNotification.type);
      await exited;
      return server.exitCode;
    },
  };
}

function isByFolder(settings: unknown): settings is (scopeUri: string | undefined) => unknown {
  return typeof settings === 'function';
}

/** Takes down what the server sends and answers what it asks. */
function listen(
  connection: ProtocolConnection,
  settings: (scopeUri?: string) => unknown,
): Pick<Editor, 'received' | 'until'> {
  const received: Received = {
    refreshedHints: 0,
    refreshedLenses: 0,
    refreshedDiagnostics: 0,
    pushed: [],
    registrations: [],
    statuses: [],
    log: [],
  };
  const waiting = new Set<() => void>();
  const noted = (): void => waiting.forEach((check) => check());

  connection.onRequest(ConfigurationRequest.type, ({ items }) => items.map(({ scopeUri }) => settings(scopeUri)));
  connection.onRequest(RegistrationRequest.type, ({ registrations }) => {
    received.registrations.push(...registrations);
    noted();
  });
  connection.onRequest(InlayHintRefreshRequest.type, () => {
    received.refreshedHints += 1;
    noted();
  });
  connection.onRequest(CodeLensRefreshRequest.type, () => {
    received.refreshedLenses += 1;
    noted();
  });
  connection.onRequest(DiagnosticRefreshRequest.type, () => {
    received.refreshedDiagnostics += 1;
    noted();
  });
  connection.onNotification(PublishDiagnosticsNotification.type, (params) => {
    received.pushed.push(params);
    noted();
  });
  connection.onNotification(LogMessageNotification.type, ({ message }) => {
    received.log.push(message);
    noted();
  });
  connection.onNotification(STATUS, (status: Status) => {
    received.statuses.push(status);
    noted();
  });
  return {
    received,
    until: (condition) =>
      new Promise((resolve) => {
        const check = (): void => {
          if (!condition(received)) return;
          waiting.delete(check);
          resolve();
        };
        waiting.add(check);
        check();
      }),
  };
}
