/** The boundary inwards: what the editor sends, as paths, offsets, settings and signals. */
import { fileURLToPath } from 'node:url';
import { FileChangeType } from 'vscode-languageserver/node';
import type { CancellationToken, FileEvent, Range } from 'vscode-languageserver/node';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Span } from '../analysis/model.ts';
import type { FileChanges } from '../project/workspace.ts';
import { DEFAULT_SETTINGS } from '../protocol/settings.ts';
import type { HintMode, Settings } from '../protocol/settings.ts';

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

const HINT_MODES: readonly HintMode[] = ['each', 'grouped', 'executing', 'off'];
const SEVERITIES: readonly Settings['rules'][string][] = ['error', 'warning', 'hint', 'off'];

/** The settings in what the editor gave; `problems` says in a sentence each what was passed over. */
export function toSettings(value: unknown): { readonly settings: Settings; readonly problems: readonly string[] } {
  if (!isRecord(value)) return { settings: DEFAULT_SETTINGS, problems: [] };
  const problems: string[] = [];
  const hints = HINT_MODES.find((mode) => mode === value['hints']);
  if (hints === undefined && value['hints'] !== undefined) problems.push(unusable('hints', value['hints'], HINT_MODES));
  const rules: Record<string, Settings['rules'][string]> = {};
  for (const [rule, given] of Object.entries(isRecord(value['rules']) ? value['rules'] : {})) {
    const severity = SEVERITIES.find((known) => known === given);
    if (severity === undefined) problems.push(unusable(`rules.${rule}`, given, SEVERITIES));
    else rules[rule] = severity;
  }
  const { catalogs = DEFAULT_SETTINGS.catalogs } = value;
  if (isTexts(catalogs)) return { settings: { hints: hints ?? DEFAULT_SETTINGS.hints, rules, catalogs }, problems };
  problems.push('The setting queryLens.catalogs is not used: write a list of paths.');
  return { settings: { ...DEFAULT_SETTINGS, hints: hints ?? DEFAULT_SETTINGS.hints, rules }, problems };
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((element) => typeof element === 'string');
}

function unusable(setting: string, value: unknown, known: readonly string[]): string {
  return `The setting queryLens.${setting} can't be ${JSON.stringify(value)}; its default is used. Write one of ${known.join(', ')}.`;
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
