/** Where the method reference is: a view in the sidebar, and an editor tab for those who want it larger. */
import { commands, Disposable, Uri, ViewColumn, window, workspace } from 'vscode';
import type { WebviewPanel } from 'vscode';
import type { MethodAt } from '../../../server/src/protocol/requests.ts';
import type { Server } from '../languageClient.ts';
import { createPage, type Page } from './page.ts';

/** The view's id, as package.json has it. */
export const VIEW = 'queryLens.methodReference';
/** The editor tab's type; package.json starts the extension when such a tab is opened again. */
const PANEL = 'queryLens.methodReferenceEditor';

export interface MethodReferenceView extends Disposable {
  /** Opens the reference at a method. */
  show(method: MethodAt): Promise<void>;
  /** Opens the reference with the cursor in its search field. */
  search(): Promise<void>;
  /** Opens the reference as an editor tab, or goes to that. */
  openInEditor(): void;
}

/** Offers the view to the editor, which resolves it when the user opens it. */
export function registerMethodReference(extensionUri: Uri, server: Server): MethodReferenceView {
  let inSidebar: Page | undefined;
  let tab: { readonly panel: WebviewPanel; readonly page: Page } | undefined;
  /** What a view that is being opened is to do first. */
  let task: ((page: Page) => void) | undefined;

  function fillTab(panel: WebviewPanel): void {
    panel.iconPath = Uri.joinPath(extensionUri, 'media/icon.png');
    const page = createPage(panel.webview, extensionUri, server);
    tab = { panel, page };
    panel.onDidChangeViewState(() => page.setVisible(panel.visible));
    panel.onDidDispose(() => {
      page.dispose();
      if (tab?.page === page) tab = undefined;
    });
  }

  /** Where the user looks at it: the tab while that is open, else the sidebar. */
  async function open(next: (page: Page) => void): Promise<void> {
    if (tab) {
      tab.panel.reveal();
      return next(tab.page);
    }
    task = next;
    await commands.executeCommand(`${VIEW}.focus`);
    if (inSidebar) doTask(inSidebar);
  }

  function doTask(page: Page): void {
    task?.(page);
    task = undefined;
  }

  const recount = (): void => {
    inSidebar?.recount();
    tab?.page.recount();
  };

  const registered = Disposable.from(
    window.registerWebviewViewProvider(VIEW, {
      resolveWebviewView(view) {
        const page = createPage(view.webview, extensionUri, server);
        inSidebar = page;
        view.onDidChangeVisibility(() => page.setVisible(view.visible));
        view.onDidDispose(() => {
          page.dispose();
          if (inSidebar === page) inSidebar = undefined;
        });
        doTask(page);
      },
    }),
    window.registerWebviewPanelSerializer(PANEL, {
      deserializeWebviewPanel(panel) {
        fillTab(panel);
        return Promise.resolve();
      },
    }),
    workspace.onDidChangeTextDocument(({ contentChanges }) => {
      if (contentChanges.length > 0) recount();
    }),
    workspace.onDidCreateFiles(recount),
    workspace.onDidDeleteFiles(recount),
    workspace.onDidRenameFiles(recount),
  );

  return {
    show: (method) => open((page) => page.show(method)),
    search: () => open((page) => page.search()),
    openInEditor() {
      if (tab) return tab.panel.reveal();
      const options = { enableScripts: true };
      fillTab(window.createWebviewPanel(PANEL, 'Method Reference', ViewColumn.Active, options));
    },
    dispose() {
      inSidebar?.dispose();
      tab?.panel.dispose();
      registered.dispose();
    },
  };
}
