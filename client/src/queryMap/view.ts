/** The query map in the sidebar: every query of the workspace, with commands to group, stop and export. */
import { commands, Disposable, Uri, window, workspace } from 'vscode';
import type { Memento, TreeView } from 'vscode';
import type { Server } from '../languageClient.ts';
import { countsOf, countsText, GROUPINGS, type Grouping } from './arrange.ts';
import { toCsv, toJson } from './exported.ts';
import { createQueryStore, type QueryStore } from './store.ts';
import { createQueryTree, nameOf, type Node } from './tree.ts';

/** The view's id, as package.json has it. */
export const QUERY_MAP_VIEW = 'queryLens.queryMap';

/** Under which the grouping is remembered, and in which context it is told to the menus. */
const GROUPING = 'queryMap.grouping';
const GROUPING_CONTEXT = 'queryLens.queryMapGrouping';

/** Nothing is asked of the server before the view is opened. */
export function registerQueryMap(server: Server, memory: Memento): Disposable {
  let grouping = groupingOf(memory.get(GROUPING));
  const store = createQueryStore(server, () => shown.visible);
  const tree = createQueryTree(store);
  const shown: TreeView<Node> = window.createTreeView(QUERY_MAP_VIEW, {
    treeDataProvider: tree,
    showCollapseAll: true,
  });
  const progress = showProgress(store);

  function show(): void {
    tree.update(grouping);
    describe(shown, store);
    progress.update();
  }

  async function group(next: Grouping): Promise<void> {
    grouping = next;
    await commands.executeCommand('setContext', GROUPING_CONTEXT, next);
    await memory.update(GROUPING, next);
    show();
  }

  void commands.executeCommand('setContext', GROUPING_CONTEXT, grouping);
  return Disposable.from(
    shown,
    store,
    store.onChange(show),
    shown.onDidChangeVisibility(({ visible }) => {
      if (!visible) return;
      server.wake();
      if (server.status.state !== 'starting') void store.load();
    }),
    ...GROUPINGS.map((name) => commands.registerCommand(`queryLens.groupQueriesBy.${name}`, () => group(name))),
    commands.registerCommand('queryLens.refreshQueries', () => store.load()),
    commands.registerCommand('queryLens.stopQueries', () => store.stop()),
    commands.registerCommand('queryLens.openQueryMap', () => commands.executeCommand(`${QUERY_MAP_VIEW}.focus`)),
    commands.registerCommand('queryLens.exportQueries', (format: unknown, to: unknown) =>
      exportQueries(server, store, format, to),
    ),
    { dispose: () => progress.end() },
  );
}

function groupingOf(remembered: unknown): Grouping {
  return GROUPINGS.find((grouping) => grouping === remembered) ?? 'file';
}

/** The counts, and what keeps them from being whole. */
function describe(view: TreeView<Node>, { files, state }: QueryStore): void {
  const counts = countsOf(files);
  view.description = files.length === 0 ? '' : countsText(counts);
  view.badge = counts.findings === 0 ? undefined : { value: counts.findings, tooltip: countsText(counts) };
  view.message = messageOf(state, counts.queries) ?? '';
  void commands.executeCommand('setContext', 'queryLens.queryMapLoading', state.kind === 'loading');
  void commands.executeCommand('setContext', 'queryLens.queryMapLoaded', state.kind === 'loaded');
}

function messageOf(state: QueryStore['state'], queries: number): string | undefined {
  const { progress } = 'progress' in state ? state : {};
  const far = progress && `${String(progress.done)} of ${String(progress.of)} files`;
  switch (state.kind) {
    case 'loading':
      // What is there already is brought up to date without a word.
      return queries > 0 ? undefined : `Looking for queries${far === undefined ? '' : `: ${far}`}…`;
    case 'stopped':
      return `Stopped${far === undefined ? '' : ` after ${far}`}. Refresh goes on from there.`;
    case 'failed':
      return `The queries could not be found: ${state.problem}`;
    case 'waiting':
    case 'loaded':
      return undefined;
  }
}

/** The bar over the view, as long as the store is loading. */
function showProgress(store: QueryStore): { update(): void; end(): void } {
  let end: (() => void) | undefined;
  return {
    update() {
      if (store.state.kind !== 'loading') {
        end?.();
        end = undefined;
      } else if (!end) {
        const loading = new Promise<void>((resolve) => (end = resolve));
        void window.withProgress({ location: { viewId: QUERY_MAP_VIEW } }, () => loading);
      }
    },
    end: () => end?.(),
  };
}

/** Starts the server where it sleeps, and waits while it starts. */
function awake(server: Server): Promise<void> {
  server.wake();
  if (server.status.state !== 'starting') return Promise.resolve();
  return new Promise((resolve) => {
    const listening = server.onStatus(({ state }) => {
      if (state === 'starting') return;
      listening.dispose();
      resolve();
    });
  });
}

/** Asks for the format and the file where they are not given, as they are by a keybinding or another extension. */
async function exportQueries(server: Server, store: QueryStore, given: unknown, to: unknown): Promise<void> {
  const formats = { json: toJson, csv: toCsv };
  await awake(server);
  if (store.state.kind !== 'loaded') await store.load();
  const picked = typeof given === 'string' ? given : await window.showQuickPick(Object.keys(formats));
  const format = picked === 'json' || picked === 'csv' ? picked : undefined;
  if (format === undefined) return;
  const folder = workspace.workspaceFolders?.[0]?.uri;
  const target =
    to instanceof Uri
      ? to
      : await window.showSaveDialog({
          title: 'Export Queries',
          filters: { [format.toUpperCase()]: [format] },
          ...(folder && { defaultUri: Uri.joinPath(folder, `queries.${format}`) }),
        });
  if (!target) return;
  await workspace.fs.writeFile(target, new TextEncoder().encode(formats[format](store.files, nameOf)));
}
