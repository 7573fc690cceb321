/** The method reference in the sidebar: gives the page what the server says and follows the cursor. */
import { commands, Disposable, Uri, window } from 'vscode';
import type { Webview, WebviewView } from 'vscode';
import type { MethodAt } from '../../../server/src/protocol/requests.ts';
import type { Server } from '../languageClient.ts';
import { followCursor } from './cursor.ts';
import { pageHtml } from './html.ts';
import type { ToExtension, ToPage } from './messages.ts';

/** The view's id, as package.json has it. */
export const VIEW = 'queryLens.methodReference';

export interface MethodReferenceView extends Disposable {
  /** Opens the view at a method. */
  show(method: MethodAt): Promise<void>;
  /** Opens the view with the cursor in its search field. */
  search(): Promise<void>;
}

/** Offers the view to the editor, which resolves it when the user opens it. */
export function registerMethodReference(extensionUri: Uri, server: Server): MethodReferenceView {
  const files = Uri.joinPath(extensionUri, 'dist');
  let view: WebviewView | undefined;
  let listening = false;
  /** Waits for the page to listen. */
  let wanted: ToPage | undefined;
  /** The libraries in use, and the catalogs in force, when the page was given its reference. */
  let shown: string | undefined;
  /** The page says that something is wrong. */
  let failing = false;

  const isLookedAt = (): boolean => listening && view?.visible === true;
  const say = (message: ToPage): void => {
    if (listening) void view?.webview.postMessage(message);
  };
  const cursor = followCursor(server, isLookedAt, (method) => say({ kind: 'cursor', method }));

  /** Brings the page up to date with the server. */
  async function update(): Promise<void> {
    const { state, libraries, catalogs = 0, problem } = server.status;
    if (!listening) return;
    if (state === 'failed') return fail(problem ?? 'The language server does not work.');
    // What failed may fail again: the page says so until the server is ready.
    if (state === 'analysing' && failing) return;
    if (state === 'starting') {
      shown = undefined;
      return say({ kind: 'starting' });
    }
    const next = [catalogs, ...libraries].join();
    if (next === shown && !failing) return;
    const changed = next !== shown;
    shown = next;
    failing = false;
    try {
      say({ kind: 'reference', reference: await server.methodReference() });
      if (changed) cursor.askAgain();
    } catch (error) {
      // A server that is being stopped or started reports that by itself.
      if (server.status.state === 'ready')
        fail(`The language server has no method reference to give: ${String(error)}`);
    }
  }

  function fail(problem: string): void {
    failing = true;
    say({ kind: 'failed', problem });
  }

  function receive(message: ToExtension): void {
    switch (message.kind) {
      case 'listening':
        return welcome();
      case 'focus':
        return setFocused(message.focused);
      case 'restart':
        return void server.restart();
      case 'showOutput':
        return server.output.show();
    }
  }

  /** A page has been opened, or opened again: it knows nothing. */
  function welcome(): void {
    listening = true;
    shown = undefined;
    failing = false;
    void update();
    sayWanted();
  }

  function leave(): void {
    listening = false;
    setFocused(false);
  }

  /** Opens the view; what is to be said waits until there is a page to hear it. */
  async function open(message: ToPage): Promise<void> {
    wanted = message;
    await commands.executeCommand(`${VIEW}.focus`);
    if (listening) sayWanted();
  }

  function sayWanted(): void {
    if (wanted) say(wanted);
    wanted = undefined;
  }

  const registered = Disposable.from(
    cursor,
    server.onStatus(() => void update()),
    window.registerWebviewViewProvider(VIEW, {
      resolveWebviewView(resolved) {
        view = resolved;
        listening = false;
        resolved.webview.options = { enableScripts: true, localResourceRoots: [files] };
        resolved.webview.onDidReceiveMessage(receive);
        resolved.onDidChangeVisibility(() => {
          // A hidden page is thrown away; its successor will say that it listens.
          if (!resolved.visible) leave();
        });
        resolved.onDidDispose(() => {
          view = undefined;
          leave();
        });
        resolved.webview.html = html(resolved.webview, files);
      },
    }),
  );

  return {
    show: (method) => open({ kind: 'show', method }),
    search: () => open({ kind: 'search' }),
    dispose: () => void registered.dispose(),
  };
}

/** For the keybindings that hold in the view only. */
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
