/** `query-lens merge`: the SARIF reports of the parts of a run as one, since code scanning takes one for a tool. */
import fs from 'node:fs';
import path from 'node:path';
import type { Log, Notification, Run } from 'sarif';
import { Failure } from './failure.ts';
import type { Terminal } from './terminal.ts';

/** Prints the first report with the results of all; what went wrong in one went wrong in the whole. */
export function merge(files: readonly string[], terminal: Terminal): void {
  const logs = files.map((file) => readLog(path.resolve(terminal.cwd, file), file));
  const [first] = logs;
  if (!first) throw new Failure('There is nothing to merge: name the reports.');
  const runs = logs.flatMap((log) => log.runs);
  const [run] = runs;
  if (!run) throw new Failure('There is nothing to merge: the reports are of no run.');
  const merged: Run = {
    ...run,
    invocations: [
      {
        executionSuccessful: runs.every((each) => each.invocations?.every((one) => one.executionSuccessful) ?? true),
        toolExecutionNotifications: runs.flatMap(notificationsOf),
      },
    ],
    results: runs.flatMap(({ results }) => results ?? []),
  };
  terminal.out(JSON.stringify({ ...first, runs: [merged] }));
}

function notificationsOf({ invocations }: Run): Notification[] {
  return (invocations ?? []).flatMap(({ toolExecutionNotifications }) => toolExecutionNotifications ?? []);
}

function readLog(file: string, given: string): Log {
  let json: unknown;
  try {
    json = JSON.parse(fs.readFileSync(file, 'utf8'));
  } catch (error) {
    throw new Failure(`${given} can't be read: ${String(error)}`);
  }
  if (!isOurs(json)) throw new Failure(`${given} is no report of "query-lens check --format sarif".`);
  return json;
}

/** Results name their rules by place in the list of their run, so only reports of one tool go together. */
function isOurs(json: unknown): json is Log {
  if (typeof json !== 'object' || json === null || !('runs' in json) || !Array.isArray(json.runs)) return false;
  return json.runs.every((run: unknown) => JSON.stringify(run).startsWith('{"tool":{"driver":{"name":"Query Lens"'));
}
