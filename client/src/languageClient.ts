/** Runs the language server and speaks to it: settings, custom requests, restarts. */
import {
  CancellationTokenSource,
  commands,
  Disposable,
  EventEmitter,
  languages,
  window,
  workspace,
  type CancellationToken,
  type Event,
  type LogOutputChannel,
  type Position,
  type Range,
  type TextDocument,
  type Uri,
} from 'vscode';
import { LanguageClient, RevealOutputChannelOn, State, TransportKind } from 'vscode-languageclient/node';
import {
  ANALYSED,
  METHOD_AT,
  METHOD_REFERENCE,
  METHOD_USES,
  OPEN_SETTING_COMMAND,
  QUERIES_CHANGED,
  QUERY_MAP_PROGRESS,
  SHOW_CHAIN_COMMAND,
  SHOW_METHOD_COMMAND,
  SHOW_QUERIES_COMMAND,
  STATUS,
  USES_OF,
  type Analysed,
  type MethodAt,
  type MethodAtParams,
  type MethodReference,
  type MethodUse,
  type MethodUses,
  type QueryMapProgress,
  type Status,
} from '../../server/src/protocol/requests.ts';
import { DEFAULT_SETTINGS, type Settings } from '../../server/src/protocol/settings.ts';
import { crashHandler } from './crashes.ts';

/** The settings' section; the client's id too, since the client reads `queryLens.trace.server` by it. */
export const SECTION = 'queryLens';

/** The language server as the rest of the extension sees it. */
export interface Server extends Disposable {
  readonly output: LogOutputChannel;
  readonly status: Status;
  readonly onStatus: Event<Status>;
  /** Starts the server, or stops it and starts a new one. Never rejects: a failure is in the status. */
  restart(): Promise<void>;
  /** Starts the server, unless it has been started before. */
  wake(): void;
  /** Sends a custom request; rejects while no server is there. */
  request<T>(method: string, params?: object, token?: CancellationToken): Promise<T>;
  /** Hears a custom notification of this server and of those that take its place. */
  on<M extends keyof Notifications>(method: M, listener: (params: Notifications[M]) => void): Disposable;
  methodReference(): Promise<MethodReference>;
  /** The catalogued method at a position; `null` in a document the server does not analyse. */
  methodAt(document: TextDocument, position: Position, signal: AbortSignal): Promise<MethodAt | null>;
  /** How often the workspace calls each method. */
  methodUses(signal: AbortSignal): Promise<MethodUses>;
  /** Where the workspace calls a method. */
  usesOf(method: MethodAt): Promise<readonly { readonly uri: Uri; readonly range: Range }[]>;
  stop(): Promise<void>;
}

const LANGUAGES = ['typescript', 'typescriptreact', 'javascript', 'javascriptreact', 'python'];

/** The documents the server analyses: files, and those that are not saved yet. */
export const DOCUMENTS = LANGUAGES.flatMap((language) => [
  { scheme: 'file', language },
  { scheme: 'untitled', language },
]);

/** The commands that the server may put into links and labels. */
const OUR_COMMANDS = [SHOW_METHOD_COMMAND, SHOW_CHAIN_COMMAND, SHOW_QUERIES_COMMAND, OPEN_SETTING_COMMAND];

/** What the server tells besides its status, with what comes with it. */
interface Notifications {
  readonly [ANALYSED]: Analysed;
  readonly [QUERIES_CHANGED]: null;
  readonly [QUERY_MAP_PROGRESS]: QueryMapProgress;
}

const NOTIFICATIONS = [ANALYSED, QUERIES_CHANGED, QUERY_MAP_PROGRESS];

const RESTART = 'Restart';
const SHOW_OUTPUT = 'Show Output';
const GAVE_UP =
  'The language server of Query Lens has crashed too often and is not started again. Run "Query Lens: Restart"; the output says what went wrong.';

