/** Catches the error by which a library says that there is no such row, and nothing else. */
import type { TextEdit } from '../../rules/rule.ts';
import { importOf } from './imports.ts';
import type { Offer, Subject } from './refactoring.ts';
import { indentAt, linkBreak, lines, styleOf } from './style.ts';

/** How a library says that nothing was found. */
interface NotFound {
  /** The methods that say so. */
  readonly methods: RegExp;
  /** They are links of a query that a later call may send: `.orFail().exec()`. */
  readonly isLink?: true;
  /** The error's class, by the packages that export it. */
  readonly class?: { readonly name: string; readonly from: readonly string[] };
  /** What tells it where no class is needed. */
  readonly test?: string;
}

const NOT_FOUND: Readonly<Record<string, NotFound>> = {
  prisma: { methods: /^(?:find\w+OrThrow|update|delete)$/, test: `'code' in error && error.code === 'P2025'` },
  typeorm: { methods: /OrFail$/, class: { name: 'EntityNotFoundError', from: ['typeorm'] } },
  kysely: { methods: /^executeTakeFirstOrThrow$/, class: { name: 'NoResultError', from: ['kysely'] } },
  'mikro-orm': {
    methods: /^findOneOrFail$/,
    class: {
      name: 'NotFoundError',
      from: ['@mikro-orm/core', '@mikro-orm/postgresql', '@mikro-orm/mysql', '@mikro-orm/sqlite'],
    },
  },
  objection: { methods: /^throwIfNotFound$/, isLink: true, class: { name: 'NotFoundError', from: ['objection'] } },
  mongoose: { methods: /^orFail$/, isLink: true, test: `error.name === 'DocumentNotFoundError'` },
  lucid: { methods: /OrFail$/, test: `'code' in error && error.code === 'E_ROW_NOT_FOUND'` },
};

export const notFound: Offer = (subject) => {
  const { analysis, call, awaited } = subject;
  const fact = NOT_FOUND[call.owner.library];
  if (!awaited || !fact || !says(subject, fact) || analysis.facts.environment?.errorCause !== true) return undefined;
  const test = testOf(subject, fact);
  if (!test) return undefined;
  const { text, file } = analysis.facts;
  const style = styleOf(text);
  const { quote, semicolon: end } = style;
  const handler = lines(style, indentAt(text, call.name.start), [
    [0, `${linkBreak(text, call)}.catch((error${/\.[cm]?tsx?$/.test(file) ? ': unknown' : ''}) => {`],
    [1, `if (${test.code}) {`],
    [2, `throw new Error(${quote}There is no such ${rowOf(subject)}.${quote}, { cause: error })${end}`],
    [1, '}'],
    [1, `throw error${end}`],
    [0, '})'],
  ]);
  const at = call.span.end;
  const edits = [...test.edits, { start: at, end: at, newText: handler }].toSorted((a, b) => a.start - b.start);
  return { title: 'Catch the error that says that nothing was found', kind: 'notFound', edits };
};

/** The call, or a link before it, throws when there is no row. */
function says({ analysis: { facts, chains, labels }, call }: Subject, { methods, isLink }: NotFound): boolean {
  if (methods.test(call.method) || isLink !== true) return methods.test(call.method);
  const ids = chains[labels[call.id]?.chain ?? -1]?.calls ?? [];
  return ids.some((id) => id < call.id && methods.test(facts.calls[id]?.method ?? ''));
}

function testOf(
  { analysis: { facts } }: Subject,
  fact: NotFound,
): { readonly code: string; readonly edits: readonly TextEdit[] } | undefined {
  const { quote } = styleOf(facts.text);
  if (fact.test !== undefined)
    return { code: `error instanceof Error && ${fact.test.replaceAll("'", quote)}`, edits: [] };
  const from = fact.class?.from.find((module) => facts.imports?.includes(module)) ?? fact.class?.from[0];
  const imported = fact.class && from !== undefined ? importOf(facts, from, fact.class.name) : undefined;
  return imported && { code: `error instanceof ${imported.local}`, edits: imported.edits };
}

/** What the query was to find, in words: `user` of `prisma.user.findUniqueOrThrow()`. */
function rowOf({ analysis: { facts }, call }: Subject): string {
  const { name } = call.constant ?? {};
  const kept = name ? facts.text.slice(name.start, name.end) : '';
  return /^[a-z]+$/i.test(kept) ? kept : 'row';
}
