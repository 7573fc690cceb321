/** The boundary inwards: what the editor sends, as paths, offsets, settings and signals. */
import { fileURLToPath } from 'node:url';
import { FileChangeType } from 'vscode-languageserver/node';
import type { CancellationToken, FileEvent, Range } from 'vscode-languageserver/node';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Span } from '../analysis/model.ts';
import type { FileChanges } from '../project/workspace.ts';

/** The file extension that gives an unsaved document the meaning its language id has. */
const EXTENSIONS: Readonly<Record<string, string>> = {
  typescript: '.ts',
  typescriptreact: '.tsx',
  javascript: '.js',
  javascriptreact: '.jsx',
  python: '.py',
};

/**
 * The path the workspace knows a document by: absolute, with forward slashes.
 *
 * An untitled document becomes a file of its own directly under the workspace folder
 * (`untitled:Untitled-1` in TypeScript: `<folder>/untitled-Untitled-1.ts`), so that its imports resolve as
 * they will once it is saved there. Other schemes (a diff's old side, a notebook's cell) are not analysed.
 */
export function uriToFile(uri: string, languageId: string, folder: string): string | undefined {
  if (uri.startsWith('file:')) return fileUriToPath(uri);
  const extension = EXTENSIONS[languageId];
  if (!uri.startsWith('untitled:') || extension === undefined) return undefined;
  const name = encodeURIComponent(decodeURIComponent(uri.slice('untitled:'.length)));
  return `${folder}/untitled-${name}${name.endsWith(extension) ? '' : extension}`;
}

/** The path of a `file:` URI; `undefined` for one that names no file of this machine. */
export function fileUriToPath(uri: string): string | undefined {
  try {
    return fileURLToPath(uri).replaceAll('\\', '/');
  } catch {
    return undefined;
  }
}

export function toSpan(document: TextDocument, range: Range): Span {
  return { start: document.offsetAt(range.start), end: document.offsetAt(range.end) };
}

/** The events of files that are not ours to read are left out. */
export function toFileChanges(events: readonly FileEvent[]): FileChanges {
  const paths = (type: FileChangeType): string[] =>
    events.filter((event) => event.type === type).flatMap((event) => fileUriToPath(event.uri) ?? []);
  return {
    created: paths(FileChangeType.Created),
    changed: paths(FileChangeType.Changed),
    deleted: paths(FileChangeType.Deleted),
  };
}

/** An `AbortSignal` that follows the editor's cancellation. */
export function toSignal(token: CancellationToken): AbortSignal {
  const controller = new AbortController();
  if (token.isCancellationRequested) controller.abort();
  else token.onCancellationRequested(() => controller.abort());
  return controller.signal;
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
