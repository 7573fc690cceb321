/** Tells the client what the server is doing and which libraries it has met, when that changes. */
import type { Connection } from 'vscode-languageserver/node';
import { STATUS } from '../protocol/requests.ts';
import type { Status } from '../protocol/requests.ts';

/** How long an analysis may take before it is worth mentioning. */
const NOTICEABLE_MS = 300;

export interface StatusReporter {
  /** Passes the analysis on and reports on it; `problem` says what makes it worth less than it could be. */
  during<T>(analysis: Promise<T>, problem?: () => string | undefined): Promise<T>;
  /** Other catalogs are in force. */
  catalogsChanged(): void;
  /** The server has its settings and takes requests. */
  ready(): void;
  dispose(): void;
}

export function createStatusReporter(
  connection: Pick<Connection, 'sendNotification'>,
  used: () => Pick<Status, 'libraries' | 'versions'>,
): StatusReporter {
  let sent = '';
  let running = 0;
  let catalogs = 0;
  /** Of the analysis that ended last. */
  let failure: string | undefined;
  let flaw: string | undefined;
  let timer: NodeJS.Timeout | undefined;

  function send(state: Status['state'], problem?: string): void {
    const status: Status = {
      state,
      ...used(),
      ...(catalogs > 0 && { catalogs }),
      ...(problem !== undefined && { problem }),
    };
    const text = JSON.stringify(status);
    if (text === sent) return;
    sent = text;
    void connection.sendNotification(STATUS, status);
  }

  return {
    async during(analysis, problem) {
      running += 1;
      timer ??= setTimeout(() => send('analysing'), NOTICEABLE_MS);
      try {
        const result = await analysis;
        failure = undefined;
        flaw = problem?.();
        return result;
      } catch (error) {
        if (error instanceof Error && error.name !== 'AbortError') failure = error.message;
        throw error;
      } finally {
        running -= 1;
        if (running === 0) {
          clearTimeout(timer);
          timer = undefined;
          if (failure === undefined) send('ready', flaw);
          else send('failed', `${failure} Run "Query Lens: Restart TypeScript", or see the Query Lens output.`);
        }
      }
    },
    catalogsChanged() {
      catalogs += 1;
      if (running === 0) send('ready', flaw);
    },
    ready: () => send('ready'),
    dispose: () => clearTimeout(timer),
  };
}
