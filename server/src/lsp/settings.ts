/** Gets the settings from the client: asked for where it can be asked, else as it sent them. */
import { DidChangeConfigurationNotification } from 'vscode-languageserver/node';
import { toSettings } from './fromProtocol.ts';
import type { Session } from './session.ts';

const SECTION = 'queryLens';

/** Reads the settings; `sent` is what came with `initialize` or with the notification of a change. */
export async function loadSettings(session: Session, sent: unknown): Promise<void> {
  const { connection, client } = session;
  const value: unknown = client.configuration ? await connection.workspace.getConfiguration(SECTION) : sent;
  const { settings, problems } = toSettings(value);
  session.settings = settings;
  for (const problem of problems) connection.console.warn(problem);
}

/** Follows changes of the settings; what is shown is brought up to date at once. */
export async function followSettings(session: Session): Promise<void> {
  const { connection, client, refresher } = session;
  connection.onDidChangeConfiguration(async ({ settings }: { settings: Partial<Record<string, unknown>> | null }) => {
    await loadSettings(session, settings?.[SECTION]);
    refresher.now();
  });
  if (client.registersConfiguration) {
    await connection.client.register(DidChangeConfigurationNotification.type, { section: SECTION });
  }
}
