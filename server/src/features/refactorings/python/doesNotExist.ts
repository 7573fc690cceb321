/** Catches the error by which a model says that it has no such row: a view answers 404, another function gives `None`. */
import { importOf } from '../imports.ts';
import type { Offer } from '../refactoring.ts';
import { styleOf } from '../style.ts';
import { inOrder, isView, mayBeAtomic, placedOf, rewritten, type Placed } from './statements.ts';

const METHODS = /^a?(?:get|latest|earliest)$/;

export const doesNotExist: Offer = (subject) => {
  const { analysis, call } = subject;
  const { facts } = analysis;
  const placed = placedOf(subject);
  const model = /^(?<model>[A-Z]\w*)\.\w+\b/.exec(facts.text.slice(call.span.start, call.span.end))?.groups?.['model'];
  if (!placed || model === undefined || !METHODS.test(call.method) || call.caught) return undefined;
  if (call.owner.library !== 'django' || !/^(?:QuerySet|Manager)$/.test(call.owner.type)) return undefined;
  const answers = isView(placed.fn);
  // Where the failure was to undo a transaction, it has to go on.
  if (!answers && (!mayGiveNone(placed) || mayBeAtomic(placed))) return undefined;
  const imported = answers ? importOf(facts, 'django.http', 'Http404') : undefined;
  if (answers && !imported) return undefined;
  const { quote } = styleOf(facts.text);
  const words = model.replaceAll(/(?<=[a-z\d])(?=[A-Z])/g, ' ').toLowerCase();
  const edit = rewritten(facts, placed.statement, (code) => [
    [0, 'try:'],
    [1, code(1)],
    [0, `except ${model}.DoesNotExist:`],
    [1, imported ? `raise ${imported.local}(${quote}There is no such ${words}.${quote}) from None` : 'return None'],
  ]);
  return inOrder(`Catch ${model}.DoesNotExist`, 'notFound', [...(imported?.edits ?? []), edit]);
};

/** It is no generator, and says nothing of its result, or that it may be `None`. */
function mayGiveNone({ fn, body }: Placed): boolean {
  if (fn.generator || fn.name?.startsWith('__') === true) return false;
  const header = /^(?:async\s+)?def\s+\w+[^]*?\)\s*(?:->\s*(?<type>[^\n]+?))?\s*:[ \t]*(?:#[^\n]*)?\r?\n/.exec(body);
  const type = header?.groups?.['type'];
  return header !== null && (type === undefined || /\bNone\b|\bOptional\b/.test(type));
}
