/** From an owned tree to `FileFacts`: numbers the calls, functions and variables, and notes where each value goes. */
import { NodeFlags, SyntaxKind } from 'typescript/unstable/ast';
import type { Identifier, Node } from 'typescript/unstable/ast';
import * as is from 'typescript/unstable/ast/is';
import type { CatalogSet, Versions } from '../../catalogs/catalogSet.ts';
import type { Method } from '../../catalogs/schema.ts';
import type {
  Call,
  CountedHelper,
  FileFacts,
  HelperFact,
  NameFact,
  Reference,
  Span,
  Use,
  VariableFact,
  VerbatimFact,
} from '../../analysis/model.ts';
import { calleeOf, methodNameOf, nameNodeOf, receiverOf, type Candidate, type Collected } from './collect.ts';
import { commentsOf, verbatimOf } from './comments.ts';
import { functionFacts } from './functionFacts.ts';
import { functionOf } from './localFunctions.ts';
import { namedCallbacks } from './namedCallbacks.ts';
import { branchesAround, constantOf, isCaught, isInCatch, loopsAround } from './surroundings.ts';
import type { Environment, ImportFact } from '../../analysis/codeFacts.ts';
import { importFactsOf } from './importFacts.ts';
import { namesOf, originOf } from './names.ts';
import type { OwnedMethod } from './members.ts';
import type { Module } from './modules.ts';
import type { Declaration } from './scopes.ts';
import { functionAround, isRead, nameOf, spanOf, textOf, unwrap, type FunctionNode } from './syntax.ts';
import { isExportedDeclaration, useOf, type UseContext } from './uses.ts';

export interface FactsInput {
  readonly module: Module;
  readonly collected: Collected;
  readonly owned: ReadonlyMap<Candidate, OwnedMethod>;
  /** Further calls that send, to be counted. */
  readonly counted: ReadonlyMap<Candidate, HelperFact>;
  readonly catalogs: CatalogSet;
  /** The file's path inside its project. */
  readonly path: string;
  readonly complete: boolean;
  /** Looks up packages that rewritten code can import. */
  readonly companions: () => Versions;
  /** Looks up what the project declares. */
  readonly environment: () => Environment;
}

/** Pure; ids are indexes into the arrays of the result. */
export function createFacts(input: FactsInput): FileFacts {
  const { module, collected, owned } = input;
  const ordered = [...owned.keys()].sort((a, b) => nameNodeOf(a).end - nameNodeOf(b).end);
  const callIds = new Map(ordered.map((candidate, id) => [candidate, id]));
  const functionIds = new Map(collected.functions.map((fn, id) => [fn, id]));
  const variables: Declaration[] = [];
  const variableIds = new Map<Declaration, number>();
  const ctx: UseContext = {
    module,
    // What a function of the user's does with a value is not known; a catalogued call's doings are.
    callId: (candidate) => (owned.get(candidate)?.helper ? undefined : callIds.get(candidate)),
    functionId: (fn) => (fn ? (functionIds.get(fn) ?? -1) : -1),
    variableId(declaration) {
      let id = variableIds.get(declaration);
      if (id === undefined) {
        id = variables.push(declaration) - 1;
        variableIds.set(declaration, id);
      }
      return id;
    },
    loops: new Map(),
    localFunction: (declaration) => functionIds.get(functionOf(declaration) as FunctionNode),
  };
  const uses = ordered.map((candidate) => useOf(ctx, candidate));
  // In most files of a project nothing is owned, and the functions are of interest to nobody.
  const functions =
    ordered.length === 0 && input.counted.size === 0
      ? []
      : functionFacts(ctx, collected, ordered, namedCallbacks(module, ordered, owned));
  const variableFacts: VariableFact[] = [];
  for (let id = 0; id < variables.length; id++) {
    const declaration = variables[id];
    if (declaration) variableFacts.push(variableFact(ctx, id, declaration, collected));
  }
  let names: readonly NameFact[] | undefined;
  let verbatim: readonly VerbatimFact[] | undefined;
  let imports: readonly ImportFact[] | undefined;
  return {
    language: 'typescript',
    file: module.file,
    text: module.source.text,
    versions: input.catalogs.versions,
    calls: ordered.map((candidate, id) =>
      callFact(input, ctx, candidate, id, uses[id] ?? { kind: 'escaped', how: 'other' }, variableIds),
    ),
    functions,
    ...(input.counted.size > 0 && { countedHelpers: countedHelpers(input, ctx) }),
    variables: variableFacts,
    get names() {
      return (names ??= ordered.length === 0 ? [] : namesOf(module, collected));
    },
    path: input.path,
    imports: [...new Set(module.source.imports.flatMap((specifier) => nameOf(specifier) ?? []))],
    get importFacts() {
      return (imports ??= importFactsOf(module.source));
    },
    get companions() {
      return input.companions();
    },
    get environment() {
      return input.environment();
    },
    comments: commentsOf(module.source),
    get verbatim() {
      return (verbatim ??= verbatimOf(module.source));
    },
    complete: input.complete,
  };
}

