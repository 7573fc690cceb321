/** The custom request for the state of the server: versions, memory, timings, for a report or out of curiosity. */
import process from 'node:process';
import { RequestType0 } from 'vscode-languageserver/node';
import { SERVER_STATUS, type ServerStatus } from '../../protocol/requests.ts';
import { answer } from '../answer.ts';
import { memoryOf } from '../memory.ts';
import { fileOf, type Session } from '../session.ts';

export function registerServerStatus(session: Session): void {
  const status = answer<undefined, ServerStatus | null>(session, null, () => serverStatus(session));
  // The handler of a request without parameters is handed its token alone.
  session.connection.onRequest(new RequestType0<ServerStatus | null, void>(SERVER_STATUS), (token) =>
    status(undefined, token),
  );
}

async function serverStatus(session: Session): Promise<ServerStatus> {
  const { workspace, timings, documents, budget } = session;
  const { version, processId } = workspace.typescript();
  const typescript = await memoryOf(processId);
  const files = documents.all().flatMap((document) => fileOf(session, document) ?? []);
  const projects = new Set(files.flatMap((file) => workspace.tsconfigOf(file) ?? []));
  const complaint = budget.complaint();
  return {
    node: process.version,
    typescript: version,
    platform: `${process.platform}-${process.arch}`,
    uptimeMs: Math.round(process.uptime() * 1000),
    memory: { server: process.memoryUsage().rss, ...(typescript !== undefined && { typescript }) },
    libraries: workspace.usedLibraries(),
    versions: workspace.usedVersions(),
    projects: [...projects].toSorted(),
    openDocuments: files.length,
    analyses: {
      count: timings.count,
      ...(timings.last && { last: timings.last }),
      slowest: timings.slowest,
    },
    problems: [...files.flatMap((file) => workspace.tsconfigProblem(file) ?? []), ...(complaint ? [complaint] : [])],
  };
}
