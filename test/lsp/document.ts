/** An open document, and what the server says of it, written the way an editor shows it. */
import { setTimeout as pause } from 'node:timers/promises';
import {
  CodeActionRequest,
  CodeActionTriggerKind,
  DidChangeTextDocumentNotification,
  DidCloseTextDocumentNotification,
  DocumentDiagnosticRequest,
  HoverRequest,
  InlayHintRequest,
  InlayHintResolveRequest,
  MarkupContent,
  TextDocumentEdit,
} from 'vscode-languageserver/node';
import type {
  CancellationToken,
  CodeAction,
  CodeActionKind,
  Diagnostic,
  InlayHint,
  Position,
  ProtocolConnection,
} from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { TextEdit } from 'vscode-languageserver-textdocument';

/** The cursor in the text a test opens. */
const CURSOR = '/*|*/';

export interface Document {
  readonly uri: string;
  readonly text: string;
  readonly cursor: Position;
  /** Where `part` begins. */
  at(part: string): Position;
  /** Replaces the first `from`, as typing does. */
  edit(from: string, to: string): Promise<void>;
  close(): Promise<void>;
  /** The hints of the text as it is. */
  hints(token?: CancellationToken): Promise<readonly InlayHint[]>;
  /** What the server answers at once, be it of an older text. */
  hintsOnce(token?: CancellationToken): Promise<readonly InlayHint[]>;
  /** The text with its hints in it: `.limit(1)‹executing›`. */
  withHints(): Promise<string>;
  /** The tooltip of the first hint that says `label`. */
  tooltip(label: string): Promise<string>;
  /** The hover's Markdown at a place, the cursor by default. */
  hover(position?: Position): Promise<string | undefined>;
  diagnostics(): Promise<readonly Diagnostic[]>;
  /** `rule: text` of each diagnostic. */
  findings(): Promise<readonly string[]>;
  /** `unasked`: the editor asks by itself, for its light bulb. */
  actions(only?: readonly CodeActionKind[], unasked?: boolean): Promise<readonly CodeAction[]>;
  /** The text after an action. */
  after(action: CodeAction): string;
}

export function createDocument(
  connection: ProtocolConnection,
  uri: string,
  languageId: string,
  marked: string,
): Document {
  let document = TextDocument.create(uri, languageId, 1, marked.replace(CURSOR, ''));
  const cursor = document.positionAt(Math.max(0, marked.indexOf(CURSOR)));
  const textDocument = { uri };
  const whole = (): { start: Position; end: Position } => ({
    start: { line: 0, character: 0 },
    end: document.positionAt(document.getText().length),
  });

  const self: Document = {
    uri,
    cursor,
    get text() {
      return document.getText();
    },
    at: (part) => document.positionAt(offsetOf(document, part)),
    async edit(from, to) {
      const start = offsetOf(document, from);
      const range = { start: document.positionAt(start), end: document.positionAt(start + from.length) };
      const contentChanges = [{ range, text: to }];
      const version = document.version + 1;
      document = TextDocument.update(document, contentChanges, version);
      await connection.sendNotification(DidChangeTextDocumentNotification.type, {
        textDocument: { uri, version },
        contentChanges,
      });
    },
    close: () => connection.sendNotification(DidCloseTextDocumentNotification.type, { textDocument }),
    hintsOnce: async (token) =>
      (await connection.sendRequest(InlayHintRequest.type, { textDocument, range: whole() }, token)) ?? [],
    async hints(token) {
      for (;;) {
        const hints = await self.hintsOnce(token);
        // Hints of an older text are served until there are newer ones.
        if (hints.every(({ data }) => (data as { version: number }).version === document.version)) return hints;
        await pause(10);
      }
    },
    async withHints() {
      const edits = (await self.hints()).map(({ position, label }) => insertion(position, `‹${labelOf(label)}›`));
      return TextDocument.applyEdits(document, edits);
    },
    async tooltip(label) {
      const hint = (await self.hints()).find((candidate) => labelOf(candidate.label) === label);
      if (!hint) throw new Error(`no hint says ${label}`);
      const { tooltip } = await connection.sendRequest(InlayHintResolveRequest.type, hint);
      return MarkupContent.is(tooltip) ? tooltip.value : '';
    },
    async hover(position = cursor) {
      const hover = await connection.sendRequest(HoverRequest.type, { textDocument, position });
      return MarkupContent.is(hover?.contents) ? hover.contents.value : undefined;
    },
    async diagnostics() {
      const report = await connection.sendRequest(DocumentDiagnosticRequest.type, { textDocument });
      return report.kind === 'full' ? report.items : [];
    },
    findings: async () => (await self.diagnostics()).map(({ code, range }) => `${code}: ${document.getText(range)}`),
    async actions(only, unasked = false) {
      const triggerKind = unasked ? CodeActionTriggerKind.Automatic : CodeActionTriggerKind.Invoked;
      const context = { diagnostics: [], triggerKind, ...(only && { only: [...only] }) };
      const range = { start: cursor, end: cursor };
      const actions = await connection.sendRequest(CodeActionRequest.type, { textDocument, range, context });
      return (actions ?? []).filter((action): action is CodeAction => 'edit' in action);
    },
    after: (action) => TextDocument.applyEdits(document, editsOf(action, uri)),
  };
  return self;
}

function offsetOf(document: TextDocument, part: string): number {
  const offset = document.getText().indexOf(part);
  if (offset < 0) throw new Error(`the document has no ${part}`);
  return offset;
}

function insertion(position: Position, newText: string): TextEdit {
  return { range: { start: position, end: position }, newText };
}

export function labelOf(label: InlayHint['label']): string {
  return typeof label === 'string' ? label : label.map(({ value }) => value).join('');
}

/** The edits an action makes in the document, in either form of the protocol. */
function editsOf({ edit }: CodeAction, uri: string): TextEdit[] {
  const versioned = (edit?.documentChanges ?? []).filter(TextDocumentEdit.is);
  const inDocument = versioned.filter(({ textDocument }) => textDocument.uri === uri);
  return [...(edit?.changes?.[uri] ?? []), ...inDocument.flatMap(({ edits }) => edits as TextEdit[])];
}
