/**
 * Kills the TypeScript process at random moments, and stops it once without killing it: the server goes on, and shows
 * in the end what it showed before.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { childrenOf } from '../bench/processTree.mjs';
import { shown, startServer } from './client.mjs';
import { below, randomFrom } from './random.mjs';

const FIXTURES = path.resolve(fileURLToPath(import.meta.url), '../../fixtures');
const FILE = path.join(FIXTURES, 'drizzle/rules/dropped.ts');
/** A death is looked for in the first moments after an edit, when there is work under way. */
const MOMENTS_MS = 120;

export async function tortureByDeaths(deaths, seed, failures) {
  const random = randomFrom(seed);
  const text = readFileSync(FILE, 'utf8');
  const uri = pathToFileURL(FILE).href;
  const lines = text.split('\n').length;
  const server = await startServer(FIXTURES, failures);
  await server.notify('textDocument/didOpen', { textDocument: { uri, languageId: 'typescript', version: 1, text } });
  const before = await shown(server, uri, lines);
  for (let death = 0; death < deaths; death++) {
    const version = death + 2;
    await server.notify('textDocument/didChange', { textDocument: { uri, version }, contentChanges: [{ text }] });
    const asked = shown(server, uri, lines);
    await setTimeout(below(random, MOMENTS_MS));
    signalChildren(server.pid, 'SIGKILL');
    await asked;
    const after = await shown(server, uri, lines);
    if (after !== before) failures.push(`After death ${death + 1} it shows\n  ${after}\ninstead of\n  ${before}`);
  }
  // One that is stuck is ended after a minute without an answer.
  signalChildren(server.pid, 'SIGSTOP');
  await server.notify('textDocument/didChange', {
    textDocument: { uri, version: deaths + 2 },
    contentChanges: [{ text }],
  });
  const unstuck = await shown(server, uri, lines);
  if (unstuck !== before) failures.push(`After it was stuck it shows\n  ${unstuck}\ninstead of\n  ${before}`);
  await server.quit();
  return deaths + 1;
}

function signalChildren(parent, signal) {
  for (const pid of childrenOf(parent)) {
    try {
      process.kill(pid, signal);
    } catch (error) {
      // It has ended since it was seen.
      if (error.code !== 'ESRCH') throw error;
    }
  }
}
