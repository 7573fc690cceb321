/** The names engine, calls whose meaning depends on a name that they are handed: Mongoose's `schema.pre('save', ...)`. */
import type { CallExpression, Node } from 'typescript/unstable/ast';
import * as is from 'typescript/unstable/ast/is';
import type { Method } from '../../catalogs/schema.ts';
import type { OwnedMethod } from './members.ts';
import { nameOf, unwrap } from './syntax.ts';

/** The method as it is for the name that is the call's first argument. */
export function withName<Called extends OwnedMethod | undefined>(method: Called, call: CallExpression): Called {
  const named = method?.fact.named;
  const [argument] = call.arguments;
  const difference = named && argument ? differenceFor(named, unwrap(argument)) : undefined;
  return method && difference ? { ...method, fact: { ...method.fact, ...difference } } : method;
}

/** What all names that the argument stands for have in common; names that differ say nothing. */
function differenceFor(named: NonNullable<Method['named']>, argument: Node): Partial<Method> | undefined {
  const matches = matcherOf(argument);
  const found = Object.entries(named).filter(([names]) => names.split(' ').some(matches));
  return found.length === 1 ? found[0]?.[1] : undefined;
}

function matcherOf(argument: Node): (name: string) => boolean {
  if (is.isRegularExpressionLiteral(argument)) {
    const pattern = patternOf(argument.text);
    return (name) => pattern?.test(name) === true;
  }
  const written = is.isArrayLiteralExpression(argument) ? argument.elements.map(unwrap) : [argument];
  const names = new Set(written.map(nameOf));
  return (name) => names.has(name);
}

/** The user's regular expression without the flags that make it remember; `undefined` when it is broken. */
function patternOf(literal: string): RegExp | undefined {
  const end = literal.lastIndexOf('/');
  try {
    return new RegExp(literal.slice(1, end), literal.slice(end + 1).replaceAll(/[gy]/g, ''));
  } catch {
    return undefined;
  }
}
