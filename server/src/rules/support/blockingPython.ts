/** Blocking calls of Python code in an `async def`, where Django refuses them or the event loop stands still. */
import type { Call, FileFacts } from '../../analysis/model.ts';
import type { Fix, Problem } from '../rule.ts';
import { codeOf } from './losses.ts';

export function blockingInAsync(facts: FileFacts): readonly Problem[] {
  return facts.calls.flatMap((call) => {
    const fn = facts.functions[call.function];
    if (call.fact.execution !== 'blocking' || fn?.async !== true) return [];
    return [{ span: call.name, call: call.id, message: messageOf(call), fixes: fixesOf(call) }];
  });
}

function messageOf(call: Call): string {
  const { fact, asyncForm, unfetched, helper } = call;
  // What the catalog gives a verb is SQL; the rest (a cache) is only slow.
  const happens =
    fact.verb === undefined
      ? 'so that nothing else runs in the meantime'
      : 'which Django refuses here (SynchronousOnlyOperation)';
  const code = codeOf(call);
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
  const what = fact.verb === undefined ? 'waits for its answer' : 'sends its query';
  return `${code} ${what} synchronously in an \`async\` function, ${happens}. ${whatToDo}`;
}

function fixesOf({ asyncForm }: Call): readonly Fix[] {
  return asyncForm === undefined ? [] : [{ title: asyncForm.title, safe: false, edits: asyncForm.edits }];
}
