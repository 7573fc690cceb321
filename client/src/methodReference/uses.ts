/** Goes to the places of the workspace that call a method. */
import { commands, Location, window } from 'vscode';
import type { MethodAt } from '../../../server/src/protocol/requests.ts';
import type { Server } from '../languageClient.ts';

/** Opens the first use; when there are others, they are listed beside it. */
export async function showUses(server: Server, method: MethodAt): Promise<void> {
  const uses = await server.usesOf(method).catch((error: unknown) => {
    server.output.warn(`The uses of ${method.method} are unknown: ${String(error)}`);
    return [];
  });
  const locations = uses.map(({ uri, range }) => new Location(uri, range));
  const [first] = locations;
  if (!first) {
    void window.showInformationMessage(`Nothing in this workspace calls ${method.type}.${method.method} any more.`);
    return;
  }
  await window.showTextDocument(first.uri, { selection: first.range });
  if (locations.length === 1) return;
  await commands.executeCommand('editor.action.peekLocations', first.uri, first.range.start, locations, 'peek');
}
