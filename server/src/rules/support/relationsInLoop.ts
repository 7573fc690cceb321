/** Relations that a loop reads row by row, where the query that gives the rows could fetch them all. */
import type { Call, FileFacts, LoopFact } from '../../analysis/model.ts';
import type { Fix, Problem } from '../rule.ts';
import { namesIn } from './names.ts';

/** One finding for each relation of a loop. */
export function relationsInLoop(facts: FileFacts): readonly Problem[] {
  const told = new Set<string>();
  return facts.calls.flatMap((call) => {
    const loop = loopOfRow(facts, call);
    if (!loop || !call.unfetched || !isRead(facts, call)) return [];
    const { name, many } = call.unfetched;
    const key = `${loop.span.start} ${name}`;
    if (told.has(key)) return [];
    told.add(key);
    const method = many ? 'prefetch_related' : 'select_related';
    const message =
      `Reading \`${name}\` sends a query once per turn of the loop (N+1): the query that gives the rows does not fetch ` +
      `it along with them. Add \`${method}("${name}")\` to that query.`;
    return [{ span: call.name, call: call.id, message, fixes: fixOf(facts, loop, `${method}("${name}")`) }];
  });
}

/** The loop whose turn the row is, when the row is what its query gives. */
function loopOfRow(facts: FileFacts, { loops, unfetched }: Call): LoopFact | undefined {
  if (!unfetched) return undefined;
  const [row, ...others] = namesIn(facts, unfetched.row);
  if (!row || others.length > 0) return undefined;
  return loops.find(({ span, header }) => {
    const inside = header ?? span;
    return inside.start <= row.declared && row.declared < inside.end;
  });
}

/** The rows of a many-to-many relation are asked for here; a foreign key is read by being named. */
function isRead({ calls }: FileFacts, { unfetched, use }: Call): boolean {
  return unfetched?.many !== true || (use.kind === 'receiver' && calls[use.call]?.implicit === 'evaluation');
}

/** Behind the chain that the loop goes through, where it is written there. */
function fixOf({ calls, text }: FileFacts, { over }: LoopFact, code: string): readonly Fix[] {
  if (!over) return [];
  const last = calls.find(
    (call) => call.implicit === undefined && call.span.end === over.end && text[over.end - 1] === ')',
  );
  const isQuery = last?.result?.type === 'QuerySet' && last.span.start >= over.start;
  if (!isQuery) return [];
  return [{ title: `Add \`.${code}\``, safe: false, edits: [{ start: over.end, end: over.end, newText: `.${code}` }] }];
}
