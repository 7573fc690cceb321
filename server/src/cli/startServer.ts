/** Starts the language server in this process: the bundle beside this one, which reads its transport from argv. */
import process from 'node:process';
import { Failure } from './failure.ts';

const TRANSPORT = /^--(stdio|socket|pipe|node-ipc)(=|$)/;

const LAST_PORT = 65_535;

export interface ServerOptions {
  readonly socket?: string;
  readonly nodeIpc?: boolean;
}

export async function startServer({ socket, nodeIpc }: ServerOptions): Promise<void> {
  if (socket !== undefined && !isPort(socket))
    throw new Failure(`--socket ${socket} is no port: write a number from 1 to ${LAST_PORT}.`);
  if (nodeIpc === true && process.send === undefined)
    throw new Failure('--node-ipc is for a server that a Node process has forked. Use --stdio.');
  if (!process.argv.some((argument) => TRANSPORT.test(argument))) process.argv.push('--stdio');
  await import(new URL('server.js', import.meta.url).href);
}

function isPort(text: string): boolean {
  return /^\d+$/.test(text) && Number(text) >= 1 && Number(text) <= LAST_PORT;
}
