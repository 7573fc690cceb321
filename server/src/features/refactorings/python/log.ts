/** Logs a failure of the database with its traceback, and lets it go on. */
import type { FileFacts } from '../../../analysis/model.ts';
import type { TextEdit } from '../../../rules/rule.ts';
import { importOf } from '../imports.ts';
import type { Offer } from '../refactoring.ts';
import { styleOf } from '../style.ts';
import { inOrder, placedOf, rewritten } from './statements.ts';

export const log: Offer = (subject) => {
  const { analysis, call } = subject;
  const { facts } = analysis;
  const placed = placedOf(subject);
  const isSentHere = call.fact.execution === 'blocking' || subject.awaited;
  if (!placed || !isSentHere || call.caught || call.fact.verb === undefined) return undefined;
  const logger = loggerOf(facts);
  const failure = importOf(facts, 'django.db', 'DatabaseError');
  if (!logger || !failure) return undefined;
  const { quote } = styleOf(facts.text);
  const edit = rewritten(facts, placed.statement, (code) => [
    [0, 'try:'],
    [1, code(1)],
    [0, `except ${failure.local}:`],
    [1, `${logger.name}.exception(${quote}A query of ${placed.fn.name ?? 'this function'} failed${quote})`],
    [1, 'raise'],
  ]);
  return inOrder('Log the failure', 'log', [...logger.edits, ...failure.edits, edit]);
};

/** The logger of the module, made behind its imports where it has none. */
function loggerOf(facts: FileFacts): { readonly name: string; readonly edits: readonly TextEdit[] } | undefined {
  const { text, importFacts = [] } = facts;
  const own = /^(?<name>\w+)[ \t]*=[ \t]*(?:logging\.)?(?:getLogger|get_logger)\(/m.exec(text)?.groups?.['name'];
  if (own !== undefined) return { name: own, edits: [] };
  const last = importFacts.at(-1);
  const imported = importOf(facts, 'logging', '*', 'logging');
  if (!imported || !last || /\blogger\b/.test(text)) return undefined;
  const { lineBreak } = styleOf(text);
  const at = last.span.end;
  const newText = `${lineBreak}${lineBreak}logger = ${imported.local}.getLogger(__name__)`;
  return { name: 'logger', edits: [...imported.edits, { start: at, end: at, newText }] };
}
