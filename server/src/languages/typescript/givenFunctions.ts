/**
 * What a text says about functions that a library gives, to be called later by any name: better-sqlite3's
 * `const saveAll = db.transaction(fn)`.
 */

/** The functions that a text keeps; `undefined`: one goes where its name can't be told. */
export type GivenFunctions = readonly string[] | undefined;

/** What stands in front of the receiver: `const name =`, `name: Type =` of a class field, `name:` in an object. */
const HELD = /(?:(?<variable>[A-Za-z_$][\w$]*)\s*(?::[^=;{}()]*)?=|[{,]\s*(?<property>[A-Za-z_$][\w$]*)\s*:)\s*$/;
/** The receiver before the method: `this.db`, `open()!`. */
const RECEIVER = /(?<before>[^]*?)(?:[\w$]+(?:\(\))?[!?]?\s*\.\s*)*[\w$]+(?:\(\))?[!?]?\s*$/;
/** A function that a library gives is no promise, is not made of nothing, and not of an async function. */
const GIVES_NONE = /^\s*(?:<[^()]*>\s*)?\(\s*(?:\)|async\b)/;
/** Characters in front of a call that its receiver and the variable it goes to are looked for in. */
const BEFORE = 200;

/** The functions that calls of `methods` give; those in comments count too. */
export function givenFunctionsIn(text: string, methods: ReadonlySet<string>): GivenFunctions {
  const names: string[] = [];
  if (methods.size === 0) return names;
  for (const call of callsOf(text, methods)) {
    if (GIVES_NONE.test(call.after)) continue;
    const held = HELD.exec(call.before)?.groups;
    const name = held?.['variable'] ?? held?.['property'];
    if (name === undefined) {
      if (isWaitedFor(call.before) || isStatement(call.before)) continue;
      return undefined;
    }
    if (isHandedOn(text, name)) return undefined;
    names.push(name);
  }
  return names;
}

interface CallText {
  /** What stands in front of the receiver. */
  readonly before: string;
  /** What follows the method's name. */
  readonly after: string;
}

function* callsOf(text: string, methods: ReadonlySet<string>): Generator<CallText> {
  for (const { index, 0: match, groups } of text.matchAll(/(?:\?\.|\.)\s*(?<name>[A-Za-z_$][\w$]*)\s*(?=[(<])/g)) {
    if (!methods.has(groups?.['name'] ?? '')) continue;
    const receiver = RECEIVER.exec(text.slice(Math.max(0, index - BEFORE), index));
    const end = index + match.length;
    yield { before: receiver?.groups?.['before'] ?? '=>', after: text.slice(end, end + BEFORE) };
  }
}

const isWaitedFor = (before: string): boolean => /\bawait\s+$/.test(before);

/** Nothing takes its value, so it is called on the spot if it is called at all. */
const isStatement = (before: string): boolean => /(?:^|[;{})])\s*$/.test(before);

/** Whether the name is used but to be called or declared: it may go on by another one then. */
function isHandedOn(text: string, name: string): boolean {
  const written = name.replaceAll('$', String.raw`\$`);
  const uses = new RegExp(String.raw`(?<before>\?\s*)?(?<![\w$])${written}(?![\w$])\s*(?<next>[^]?)`, 'g');
  for (const { groups } of text.matchAll(uses)) {
    const isChosen = groups?.['next'] === ':' && groups['before']?.startsWith('?') === true;
    if (isChosen || !/[(.:=?!]/.test(groups?.['next'] ?? '')) return true;
  }
  return false;
}
