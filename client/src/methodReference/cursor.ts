/** Follows the cursor: which method is it on? */
import { Disposable, window } from 'vscode';
import type { MethodAt } from '../../../server/src/protocol/requests.ts';
import type { Server } from '../languageClient.ts';
import { createNewest } from './newest.ts';

/** Short enough to feel immediate, long enough not to ask for every character that is typed. */
const DELAY_MS = 80;

export interface CursorFollower extends Disposable {
  /** Asks again, though the cursor has not moved. */
  askAgain(): void;
}

/** Reports the method at the cursor whenever that may have changed, as long as `wanted` says that somebody looks. */
export function followCursor(
  server: Server,
  wanted: () => boolean,
  report: (method: MethodAt | null) => void,
): CursorFollower {
  const newest = createNewest(DELAY_MS, (error) =>
    server.output.debug(`The method at the cursor is unknown: ${String(error)}`),
  );

  function askAgain(): void {
    const editor = window.activeTextEditor;
    if (!wanted()) return newest.cancel();
    newest.run(async (signal) => {
      const method = editor ? await server.methodAt(editor.document, editor.selection.active, signal) : null;
      if (!signal.aborted) report(method);
    });
  }

  const listening = Disposable.from(
    window.onDidChangeTextEditorSelection(({ textEditor }) => {
      if (textEditor === window.activeTextEditor) askAgain();
    }),
    window.onDidChangeActiveTextEditor(askAgain),
    { dispose: () => newest.cancel() },
  );
  return { askAgain, dispose: () => void listening.dispose() };
}