function countedHelpers({ counted, module }: FactsInput, ctx: UseContext): readonly CountedHelper[] {
  return [...counted].map(([candidate, { sends, inLoop }]) => ({
    name: spanOf(nameNodeOf(candidate), module.source),
    function: ctx.functionId(functionAround(candidate)),
    sends,
    inLoop,
  }));
}

function callFact(
  input: FactsInput,
  ctx: UseContext,
  candidate: Candidate,
  id: number,
  use: Use,
  variables: ReadonlyMap<Declaration, number>,
): Call {
  const { module, owned, catalogs } = input;
  const { source } = module;
  const method = owned.get(candidate);
  if (!method) throw new Error('facts are made of owned calls only');
  const { owner, fact, toCallback, helper } = method;
  const name = nameNodeOf(candidate);
  const base = receiverOf(candidate);
  const receiver = base ? innerCall(ctx, base) : callReceiver(ctx, candidate);
  const root = rootOf(ctx, candidate);
  const declaration = is.isIdentifier(root) ? module.scopes.resolve(textOf(root), root, 'value') : undefined;
  const variable = receiver === undefined && declaration ? variables.get(declaration) : undefined;
  const result = fact.returns === undefined ? undefined : catalogs.refer(fact.returns, owner);
  const fn = functionAround(candidate);
  const origin = originOf(module, root);
  const constant = constantOf(candidate, source);
  return {
    id,
    method: methodNameOf(candidate) ?? (is.isTaggedTemplateExpression(candidate) ? '(tag)' : '(call)'),
    name: spanOf(name, source),
    span: spanOf(candidate, source),
    owner,
    fact,
    ...(result ? { result: result.ref } : {}),
    ...(result?.array === true ? { resultIsArray: true } : {}),
    ...(toCallback === true ? { toCallback } : {}),
    ...(helper && { helper }),
    kind: is.isTaggedTemplateExpression(candidate) ? 'tag' : base ? 'method' : 'call',
    ...(receiver === undefined ? {} : { receiver }),
    ...(variable === undefined ? {} : { receiverVariable: variable }),
    root: spanOf(root, source),
    ...(origin && { origin }),
    ...clientOf(module, candidate, fact),
    use,
    function: ctx.functionId(fn),
    loops: loopsAround(ctx, candidate),
    caught: isCaught(candidate),
    ...(isInCatch(candidate) && { inCatch: true }),
    ...(constant && { constant }),
    awaitable: canAwait(candidate, fn),
    awaitNeedsParens: needsParens(candidate),
    args: argumentsSpan(candidate, source),
  };
}

/** The client that the call is handed, where it takes one. */
function clientOf(module: Module, candidate: Candidate, { clientArgument }: Method): Pick<Call, 'client'> {
  if (clientArgument === undefined || !is.isCallExpression(candidate)) return {};
  const handed = candidate.arguments[clientArgument];
  const client = handed && originOf(module, handed);
  return client ? { client } : {};
}

/** The owned call whose result an expression is, catalogued properties in between allowed. */
function innerCall(ctx: UseContext, base: Node): number | undefined {
  let node = unwrap(base);
  while (is.isPropertyAccessExpression(node)) node = unwrap(node.expression);
  return is.isCallExpression(node) || is.isTaggedTemplateExpression(node) ? ctx.callId(node) : undefined;
}

