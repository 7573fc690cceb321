/**
 * The names engine, generic functions of the user's that hand on what they are given, or what a function makes that
 * they are given: `expect<T>(value: T | null): T`, `remember<T>(name: string, make: () => T): T`.
 */
import type {
  CallExpression,
  Node,
  ParameterDeclaration,
  TypeNode,
  TypeParameterDeclaration,
} from 'typescript/unstable/ast';
import * as is from 'typescript/unstable/ast/is';
import { evaluateType } from './evaluateType.ts';
import { evaluate, type Evaluation } from './evaluation.ts';
import { awaited, elementOfIterable, resultOf } from './members.ts';
import type { Module } from './modules.ts';
import { nameOf } from './syntax.ts';
import { NONE, promiseOf, says, type Value } from './values.ts';

/** How a type holds a type parameter: it is that, a promise of it, or an array of it. */
type Holding = 'itself' | 'promise' | 'array';

const WRAPPERS: Readonly<Record<string, Holding>> = {
  Promise: 'promise',
  PromiseLike: 'promise',
  Array: 'array',
  ReadonlyArray: 'array',
  Iterable: 'array',
  NonNullable: 'itself',
  Awaited: 'itself',
  Exclude: 'itself',
  Readonly: 'itself',
};

/** The arguments of a call, and those of its type: `manager<EntityManager>()`. */
type Given = Pick<CallExpression, 'arguments' | 'typeArguments'>;

/** What a call gives whose declared result is a type parameter; `undefined` where none of the arguments tells. */
export function handedThrough(ctx: Evaluation, fn: Value, call: Given, module: Module): Value | undefined {
  if (fn.kind !== 'function' && fn.kind !== 'signature') return undefined;
  const { typeParameters, parameters, type } = fn.node as Node & {
    readonly typeParameters?: readonly TypeParameterDeclaration[];
    readonly parameters?: readonly ParameterDeclaration[];
    readonly type?: TypeNode;
  };
  if (!type || !typeParameters || !parameters) return undefined;
  for (const [index, typeParameter] of typeParameters.entries()) {
    const name = nameOf(typeParameter.name) ?? '';
    const result = holding(type, name);
    if (result === undefined) continue;
    const written = call.typeArguments?.[index];
    const given = written
      ? evaluateType(ctx, written, module)
      : argumentFor(ctx, name, parameters, call.arguments, module);
    if (says(given)) return wrapped(given, result);
  }
  return undefined;
}

/** What the arguments say the type parameter is. */
function argumentFor(
  ctx: Evaluation,
  name: string,
  parameters: readonly ParameterDeclaration[],
  args: readonly Node[],
  module: Module,
): Value {
  for (const [index, { type, dotDotDotToken }] of parameters.entries()) {
    const argument = args[index];
    const made = type && madeBy(type);
    const how = type && argument && !dotDotDotToken ? holding(made ?? type, name) : undefined;
    if (!argument || how === undefined) continue;
    const given = evaluate(ctx, argument, module);
    const value = made ? resultOf(ctx, given) : given;
    const inside = how === 'promise' ? awaited(ctx, value) : how === 'array' ? elementOfIterable(ctx, value) : value;
    if (says(inside)) return inside;
  }
  return NONE;
}

/** What a function makes that is handed over: `() => T`, for `remember('prisma', () => new PrismaClient())`. */
function madeBy(type: TypeNode): TypeNode | undefined {
  if (is.isParenthesizedTypeNode(type)) return madeBy(type.type);
  return is.isFunctionTypeNode(type) ? type.type : undefined;
}

function wrapped(value: Value, how: Holding): Value {
  if (how === 'promise') return promiseOf(value);
  return how === 'array' ? { kind: 'array', of: value } : value;
}

function holding(type: Node, name: string): Holding | undefined {
  if (is.isParenthesizedTypeNode(type)) return holding(type.type, name);
  if (is.isUnionTypeNode(type)) return type.types.map((member) => holding(member, name)).find(Boolean);
  if (is.isArrayTypeNode(type)) return holding(type.elementType, name) === 'itself' ? 'array' : undefined;
  if (!is.isTypeReferenceNode(type) || !is.isIdentifier(type.typeName)) return undefined;
  const [first] = type.typeArguments ?? [];
  if (!first) return type.typeName.text === name ? 'itself' : undefined;
  const wrapper = WRAPPERS[type.typeName.text];
  const inner = wrapper && holding(first, name);
  if (inner === undefined || wrapper === 'itself') return inner;
  return inner === 'itself' ? wrapper : undefined;
}
