/** Reports comments that ask to ignore findings and have no effect: nothing is there to ignore, or they are not complete. */
import type { FileFacts, Span } from '../analysis/model.ts';
import type { Fix, Others, Problem, Rule, TextEdit } from './rule.ts';
import { ignoresOf, isIgnored, type Ignore, type IgnoredRule } from './support/ignores.ts';

const NO_OTHERS: Others = { ids: [], off: new Set(), found: [] };

export const unusedIgnore: Rule = {
  meta: {
    id: 'unused-ignore',
    summary: 'Reports a comment that ignores findings and has none to ignore, or gives no reason.',
    severity: 'warning',
    afterOthers: true,
  },
  find: ({ facts }, others = NO_OTHERS) =>
    ignoresOf(facts).flatMap((ignore) => incomplete(facts, ignore) ?? idle(facts, ignore, others)),
};

/** What keeps the comment from being followed at all. */
function incomplete(facts: FileFacts, ignore: Ignore): readonly Problem[] | undefined {
  const { scope, word, rules, reason } = ignore;
  const problem = (message: string): readonly Problem[] => [
    { span: word, call: -1, message, fixes: [remove(facts, ignore, undefined)] },
  ];
  if (scope === undefined)
    return problem(
      'This comment is not understood, so nothing is ignored. Write `query-lens-ignore-next-line` or `query-lens-ignore-file`.',
    );
  if (rules.length === 0)
    return problem('This comment names no rule, so nothing is ignored. Write the rule behind it.');
  if (reason === '')
    return problem('This comment gives no reason, so nothing is ignored. Write it behind a colon: `rule: reason`.');
  return undefined;
}

/** The rules of the comment that have nothing to ignore. */
function idle(facts: FileFacts, ignore: Ignore, { ids, off, found }: Others): readonly Problem[] {
  return ignore.rules.flatMap((rule): readonly Problem[] => {
    const problem = (message: string): readonly Problem[] => [
      { span: rule.span, call: -1, message, fixes: [remove(facts, ignore, rule)] },
    ];
    if (rule.id === unusedIgnore.meta.id)
      return problem(`No comment ignores \`${rule.id}\`. Configure its severity, or remove this.`);
    if (!ids.includes(rule.id))
      return problem(`There is no rule \`${rule.id}\`, so nothing is ignored. Correct its name, or remove it.`);
    // Of a rule that is off, and where no library was found at all, it is not known what there would be.
    if (off.has(rule.id) || facts.calls.length === 0) return [];
    const isUsed = found.some(({ rule: id, problem }) => id === rule.id && isIgnored(facts, ignore, id, problem));
    const where = ignore.scope === 'file' ? 'in this file' : 'on the next line';
    return isUsed
      ? []
      : problem(`\`${rule.id}\` has nothing to report ${where}, so there is nothing to ignore. Remove it.`);
  });
}

/** Takes the rule off the list; the whole comment when it is alone there. Somebody wrote a reason, so they are asked. */
function remove(facts: FileFacts, ignore: Ignore, rule: IgnoredRule | undefined): Fix {
  const at = rule === undefined ? -1 : ignore.rules.indexOf(rule);
  const before = ignore.rules[at - 1];
  const after = ignore.rules[at + 1];
  if (rule === undefined || (!before && !after))
    return { title: 'Remove the comment', safe: false, edits: [removeComment(facts, ignore.comment.whole)] };
  const span = before
    ? { start: before.span.end, end: rule.span.end }
    : { start: rule.span.start, end: after?.span.start ?? rule.span.end };
  return { title: `Remove \`${rule.id}\` from the comment`, safe: false, edits: [{ ...span, newText: '' }] };
}

/** With its line, when nothing else stands there. */
function removeComment({ text }: FileFacts, { start, end }: Span): TextEdit {
  const before = /[ \t]*$/.exec(text.slice(0, start))?.[0] ?? '';
  const [after = ''] = /^[ \t]*/.exec(text.slice(end)) ?? [];
  const lineStart = start - before.length;
  const [lineBreak] = /^\r?\n/.exec(text.slice(end + after.length)) ?? [];
  const beginsLine = lineStart === 0 || text[lineStart - 1] === '\n';
  if (beginsLine && lineBreak !== undefined)
    return { start: lineStart, end: end + after.length + lineBreak.length, newText: '' };
  return { start: beginsLine ? start : lineStart, end: beginsLine ? end + after.length : end, newText: '' };
}
