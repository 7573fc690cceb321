/** The server's entry: opens the connection its arguments name (--stdio, --node-ipc, --socket, --pipe) and serves it. */
import { constants } from 'node:os';
import process from 'node:process';
import { createConnection } from 'vscode-languageserver/node';
import { messageOf } from './answer.ts';
import { serve } from './server.ts';

const connection = createConnection();

// Whatever slips through (a pipe that breaks, a library's stray promise) must not take the editor's labels away.
process.on('uncaughtException', (error) => connection.console.error(messageOf(error)));
process.on('unhandledRejection', (reason) => connection.console.error(messageOf(reason)));

// Ended by a signal as it is, it would leave the TypeScript process behind.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.once(signal, () => process.exit(128 + constants.signals[signal]));
}

// Who has an editor to talk to waits for it, and ends when that does.
process.once('beforeExit', () => {
  process.stderr.write("query-lens: the editor can't be reached at the socket or pipe that was named.\n");
  process.exitCode = 2;
});

serve(connection);
