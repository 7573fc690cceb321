/** Gets the settings from the client: asked for where it can be asked, else as it sent them. */
import path from 'node:path';
import { DidChangeConfigurationNotification } from 'vscode-languageserver/node';
import { fileUriToPath } from './fromProtocol.ts';
import { toSettings } from './readSettings.ts';
import { reconfigured } from './reconfigured.ts';
import type { Session } from './session.ts';

const SECTION = 'queryLens';

/**
 * Reads the settings; `sent` is what came with `initialize` or with the notification of a change. Says whether
 * other catalogs are in force now.
 */
export async function loadSettings(session: Session, sent: unknown): Promise<boolean> {
  const { connection, client, folders } = session;
  const items = [{ section: SECTION }, ...folders.map((scopeUri) => ({ section: SECTION, scopeUri }))];
  const values: readonly unknown[] = client.configuration
    ? await connection.workspace.getConfiguration(items)
    : items.map(() => sent);
  const [whole, ...byFolder] = values.map(toSettings);
  if (whole === undefined) return false;
  session.settings = whole.settings;
  for (const problem of new Set([whole, ...byFolder].flatMap(({ problems }) => problems)))
    connection.console.warn(problem);
  const ofFolders = folders.map((uri, index) => [uri, byFolder[index]?.settings ?? whole.settings] as const);
  session.folderSettings = new Map(ofFolders);
  return session.configurations.setDefaults({
    rules: whole.settings.rules,
    folders: ofFolders.flatMap(([uri, { rules, catalogs }]) => {
      const folder = fileUriToPath(uri);
      if (folder === undefined) return [];
      return { folder, rules, catalogs: catalogs.map((file) => path.resolve(folder, file).replaceAll('\\', '/')) };
    }),
  });
}

/** Follows changes of the settings; what is shown is brought up to date at once. */
export async function followSettings(session: Session): Promise<void> {
  const { connection, client, refresher } = session;
  connection.onDidChangeConfiguration(async ({ settings }: { settings: Partial<Record<string, unknown>> | null }) => {
    const before = session.folderSettings;
    if (await loadSettings(session, settings?.[SECTION])) reconfigured(session);
    else {
      // What lenses count is found by an analysis only when they are wanted.
      if (lensesOf(before) !== lensesOf(session.folderSettings)) session.analyses.forget();
      if (rulesOf(before) !== rulesOf(session.folderSettings)) session.survey.forgetAll();
      refresher.now();
    }
  });
  if (client.registersConfiguration) {
    await connection.client.register(DidChangeConfigurationNotification.type, { section: SECTION });
  }
}

function rulesOf(folders: Session['folderSettings']): string {
  return JSON.stringify([...folders.values()].map(({ rules }) => rules));
}

function lensesOf(folders: Session['folderSettings']): string {
  return JSON.stringify([...folders.values()].map(({ codeLens }) => codeLens));
}

/** Follows workspace folders that come and go: each may have settings of its own. */
export function followFolders(session: Session): void {
  const { connection, client } = session;
  if (!client.changesFolders || !client.configuration) return;
  connection.workspace.onDidChangeWorkspaceFolders(async ({ added, removed }) => {
    const gone = new Set(removed.map(({ uri }) => uri));
    session.folders = [...session.folders.filter((uri) => !gone.has(uri)), ...added.map(({ uri }) => uri)];
    if (await loadSettings(session, undefined)) reconfigured(session);
  });
}
