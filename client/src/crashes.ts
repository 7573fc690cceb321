/** What happens when the server crashes: the client's own policy restarts it, and the user hears of it once. */
import { CloseAction, ErrorAction } from 'vscode-languageclient/node';
import type { ErrorHandler } from 'vscode-languageclient/node';

export interface CrashListener {
  /** The server has crashed for the first time, and is being started again. */
  onFirstCrash(): void;
  /** The server has crashed too often to be started again. */
  onGivingUp(): void;
}

/**
 * Wraps the client's policy, which gives up after five crashes within three minutes. `policy` is asked for
 * when it is needed: a client makes it, and wants its error handler before it exists.
 */
export function crashHandler(policy: () => ErrorHandler, listener: CrashListener): ErrorHandler {
  let own: ErrorHandler | undefined;
  let told = false;
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
      else if (!told) listener.onFirstCrash();
      told = true;
      return { action, handled: true };
    },
  };
}
