/** One page of the method reference, in the sidebar or in an editor tab: gives it what the server says. */
import { commands, env, Uri } from 'vscode';
import type { Disposable, Webview } from 'vscode';
import type { MethodAt } from '../../../server/src/protocol/requests.ts';
import type { Server } from '../languageClient.ts';
import { followCursor } from './cursor.ts';
import { pageHtml } from './html.ts';
import type { ToExtension, ToPage } from './messages.ts';
import { createNewest } from './newest.ts';
import { showUses } from './uses.ts';

/** The uses are counted again once the typing pauses. */
const USES_DELAY_MS = 400;

export interface Page extends Disposable {
  /** The page has been shown or hidden; a hidden one is thrown away, and its successor will say that it listens. */
  setVisible(visible: boolean): void;
  /** Puts the cursor into the search field, as soon as there is a page to hear it. */
  search(): void;
  /** Shows a method, as soon as there is a page to hear it. */
  show(method: MethodAt): void;
  /** The files of the workspace have changed: the uses are counted anew. */
  recount(): void;
}

/** Fills the webview, and keeps the page up to date until it is disposed of. */
export function createPage(webview: Webview, extensionUri: Uri, server: Server): Page {
  const files = Uri.joinPath(extensionUri, 'dist');
  let visible = true;
  let listening = false;
  let pinned = false;
  /** Waits for the page to listen. */
  let wanted: ToPage | undefined;
  /** The libraries in use, and the catalogs in force, when the page was given its reference. */
  let shown: string | undefined;
  /** The page says that something is wrong. */
  let failing = false;

  const say = (message: ToPage): void => {
    if (listening) void webview.postMessage(message);
  };
  const cursor = followCursor(
    server,
    () => listening && visible && !pinned,
    (method) => say({ kind: 'cursor', method }),
  );
  const counting = createNewest(USES_DELAY_MS, (error) =>
    server.output.debug(`The uses could not be counted: ${String(error)}`),
  );

  /** Brings the page up to date with the server. */
  async function update(): Promise<void> {
    const { state, libraries, versions = [], catalogs = 0, problem } = server.status;
    if (!listening) return;
    if (state === 'failed') return fail(problem ?? 'The language server does not work.');
    // What failed may fail again: the page says so until the server is ready.
    if (state === 'analysing' && failing) return;
    if (state === 'starting' || state === 'asleep') {
      shown = undefined;
      return say({ kind: 'starting' });
    }
    const next = JSON.stringify([catalogs, libraries, versions]);
    if (next === shown && !failing) return;
    const changed = next !== shown;
    shown = next;
    failing = false;
    try {
      say({ kind: 'reference', reference: await server.methodReference() });
      if (!changed) return;
      cursor.askAgain();
      recount();
    } catch (error) {
      // A server that is being stopped or started reports that by itself.
      if (server.status.state === 'ready')
        fail(`The language server has no method reference to give: ${String(error)}`);
    }
  }

  function recount(): void {
    if (!listening || !visible) return;
    counting.run(async (signal) => {
      const { methods } = await server.methodUses(signal);
      if (!signal.aborted) say({ kind: 'uses', methods });
    });
  }

  function fail(problem: string): void {
    failing = true;
    say({ kind: 'failed', problem });
  }

  async function copy(text: string): Promise<void> {
    await env.clipboard.writeText(text);
    say({ kind: 'copied', text });
  }

  function receive(message: ToExtension): void {
    switch (message.kind) {
      case 'listening':
        return welcome(message.pinned);
      case 'focus':
        return setFocused(message.focused);
      case 'pinned':
        pinned = message.pinned;
        return cursor.askAgain();
      case 'copy':
        return void copy(message.text);
      case 'showUses':
        return void showUses(server, message.method);
      case 'restart':
        return void server.restart();
      case 'showOutput':
        return server.output.show();
    }
  }

  /** A page has been opened, or opened again: it knows nothing. */
  function welcome(isPinned: boolean): void {
    listening = true;
    pinned = isPinned;
    shown = undefined;
    failing = false;
    void update();
    sayWanted();
  }

  function leave(): void {
    listening = false;
    counting.cancel();
    setFocused(false);
  }

  function want(message: ToPage): void {
    wanted = message;
    if (listening) sayWanted();
  }

  function sayWanted(): void {
    if (wanted) say(wanted);
    wanted = undefined;
  }

  // To look things up is reason enough to start it.
  server.wake();
  webview.options = { enableScripts: true, localResourceRoots: [files] };
  const receiving = webview.onDidReceiveMessage(receive);
  const following = server.onStatus(() => void update());
  webview.html = html(webview, files);

  return {
    setVisible(now) {
      visible = now;
      if (!now) leave();
    },
    search: () => want({ kind: 'search' }),
    show: (method) => want({ kind: 'show', method }),
    recount,
    dispose() {
      leave();
      for (const part of [cursor, receiving, following]) part.dispose();
    },
  };
}

/** For the keybindings that hold in the page only. */
function setFocused(focused: boolean): void {
  void commands.executeCommand('setContext', 'queryLens.referenceFocused', focused);
}

function html(webview: Webview, files: Uri): string {
  const address = (name: string): string => webview.asWebviewUri(Uri.joinPath(files, name)).toString();
  return pageHtml({
    script: address('methodReference.js'),
    style: address('methodReference.css'),
    source: webview.cspSource,
    nonce: crypto.randomUUID(),
  });
}
