/** The commands a client may send: restarting the TypeScript process. */
import { RESTART_COMMAND } from '../../protocol/requests.ts';
import { answer } from '../answer.ts';
import type { Session } from '../session.ts';

export function registerCommands(session: Session): void {
  session.connection.onExecuteCommand(
    answer(session, null, async ({ command }) => {
      if (command !== RESTART_COMMAND) return null;
      await session.workspace.restart();
      session.analyses.forget();
      session.refresher.now();
      return null;
    }),
  );
}
