/** Asks the client to fetch hints and diagnostics again, or pushes the latter to clients that don't fetch them. */
import { CodeLensRefreshRequest } from 'vscode-languageserver/node';
import type { Connection } from 'vscode-languageserver/node';
import type { ClientAbilities } from './abilities.ts';

/** An edit's effect on other files is shown once the typing pauses. */
const PAUSE_MS = 500;

export interface Refresher {
  /** Everything shown may have changed; the client should hear of it now. */
  now(): void;
  /** The same, once nothing has asked for it for a moment. */
  soon(): void;
  dispose(): void;
}

/** `push` sends the diagnostics of every open document; it is called for clients that can't pull. */
export function createRefresher(connection: Connection, client: ClientAbilities, push: () => void): Refresher {
  let timer: NodeJS.Timeout | undefined;

  function now(): void {
    clearTimeout(timer);
    // A client that goes away between the question and its answer is no failure.
    if (client.refreshesHints) connection.languages.inlayHint.refresh().catch(() => undefined);
    if (client.refreshesLenses) connection.sendRequest(CodeLensRefreshRequest.type).catch(() => undefined);
    if (!client.pullsDiagnostics) push();
    else if (client.refreshesDiagnostics) connection.languages.diagnostics.refresh().catch(() => undefined);
  }

  return {
    now,
    soon() {
      clearTimeout(timer);
      timer = setTimeout(now, PAUSE_MS);
    },
    dispose: () => clearTimeout(timer),
  };
}
