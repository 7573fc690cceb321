/** What the tests inside the extension host share: they open documents and ask the editor what it knows of them. */
import { ok } from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import * as vscode from 'vscode';
import { Range } from 'vscode';
import type { CodeAction, Diagnostic, InlayHint, Position, TextDocument } from 'vscode';

export const EXTENSION = 'query-lens.query-lens';

/** An answer that has not come by then, in milliseconds, is asked for again: the editor loses some when it is busy. */
const ATTEMPT = 20_000;

/** The first value that is not `undefined`; the test's own timeout bounds the wait. */
export async function eventually<T>(get: () => T | undefined | PromiseLike<T | undefined>): Promise<T> {
  for (;;) {
    const value = await Promise.race([get(), pause(ATTEMPT, undefined, { ref: false })]);
    if (value !== undefined) return value;
    await pause(50);
  }
}

/** Longer than any analysis, and shorter than a test may take, in milliseconds. */
const PATIENCE = 150_000;

/** The findings of a document once there are so many; rejects with those that there are instead. */
export async function findingsSoon(document: TextDocument, count: number): Promise<readonly Diagnostic[]> {
  const end = Date.now() + PATIENCE;
  while (findingsOf(document).length !== count && Date.now() < end) await pause(50);
  const found = findingsOf(document);
  const listed = found.map(({ message, range }) => `${String(range.start.line + 1)}: ${message}`).join('\n');
  ok(found.length === count, `${String(count)} findings were to come; there are:\n${listed}\n${document.getText()}`);
  return found;
}

/** Opens a file of a root of the workspace, the first one's unless another is named. */
export async function open(name: string, root = 0): Promise<TextDocument> {
  const folder = vscode.workspace.workspaceFolders?.[root];
  ok(folder, 'a folder is open');
  const document = await vscode.workspace.openTextDocument(vscode.Uri.joinPath(folder.uri, name));
  await vscode.window.showTextDocument(document);
  return document;
}

export const wholeOf = (document: TextDocument): Range =>
  new Range(document.positionAt(0), document.positionAt(document.getText().length));

/** Where `word` stands behind `anchor`. */
export function positionOf(document: TextDocument, anchor: string, word: string): Position {
  const text = document.getText();
  const at = text.indexOf(word, text.indexOf(anchor));
  ok(text.includes(anchor) && at >= 0, `${word} stands behind ${anchor}`);
  return document.positionAt(at);
}

export async function hintsOf(document: TextDocument): Promise<readonly string[]> {
  const hints = await vscode.commands.executeCommand<InlayHint[]>(
    'vscode.executeInlayHintProvider',
    document.uri,
    wholeOf(document),
  );
  return hints
    .map(({ label }) => (typeof label === 'string' ? label : label.map(({ value }) => value).join('')))
    .map((text) => text.trim());
}

export function findingsOf(document: Pick<TextDocument, 'uri'>): readonly Diagnostic[] {
  return vscode.languages.getDiagnostics(document.uri).filter(({ source }) => source === 'query-lens');
}

export const ruleOf = ({ code }: Diagnostic): unknown => (typeof code === 'object' ? code.value : code);

export const codeActions = (document: TextDocument, range: Range, kind?: string): Thenable<CodeAction[]> =>
  vscode.commands.executeCommand<CodeAction[]>('vscode.executeCodeActionProvider', document.uri, range, kind);
