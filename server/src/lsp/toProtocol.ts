/** The boundary outwards: offsets and plain objects of the features, as what the editor understands. */
import { CodeActionKind, DiagnosticSeverity, MarkupKind } from 'vscode-languageserver/node';
import type {
  CodeAction,
  CodeLens,
  Diagnostic,
  Hover,
  InlayHint,
  MarkupContent,
  Range,
  WorkspaceEdit,
} from 'vscode-languageserver/node';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Span } from '../analysis/model.ts';
import type { Hint } from '../features/hints.ts';
import type { HoverText } from '../features/hover.ts';
import type { FileAnalysis } from '../analysis/judgement.ts';
import type { Query } from '../features/queries.ts';
import type { MappedQuery } from '../protocol/requests.ts';
import { SHOW_CHAIN_COMMAND, SHOW_QUERIES_COMMAND } from '../protocol/requests.ts';
import type { Lens } from '../features/lenses.ts';
import type { Finding, Fix, TextEdit } from '../rules/rule.ts';

/** Where a rule's page is, by its id. */
const RULE_PAGES = 'https://github.com/query-lens/query-lens/blob/main/docs/rules/';

const SEVERITIES: Readonly<Record<Finding['severity'], DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  hint: DiagnosticSeverity.Hint,
};

export function toRange(document: TextDocument, span: Span): Range {
  return { start: document.positionAt(span.start), end: document.positionAt(span.end) };
}

/**
 * `data` is what finds the hint again when it is resolved: `version` is that of the text it was made for. With
 * `clicks`, clicking it shows what the chain does.
 */
export function toInlayHint(
  document: TextDocument,
  hint: Hint,
  { version, clicks }: { readonly version: number; readonly clicks: boolean },
): InlayHint {
  const { uri } = document;
  const name = document.positionAt(hint.name);
  const command = { title: 'Show what the chain does', command: SHOW_CHAIN_COMMAND, arguments: [uri, name] };
  return {
    position: document.positionAt(hint.offset),
    label: clicks ? [{ value: hint.text, command }] : hint.text,
    paddingLeft: true,
    data: { uri, version },
  };
}

export function toTooltip(markdown: string): MarkupContent {
  return { kind: MarkupKind.Markdown, value: markdown };
}

/** Clicking it lists the calls, where the client has the command for that. */
export function toCodeLens(document: TextDocument, lens: Lens, commands: ReadonlySet<string>): CodeLens {
  const range = toRange(document, { start: lens.offset, end: lens.offset });
  const places = lens.places.map((place) => ({ uri: document.uri, range: toRange(document, place) }));
  const command = commands.has(SHOW_QUERIES_COMMAND)
    ? { command: SHOW_QUERIES_COMMAND, arguments: [document.uri, range.start, places] }
    : { command: '' };
  return { range, command: { title: lens.text, ...command } };
}

export function toMappedQuery(document: TextDocument, analysis: FileAnalysis, query: Query): MappedQuery {
  const { name, findings, code, library, target, verb, label, says, inLoop } = query;
  const around = functionNameAt(analysis, query.function);
  return {
    range: toRange(document, name),
    code,
    library,
    title: analysis.titles[library] ?? library,
    ...(target !== undefined && { target }),
    ...(verb !== undefined && { verb }),
    label,
    says,
    inLoop,
    ...(around !== undefined && { function: around }),
    findings: findings.map(({ rule, severity, message }) => ({ rule, severity, message })),
  };
}

/** Of the innermost function around a place that has a name. */
function functionNameAt({ facts: { functions } }: FileAnalysis, id: number): string | undefined {
  let fn = functions[id];
  while (fn && fn.name === undefined) fn = functions[fn.parent];
  return fn?.name;
}

/** A link that runs a command, with the dot before it. */
const COMMAND_LINK = / · \[[^\]]*\]\(command:[^)]*\)/g;

/** Without `commandLinks`, links to commands the client does not have are left out. */
export function toHover(document: TextDocument, { span, markdown }: HoverText, commandLinks: boolean): Hover {
  const value = commandLinks ? markdown : markdown.replaceAll(COMMAND_LINK, '');
  return { contents: { kind: MarkupKind.Markdown, value }, range: toRange(document, span) };
}

export function toDiagnostic(document: TextDocument, finding: Finding): Diagnostic {
  return {
    range: toRange(document, finding.span),
    severity: SEVERITIES[finding.severity],
    code: finding.rule,
    codeDescription: { href: `${RULE_PAGES}${finding.rule}.md` },
    source: 'query-lens',
    message: finding.message,
  };
}

/** A quick fix; `preferred` is the one the editor applies without asking which. */
export function toQuickFix(
  document: TextDocument,
  finding: Finding,
  fix: Fix,
  options: { readonly preferred: boolean; readonly versioned: boolean },
): CodeAction {
  return {
    title: fix.title,
    kind: CodeActionKind.QuickFix,
    diagnostics: [toDiagnostic(document, finding)],
    isPreferred: options.preferred,
    edit: toWorkspaceEdit(document, fix.edits, options.versioned),
  };
}

/** With `versioned`, the editor refuses the edits once the document has moved on. */
export function toWorkspaceEdit(document: TextDocument, edits: readonly TextEdit[], versioned: boolean): WorkspaceEdit {
  const { uri, version } = document;
  const converted = edits.map((edit) => ({ range: toRange(document, edit), newText: edit.newText }));
  return versioned
    ? { documentChanges: [{ textDocument: { uri, version }, edits: converted }] }
    : { changes: { [uri]: converted } };
}
