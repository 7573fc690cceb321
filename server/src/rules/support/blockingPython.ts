/** Blocking calls of Python code in an `async def`, where Django refuses them or the event loop stands still. */
import type { Call, FileFacts, FunctionFact } from '../../analysis/model.ts';
import type { Fix, Problem } from '../rule.ts';
import { codeOf } from './losses.ts';

export function blockingInAsync(facts: FileFacts): readonly Problem[] {
  return facts.calls.flatMap((call) => {
    const fn = facts.functions[call.function];
    if (call.fact.execution !== 'blocking' || fn?.async !== true || MAY_SEND.has(call.method)) return [];
    if (isLoaded(facts, call, fn)) return [];
    return [{ span: call.name, call: call.id, message: messageOf(facts, call), fixes: fixesOf(call) }];
  });
}

/** Checks that ask the database where a field is unique or refers to a row, which is not seen from here. */
const MAY_SEND: ReadonlySet<string> = new Set(['full_clean', 'is_valid', 'validate_constraints', 'validate_unique']);

/** What sends SQL is refused; the rest (a cache, a signal) is only slow. */
const DATABASE: ReadonlySet<string> = new Set([
  'Atomic',
  'RequestUser',

  'Cursor',
  'Manager',
  'Model',
  'QuerySet',
  'RawQuerySet',
  'RelatedManager',
  'User',
]);

/** What goes on in memory once the session is there. */
const OF_LOADED_SESSION = /^(?:get|pop|setdefault|update|has_key|keys|values|items|__\w+__)$/;

/** The session has been fetched before, by an earlier use of it, with the user, or perhaps by a decorator. */
function isLoaded({ text }: FileFacts, { owner, method, span }: Call, fn: FunctionFact): boolean {
  if (owner.type !== 'Session' || !OF_LOADED_SESSION.test(method)) return false;
  const before = text.slice(fn.span.start, span.start);
  return (fn.decorators ?? []).length > 0 || /\.session\b|\bauser\(/.test(before);
}

/** What evaluates a query, as it is written: `list()`, `for`. */
function codeAt({ text }: FileFacts, call: Call): string {
  if (call.owner.type === 'Session' && text[call.name.start] === '[')
    return `\`${text.slice(call.span.start, call.name.end)}\``;
  if (call.implicit === 'evaluation' && /["']/.test(text[call.name.end - 1] ?? '')) return '`render()`';
  const [word] =
    call.implicit === 'evaluation' ? (/^\w+(?: \w+)?$/.exec(text.slice(call.name.start, call.name.end)) ?? []) : [];
  if (word === undefined) return codeOf(call);
  return `\`${word}${text[call.name.end] === '(' ? '()' : ''}\``;
}

function messageOf(facts: FileFacts, call: Call): string {
  const { fact, asyncForm, unfetched, helper } = call;
  const isRefused = fact.verb !== undefined || DATABASE.has(call.owner.type);
  const happens = !isRefused
    ? 'so that nothing else runs in the meantime'
    : 'which Django refuses here (SynchronousOnlyOperation)';
  const code = codeAt(facts, call);
  if (unfetched !== undefined)
    return (
      `Reading \`${unfetched.name}\` sends a query synchronously in an \`async\` function, ${happens}: the query that ` +
      `gave the row has not fetched it. Add \`select_related("${unfetched.name}")\` to that query.`
    );
  if (helper)
    return (
      `${code} sends a query synchronously (\`${helper.query}()\`), and this is an \`async\` function, ${happens}. ` +
      `Make it \`async\`, or call it with \`sync_to_async\`.`
    );
  const instead = asyncForm?.code ?? fact.asyncEquivalent ?? undefined;
  const whatToDo =
    instead === undefined
      ? 'Move it into a function that is called with `sync_to_async`.'
      : `Use \`${instead}\`${instead.endsWith('()') ? ' and await it' : ''}.`;
  const what = !isRefused ? 'waits for its answer' : 'sends its query';
  return `${code} ${what} synchronously in an \`async\` function, ${happens}. ${whatToDo}`;
}

function fixesOf({ asyncForm }: Call): readonly Fix[] {
  return asyncForm === undefined ? [] : [{ title: asyncForm.title, safe: false, edits: asyncForm.edits }];
}
