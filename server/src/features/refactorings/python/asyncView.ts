/**
 * Makes a view asynchronous, and every query in it with it. Only where each of them has a way to be written so, and
 * where no query leaves the view unsent: a template or a function would send it, and Django refuse that.
 */
import type { FileAnalysis } from '../../../analysis/judgement.ts';
import type { Call, FileFacts, FunctionFact, Span } from '../../../analysis/model.ts';
import type { TextEdit } from '../../../rules/rule.ts';
import type { Refactoring } from '../refactoring.ts';
import { inOrder } from './statements.ts';

/** Decorators of Django's that take asynchronous views, since 5.0. */
const DECORATORS: ReadonlySet<string> = new Set([
  'cache_control',
  'condition',
  'conditional_page',
  'csrf_exempt',
  'csrf_protect',
  'ensure_csrf_cookie',
  'etag',
  'last_modified',
  'never_cache',
  'require_GET',
  'require_POST',
  'require_http_methods',
  'require_safe',
  'requires_csrf_token',
  'vary_on_cookie',
  'vary_on_headers',
  'xframe_options_deny',
  'xframe_options_exempt',
  'xframe_options_sameorigin',
]);

/** What sends queries in ways that the calls do not show. */
const HIDDEN = /\brequest\.session\b|\bmessages\.\w+\(|\byield\b|\bsync_to_async\b|\basync_to_sync\b/;

export function asyncView(analysis: FileAnalysis, cursor: Span): Refactoring | undefined {
  const { facts } = analysis;
  const fn = viewAt(facts, cursor);
  if (!fn || !isAlone(facts, fn) || HIDDEN.test(facts.text.slice(fn.span.start, fn.span.end))) return undefined;
  const calls = facts.calls.filter(({ name }) => fn.span.start <= name.start && name.end <= fn.span.end);
  const blocking = calls.filter(({ fact }) => fact.execution === 'blocking');
  if (blocking.length === 0 || calls.some((call) => !canFollow(analysis, fn, call))) return undefined;
  const edits = unique([
    { start: fn.span.start, end: fn.span.start, newText: 'async ' },
    ...blocking.flatMap(({ asyncForm }) => asyncForm?.edits ?? []),
  ]);
  if (edits.some((edit, at) => edit.start < (edits[at - 1]?.end ?? 0))) return undefined;
  return inOrder(`Make ${fn.name ?? 'this view'} and its queries asynchronous`, 'async', edits);
}

/** The view at the top level of the module whose first line or query is at the cursor. */
function viewAt({ functions, text, calls }: FileFacts, cursor: Span): FunctionFact | undefined {
  return functions.find((fn) => {
    const { span, parent, kind, async, generator, parameters = [] } = fn;
    if (parent !== -1 || kind !== 'declaration' || async || generator || parameters[0]?.name !== 'request')
      return false;
    const lineEnd = text.indexOf('\n', span.start);
    const isOnHeader = span.start <= cursor.start && cursor.end <= (lineEnd < 0 ? span.end : lineEnd);
    const isOnQuery = calls.some(
      (call) => call.function === fn.id && call.span.start <= cursor.start && cursor.end <= call.span.end,
    );
    return isOnHeader || isOnQuery;
  });
}

/** Nobody calls it in this file, and its decorators take it as it will be. */
function isAlone({ names = [], text, versions }: FileFacts, { name, span, decorators = [] }: FunctionFact): boolean {
  if (name === undefined) return false;
  const at = text.indexOf(name, span.start);
  const isCalled = names.some((read) => read.declared === at && read.span.start !== at && text[read.span.end] === '(');
  const version = Number(/^\d+/.exec(versions['django'] ?? '')?.[0] ?? 0);
  return (
    !isCalled &&
    (decorators.length === 0 ||
      (version >= 5 && decorators.every((each) => DECORATORS.has(each.split('.').at(-1) ?? ''))))
  );
}

/** The call means the same in an asynchronous function, once it is written for one. */
function canFollow({ facts, chains, labels }: FileAnalysis, fn: FunctionFact, call: Call): boolean {
  if (call.function !== fn.id || call.helper) return false;
  // An asynchronous generator is no generator to who takes it.
  if (call.loops.some(({ span }) => facts.text[span.start] === '(')) return false;
  switch (call.fact.execution) {
    case 'blocking':
      return call.asyncForm !== undefined && !givesQuery(facts, call);
    case 'lazy': {
      const chain = chains[labels[call.id]?.chain ?? -1];
      return chain?.verdict === 'here' || chain?.verdict === 'later' || chain?.verdict === 'when awaited';
    }
    case 'local':
      return true;
    default:
      return false;
  }
}

/** A template is handed the query itself, and may ask more of it than of a list. */
function givesQuery({ text }: FileFacts, { implicit, asyncForm }: Call): boolean {
  const [edit] = asyncForm?.edits ?? [];
  if (implicit !== 'evaluation' || !edit?.newText.startsWith('[')) return false;
  return !text.startsWith('list(', edit.start);
}

function unique(edits: readonly TextEdit[]): readonly TextEdit[] {
  const sorted = edits.toSorted((a, b) => a.start - b.start || a.end - b.end);
  return sorted.filter(({ start, end, newText }, at) => {
    const before = sorted[at - 1];
    return before?.start !== start || before.end !== end || before.newText !== newText;
  });
}
