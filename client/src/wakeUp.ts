/** Starts the server once a library is in sight, so that it costs nothing in a workspace without one. */
import { Disposable, languages, Uri, workspace } from 'vscode';
import type { TextDocument } from 'vscode';
import { DOCUMENTS, SECTION, type Server } from './languageClient.ts';
import { manifestMentionsLibrary, sourceMentionsLibrary } from './mentions.ts';

/** What says which libraries a workspace has, or that it is configured for Query Lens. */
const MANIFESTS =
  '**/{package.json,deno.json,deno.jsonc,querylens.json,manage.py,pyproject.toml,requirements*.txt,Pipfile}';
const NOT_THEIRS = '**/{node_modules,.venv,venv,.git}/**';
/** A monorepo with more is woken by its sources. */
const MOST_MANIFESTS = 500;
/** How far above a file outside the workspace a manifest is looked for. */
const MOST_FOLDERS = 20;

/** Looks at the workspace and at what is opened in it, until the server has been started by whatever reason. */
export function wakeWhenNeeded(server: Server): Disposable {
  const isAsleep = (): boolean => server.status.state === 'asleep';
  const look = (document: TextDocument): void => {
    if (!isAsleep() || languages.match(DOCUMENTS, document) === 0) return;
    if (sourceMentionsLibrary(document.getText(), document.languageId)) return server.wake();
    void lookAbove(document.uri);
  };

  async function lookAbove(file: Uri): Promise<void> {
    if (file.scheme !== 'file' || workspace.getWorkspaceFolder(file)) return;
    let folder = Uri.joinPath(file, '..');
    for (let up = 0; up < MOST_FOLDERS && isAsleep(); up++) {
      await lookAt(Uri.joinPath(folder, 'package.json'));
      folder = Uri.joinPath(folder, '..');
    }
  }

  async function lookAt(manifest: Uri): Promise<void> {
    if (!isAsleep()) return;
    const text = await read(manifest);
    if (text !== undefined && (manifest.path.endsWith('/querylens.json') || speaksOfLibrary(manifest, text)))
      server.wake();
  }

  async function lookAround(): Promise<void> {
    try {
      for (const manifest of await workspace.findFiles(MANIFESTS, NOT_THEIRS, MOST_MANIFESTS)) await lookAt(manifest);
    } catch (error) {
      // What can't be searched may hold anything.
      server.output.debug(`The manifests of the workspace can't be found: ${String(error)}`);
      if (isAsleep()) server.wake();
    }
  }

  function lookAtSettings(): void {
    if ((workspace.getConfiguration(SECTION).get<readonly string[]>('catalogs') ?? []).length > 0) server.wake();
  }

  const watcher = workspace.createFileSystemWatcher(MANIFESTS);
  const isOurs = ({ path: file }: Uri): boolean => !/\/(?:node_modules|\.?venv|\.git)\//.test(file);
  const reconsider = (manifest: Uri): void => {
    if (isOurs(manifest)) void lookAt(manifest);
  };
  const listening = Disposable.from(
    watcher,
    watcher.onDidCreate(reconsider),
    watcher.onDidChange(reconsider),
    workspace.onDidOpenTextDocument(look),
    workspace.onDidChangeTextDocument(({ document }) => look(document)),
    workspace.onDidChangeWorkspaceFolders(() => void lookAround()),
    workspace.onDidChangeConfiguration(lookAtSettings),
    server.onStatus(() => {
      if (!isAsleep()) void listening.dispose();
    }),
  );
  lookAtSettings();
  workspace.textDocuments.forEach(look);
  if (isAsleep()) void lookAround();
  return listening;
}

/** `manage.py` is a manifest that is a program. */
function speaksOfLibrary({ path: file }: Uri, text: string): boolean {
  return file.endsWith('.py') ? sourceMentionsLibrary(text, 'python') : manifestMentionsLibrary(text);
}

async function read(file: Uri): Promise<string | undefined> {
  try {
    return new TextDecoder().decode(await workspace.fs.readFile(file));
  } catch {
    // It is not there, or not for us to read.
    return undefined;
  }
}
