/** What happens when the server crashes: the client's own policy decides whether it is started again. */
import { CloseAction, ErrorAction } from 'vscode-languageclient/node';
import type { ErrorHandler } from 'vscode-languageclient/node';

export interface CrashListener {
  /** The server has crashed and is being started again. */
  onRestart(): void;
  /** The server has crashed too often to be started again. */
  onGivingUp(): void;
}

/**
 * Wraps the client's policy, which gives up after five crashes within three minutes. `policy` is asked for
 * when it is needed: a client makes it, and wants its error handler before it exists.
 */
export function crashHandler(policy: () => ErrorHandler, listener: CrashListener): ErrorHandler {
  let own: ErrorHandler | undefined;
  return {
    async error(error, message, count) {
      own ??= policy();
      const { action } = await own.error(error, message, count);
      // A broken pipe is followed by `closed`, which tells the user; the output has the details.
      return { action, handled: action === ErrorAction.Continue };
    },
    async closed() {
      own ??= policy();
      const { action } = await own.closed();
      if (action === CloseAction.DoNotRestart) listener.onGivingUp();
      else listener.onRestart();
      return { action, handled: true };
    },
  };
}