/** Makes the server's client; `serverModule` is the path of the server's bundle. It starts with `restart`. */
export function createServer(serverModule: string): Server {
  const output = window.createOutputChannel('Query Lens', { log: true });
  const changed = new EventEmitter<Status>();
  let status: Status = { state: 'asleep', libraries: [] };
  let client: LanguageClient | undefined;
  /** A crash is news to the user: the server has worked since it was started, and has not crashed before. */
  let crashIsNews = false;
  const listeners = new Map<string, EventEmitter<unknown>>(NOTIFICATIONS.map((name) => [name, new EventEmitter()]));
  /** One start or stop after the other: a client that is starting can't be stopped. */
  let turn = Promise.resolve();

  function report(next: Status): void {
    status = next;
    changed.fire(next);
  }

  function failed(problem: string): void {
    report({ state: 'failed', libraries: status.libraries, problem });
  }

  /** A server that crashes while it starts is told of when it is given up. */
  function tellOfRestart(): void {
    if (!crashIsNews) return;
    crashIsNews = false;
    const message = 'The language server of Query Lens stopped unexpectedly and has been started again.';
    void window.showWarningMessage(message, SHOW_OUTPUT).then((answer) => answer && output.show());
  }

  function giveUp(): void {
    failed(GAVE_UP);
    void window.showErrorMessage(GAVE_UP, RESTART, SHOW_OUTPUT).then((answer) => {
      if (answer === SHOW_OUTPUT) output.show();
      else if (answer === RESTART) void restart();
    });
  }

  function createClient(): LanguageClient {
    const made: LanguageClient = new QuietClient(
      SECTION,
      'Query Lens',
      // Standard input and output, as every other editor starts it: what is written before the server listens waits.
      { module: serverModule, transport: TransportKind.stdio },
      {
        documentSelector: DOCUMENTS,
        outputChannel: output,
        revealOutputChannelOn: RevealOutputChannelOn.Never,
        initializationOptions: () => ({ ...settings(), commands: OUR_COMMANDS, trusted: workspace.isTrusted }),
        markdown: { isTrusted: { enabledCommands: OUR_COMMANDS } },
        // What fails is told once, by the status; the user need not close a message as well.
        initializationFailedHandler: () => false,
        errorHandler: crashHandler(() => made.createDefaultErrorHandler(), {
          onRestart: () => made === client && tellOfRestart(),
          onGivingUp: () => made === client && giveUp(),
        }),
      },
    );
    made.onNotification(STATUS, (next: Status) => {
      if (made === client) report(next);
    });
    for (const [name, emitter] of listeners) made.onNotification(name, (params: unknown) => emitter.fire(params));
    made.onDidChangeState(({ newState }) => {
      if (made !== client) return;
      if (newState === State.Starting) report({ state: 'starting', libraries: status.libraries });
      // The server's own commands can be offered only while it runs.
      void commands.executeCommand('setContext', 'queryLens.running', newState === State.Running);
    });
    return made;
  }

  async function stop(): Promise<void> {
    const old = client;
    client = undefined;
    // A server that does not answer in time is killed by its client.
    await old?.dispose().catch((error: unknown) => output.warn(String(error)));
  }

  async function start(): Promise<void> {
    client = createClient();
    crashIsNews = false;
    try {
      await client.start();
      crashIsNews = true;
    } catch (error) {
      failed(
        `The language server could not be started: ${messageOf(error)} Run "Query Lens: Restart", or see the output.`,
      );
    }
  }

  function running(): LanguageClient {
    if (!client) throw new Error('The language server is stopped.');
    return client;
  }

  function restart(): Promise<void> {
    if (status.state === 'asleep') report({ state: 'starting', libraries: [] });
    return (turn = turn.then(stop).then(start));
  }

  return {
    output,
    get status() {
      return status;
    },
    onStatus: changed.event,
    restart,
    wake: () => {
      if (status.state === 'asleep') void restart();
    },
    stop: () => (turn = turn.then(stop)),
    async request<T>(method: string, params?: object, token?: CancellationToken): Promise<T> {
      await turn;
      // A request without parameters must be sent without any, not with one that is nothing.
      if (params) return running().sendRequest<T>(method, params, token);
      return token ? running().sendRequest<T>(method, token) : running().sendRequest<T>(method);
    },
    on: <M extends keyof Notifications>(method: M, listener: (params: Notifications[M]) => void) =>
      listeners.get(method)?.event((params) => listener(params as Notifications[M])) ?? Disposable.from(),
    methodReference: async () => running().sendRequest<MethodReference>(METHOD_REFERENCE),
    async methodAt(document, position, signal) {
      const asked = running();
      if (languages.match(DOCUMENTS, document) === 0) return null;
      const params: MethodAtParams = {
        textDocument: asked.code2ProtocolConverter.asTextDocumentIdentifier(document),
        position: asked.code2ProtocolConverter.asPosition(position),
      };
      return cancellable(signal, (token) => asked.sendRequest<MethodAt | null>(METHOD_AT, params, token));
    },
    methodUses: async (signal) => {
      const asked = running();
      return cancellable(signal, (token) => asked.sendRequest<MethodUses>(METHOD_USES, token));
    },
    async usesOf(method) {
      const asked = running();
      const uses = await asked.sendRequest<readonly MethodUse[]>(USES_OF, method);
      const { protocol2CodeConverter: converter } = asked;
      return uses.map(({ uri, range }) => ({ uri: converter.asUri(uri), range: converter.asRange(range) }));
    },
    dispose() {
      changed.dispose();
      for (const emitter of listeners.values()) emitter.dispose();
      output.dispose();
    },
  };
}

/** Asks with a token that the signal cancels. */
async function cancellable<T>(signal: AbortSignal, ask: (token: CancellationToken) => Promise<T>): Promise<T> {
  const cancellation = new CancellationTokenSource();
  const cancel = (): void => cancellation.cancel();
  signal.addEventListener('abort', cancel, { once: true });
  try {
    return await ask(cancellation.token);
  } finally {
    signal.removeEventListener('abort', cancel);
    cancellation.dispose();
  }
}

/** The settings as they are, for a server whose client can't be asked for them. */
function settings(): Settings {
  const section = workspace.getConfiguration(SECTION);
  const entries = Object.entries(DEFAULT_SETTINGS).map(([name, fallback]) => [
    name,
    section.get<unknown>(name, fallback),
  ]);
  return Object.fromEntries(entries) as Settings;
}

/** The status says what is wrong, once, and the output has the details: no message of the client's own pops up. */
class QuietClient extends LanguageClient {
  override error(message: string, data?: unknown): void {
    super.error(message, data, false);
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