/** `make()()`: the call whose result is called. */
function callReceiver(ctx: UseContext, candidate: Candidate): number | undefined {
  const callee = calleeOf(candidate);
  return is.isCallExpression(callee) || is.isTaggedTemplateExpression(callee) ? ctx.callId(callee) : undefined;
}

/** Where the chain starts: what its first owned call is made on, or that call's callee. */
function rootOf(ctx: UseContext, candidate: Candidate): Node {
  let current = candidate;
  for (;;) {
    const base = receiverOf(current);
    if (!base) return calleeOf(current);
    let inner = unwrap(base);
    while (is.isPropertyAccessExpression(inner)) inner = unwrap(inner.expression);
    if ((is.isCallExpression(inner) || is.isTaggedTemplateExpression(inner)) && ctx.callId(inner) !== undefined)
      current = inner;
    else return unwrap(base);
  }
}

function argumentsSpan(candidate: Candidate, source: Module['source']): Span {
  if (is.isTaggedTemplateExpression(candidate)) return spanOf(candidate.template, source);
  return { start: candidate.arguments.pos, end: candidate.end };
}

/** An `await` can stand here, if need be after the function around has been made `async`. */
function canAwait(node: Node, fn: FunctionNode | undefined): boolean {
  for (let child = node, parent = node.parent; parent; child = parent, parent = parent.parent) {
    if (parent === fn) {
      if (is.isParameterDeclaration(child)) return false;
      return (
        !is.isConstructorDeclaration(parent) &&
        !is.isGetAccessorDeclaration(parent) &&
        !is.isSetAccessorDeclaration(parent)
      );
    }
    if (is.isPropertyDeclaration(parent) || is.isClassStaticBlockDeclaration(parent) || is.isDecorator(parent))
      return false;
  }
  return true;
}

/** `await` binds looser than what follows the call: `(await q).length`. */
function needsParens(node: Node): boolean {
  const { parent } = node;
  switch (parent.kind) {
    case SyntaxKind.PropertyAccessExpression:
    case SyntaxKind.ElementAccessExpression:
    case SyntaxKind.NonNullExpression:
      return true;
    case SyntaxKind.CallExpression:
    case SyntaxKind.NewExpression:
      return (parent as Node & { readonly expression: Node }).expression === node;
    case SyntaxKind.TaggedTemplateExpression:
      return (parent as Node & { readonly tag: Node }).tag === node;
    case SyntaxKind.BinaryExpression:
      return (
        is.isBinaryExpression(parent) &&
        parent.operatorToken.kind === SyntaxKind.AsteriskAsteriskToken &&
        parent.left === node
      );
    default:
      return false;
  }
}

function variableFact(ctx: UseContext, id: number, declaration: Declaration, collected: Collected): VariableFact {
  const { source } = ctx.module;
  const { name } = declaration as Declaration & { readonly name: Identifier };
  const text = textOf(name);
  const scope = functionAround(declaration) ?? source;
  const references: Reference[] = [];
  for (const identifier of collected.identifiers.get(text) ?? []) {
    if (identifier.pos < scope.pos || identifier.end > scope.end || !isRead(identifier)) continue;
    if (ctx.module.scopes.resolve(text, identifier, 'value') !== declaration) continue;
    references.push({
      span: spanOf(identifier, source),
      use: useOf(ctx, identifier),
      function: ctx.functionId(functionAround(identifier)),
      loops: loopsAround(ctx, identifier),
      branches: branchesAround(identifier),
    });
  }
  return {
    id,
    name: text,
    declaration: spanOf(name, source),
    kind: variableKind(declaration),
    function: ctx.functionId(functionAround(declaration)),
    exported: isExportedDeclaration(declaration),
    references,
  };
}

function variableKind(declaration: Declaration): VariableFact['kind'] {
  if (is.isParameterDeclaration(declaration)) return 'parameter';
  const { flags } = declaration.parent;
  return (flags & NodeFlags.Const) !== 0 ? 'const' : (flags & NodeFlags.Let) !== 0 ? 'let' : 'var';
}
