/** The state of the server as Markdown: versions, memory, timings. It names files of the workspace, and holds no code. */
import type { ServerStatus, Status } from '../../server/src/protocol/requests.ts';

export interface Versions {
  readonly extension: string;
  readonly editor: string;
}

/** `answer` is `null` when the server could not give one. */
export function serverStatusText(versions: Versions, status: Status, answer: ServerStatus | null): string {
  const problems = [
    ...new Set([...(status.problem === undefined ? [] : [status.problem]), ...(answer?.problems ?? [])]),
  ];
  const lines = [
    '# Query Lens: server status',
    '',
    `- state: ${status.state}`,
    ...problems.map((problem) => `- problem: ${problem}`),
    `- extension: ${versions.extension}`,
    `- editor: ${versions.editor}`,
    ...(answer ? answered(answer) : ['- the server did not answer']),
  ];
  return `${lines.join('\n')}\n`;
}

/** What a report begins with: what only its writer knows, then the status. */
export function reportText(status: string): string {
  return [
    '<!-- What did you do, what did you see, and what did you expect? The shortest code that shows it helps most. -->',
    '',
    '',
    '<!-- File names in what follows are those of your workspace: take out what you do not want to tell. -->',
    status,
  ].join('\n');
}

function answered({
  node,
  typescript,
  platform,
  uptimeMs,
  memory,
  analyses,
  ...rest
}: ServerStatus): readonly string[] {
  const found = rest.libraries.map((library) => {
    const own = rest.versions.filter((version) => version.library === library).map(({ version }) => version);
    return [library, ...own].join(' ');
  });
  const ofTypescript = memory.typescript === undefined ? '' : `, TypeScript ${megabytes(memory.typescript)}`;
  return [
    `- TypeScript: ${typescript}`,
    `- Node: ${node} on ${platform}`,
    `- running for: ${seconds(uptimeMs)}`,
    `- memory: server ${megabytes(memory.server)}${ofTypescript}`,
    `- libraries: ${found.join(', ') || 'none found yet'}`,
    `- projects of open files: ${rest.projects.join(', ') || 'none'}`,
    `- open files: ${String(rest.openDocuments)}`,
    `- analyses: ${String(analyses.count)}${analyses.last ? `, the last in ${String(analyses.last.ms)} ms` : ''}`,
    ...(analyses.slowest.length > 0 ? ['', '## Slowest files', ''] : []),
    ...analyses.slowest.map(({ file, ms }) => `- ${String(ms)} ms: ${file}`),
  ];
}

function megabytes(bytes: number): string {
  return `${String(Math.round(bytes / 1024 / 1024))} MB`;
}

function seconds(ms: number): string {
  return `${String(Math.round(ms / 1000))} s`;
}
