/** Starts the language server in this process: the bundle beside this one, which reads its transport from argv. */
import process from 'node:process';

const TRANSPORT = /^--(stdio|socket|pipe|node-ipc)(=|$)/;

export async function startServer(): Promise<void> {
  if (!process.argv.some((argument) => TRANSPORT.test(argument))) process.argv.push('--stdio');
  await import(new URL('server.js', import.meta.url).href);
}
