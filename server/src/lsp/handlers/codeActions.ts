/** Quick fixes of the findings in a range, "fix all" for the file, and refactorings of the query at the cursor. */
import { CodeActionKind, CodeActionTriggerKind } from 'vscode-languageserver/node';
import type { CodeAction, CodeActionParams } from 'vscode-languageserver/node';
import type { Span } from '../../analysis/model.ts';
import { fixAll } from '../../features/fixes.ts';
import { ignoreFixes } from '../../features/ignoreFixes.ts';
import { refactorings } from '../../features/refactorings/refactorings.ts';
import type { Finding } from '../../rules/rule.ts';
import { FIX_ALL } from '../abilities.ts';
import { answer } from '../answer.ts';
import { toSpan } from '../fromProtocol.ts';
import { analyze, reported } from '../session.ts';
import type { Analyzed, Session } from '../session.ts';
import { toQuickFix, toWorkspaceEdit } from '../toProtocol.ts';

/** The kind of all refactorings; each has one of its own below it. */
const REWRITE = CodeActionKind.RefactorRewrite;

export function registerCodeActions(session: Session): void {
  session.connection.onCodeAction(
    answer(session, [], async (params, signal) => {
      const found = await analyze(session, params.textDocument.uri, signal);
      return found ? codeActions(session, found, params) : [];
    }),
  );
}

function codeActions(session: Session, found: Analyzed, { range, context }: CodeActionParams): CodeAction[] {
  const { only, triggerKind } = context;
  const span = toSpan(found.document, range);
  const wanted = (kind: CodeActionKind): boolean => only?.some((asked) => includes(asked, kind)) ?? false;
  const fixes =
    !only || wanted(CodeActionKind.QuickFix) || wanted(FIX_ALL) ? fixActions(session, found, span, only) : [];
  // A light bulb at every query would be noise: without being asked for their kind, they come to who opens the menu.
  const isAsked = only
    ? only.some((asked) => includes(asked, REWRITE) || includes(REWRITE, asked))
    : triggerKind !== CodeActionTriggerKind.Automatic;
  const rewritings = isAsked ? rewriteActions(session, found, span) : [];
  return [...fixes, ...rewritings.filter(({ kind = '' }) => !only || wanted(kind))];
}

function fixActions(session: Session, found: Analyzed, { start, end }: Span, only?: CodeActionKind[]): CodeAction[] {
  const all = reported(found);
  const wanted = (kind: CodeActionKind): boolean => only?.some((asked) => includes(asked, kind)) ?? false;
  const actions: CodeAction[] = [];
  if (!only || wanted(CodeActionKind.QuickFix)) {
    const here = all.filter(({ span }) => span.start <= end && start <= span.end);
    actions.push(...here.flatMap((finding) => quickFixes(session, found, finding)));
    const ignores = here.flatMap((finding) => ignoreActions(session, found, finding));
    // Beside a single fix, "fix all" would say the same thing twice.
    if (actions.length > 0 && all.filter(isSafelyFixable).length > 1) {
      actions.push(...fixAllActions(session, found, all, CodeActionKind.QuickFix));
    }
    // To look away comes last.
    actions.push(...ignores);
  }
  if (wanted(FIX_ALL)) actions.push(...fixAllActions(session, found, all, FIX_ALL));
  return actions;
}

function rewriteActions(session: Session, { document, analysis, configuration }: Analyzed, cursor: Span): CodeAction[] {
  return refactorings(analysis, configuration.catalogs, cursor).map(({ title, kind, edits }) => ({
    title,
    kind: `${REWRITE}.${kind}`,
    edit: toWorkspaceEdit(document, edits, session.client.versionedEdits),
  }));
}

function quickFixes(session: Session, { document }: Analyzed, finding: Finding): CodeAction[] {
  const preferred = finding.fixes.find((fix) => fix.safe);
  const versioned = session.client.versionedEdits;
  return finding.fixes.map((fix) => toQuickFix(document, finding, fix, { preferred: fix === preferred, versioned }));
}

function ignoreActions(session: Session, { document, analysis }: Analyzed, finding: Finding): CodeAction[] {
  const options = { preferred: false, versioned: session.client.versionedEdits };
  return ignoreFixes(analysis, finding).map((fix) => toQuickFix(document, finding, fix, options));
}

/** Nothing when no fix is safe: an action that changes nothing would only be noise. */
function fixAllActions(
  session: Session,
  { document, analysis }: Analyzed,
  all: readonly Finding[],
  kind: CodeActionKind,
): CodeAction[] {
  const edits = fixAll(analysis.facts.text, all);
  if (edits.length === 0) return [];
  const edit = toWorkspaceEdit(document, edits, session.client.versionedEdits);
  return [{ title: 'Fix all Query Lens findings in this file', kind, edit }];
}

function isSafelyFixable(finding: Finding): boolean {
  return finding.fixes.some((fix) => fix.safe);
}

/** Kinds are hierarchical: asking for `source` asks for `source.fixAll.queryLens` too. */
function includes(asked: CodeActionKind, kind: CodeActionKind): boolean {
  return kind === asked || kind.startsWith(`${asked}.`);
}
