/** Calls of the user's own functions, summed up: which query of theirs an `async def` would block on, or never send. */
import type { HelperFact } from '../../analysis/model.ts';
import type { Method } from '../../catalogs/schema.ts';
import { ownedCall, type Owned } from './collect.ts';
import { evaluationsAt } from './evaluations.ts';
import { evaluate } from './evaluate.ts';
import { textIn, type Evaluation } from './evaluation.ts';
import { isGenerator } from './calls.ts';
import { isModelType } from './classes.ts';
import { decoratorsOf } from './names.ts';
import type { PyModule } from './modules.ts';
import { fieldOf, functionAround, isAsync, isFunction, wrapped, type PyNode } from './tree.ts';
import type { Value } from './values.ts';

type FunctionValue = Value & { kind: 'function' };

/** Calls of calls of calls are somebody else's to understand. */
const DEEPEST_CALL = 3;

/** The summary of a call in an `async def`; `undefined` where there is nothing to say for certain. */
export function helperCall(ctx: Evaluation, node: PyNode, callee: FunctionValue, module: PyModule): Owned | undefined {
  const around = functionAround(node);
  if (around?.type !== 'function_definition' || !isAsync(around, module.text)) return undefined;
  if (callee.node.type !== 'function_definition' || isDecorated(callee)) return undefined;
  const isCoroutine = isAsync(callee.node, callee.module.text);
  if (isCoroutine && wrapped(node).parent?.type !== 'expression_statement') return undefined;
  const query = firstQuery(ctx, callee, isCoroutine, 0, new Set());
  const written = fieldOf(node, 'function');
  const name = written && (fieldOf(written, 'attribute') ?? written);
  if (!query || !name) return undefined;
  const helper: HelperFact = { query: codeOf(query), sends: 1, inLoop: false, direct: true };
  const { verb } = query.fact;
  const fact: Method = {
    execution: isCoroutine ? 'deferred' : 'blocking',
    asyncEquivalent: null,
    description: `Sends \`${helper.query}()\`.`,
    ...(verb !== undefined && { verb }),
  };
  const { start, end } = name;
  return { node, name: { start, end }, method: textIn(module, name), owner: query.owner, fact, kind: 'method', helper };
}

function isDecorated({ node, module }: FunctionValue): boolean {
  return decoratorsOf(node, module).some((name) => !/^(?:classmethod|staticmethod|override)$/.test(name));
}

/** `Book.objects.get`, `list`. */
function codeOf({ method, on, kind }: Owned): string {
  const model = on?.model?.name;
  if (kind === 'evaluation') return `${model ?? 'QuerySet'}.${method}`;
  return model === undefined ? method : `${model}.${method}`;
}

/** The first query that the function sends whenever it is called; with `any` also one that it sends at times. */
function firstQuery(
  ctx: Evaluation,
  { node, module }: FunctionValue,
  any: boolean,
  depth: number,
  seen: Set<PyNode>,
): Owned | undefined {
  const body = fieldOf(node, 'body');
  if (!body || seen.has(node) || depth > DEEPEST_CALL || isGenerator(body)) return undefined;
  seen.add(node);
  const visit = (at: PyNode): Owned | undefined => {
    for (const child of at.children) {
      if (isFunction(child) || child.type === 'class_definition' || (!any && isConditional(at, child))) continue;
      const found = visit(child) ?? queryAt(ctx, child, module, any, depth, seen);
      if (found) return found;
      // What stands behind an early exit is not always come to.
      if (!any && /^(?:return|raise)_statement$/.test(child.type)) return undefined;
      if (!any && at.type === 'block' && leaves(child)) return undefined;
    }
    return undefined;
  };
  return visit(body);
}

function queryAt(
  ctx: Evaluation,
  node: PyNode,
  module: PyModule,
  any: boolean,
  depth: number,
  seen: Set<PyNode>,
): Owned | undefined {
  const callee = node.type === 'call' ? fieldOf(node, 'function') : undefined;
  const value = callee && evaluate(ctx, callee, module);
  const own = callee && value ? ownedCall(ctx, node, callee, value, module) : undefined;
  const all = own ? [own] : evaluationsAt(ctx, node, module);
  const sent = all.find((each) => isSent(each, any));
  if (sent || value?.kind !== 'function') return sent;
  if (isAsync(value.node, value.module.text) || isDecorated(value)) return undefined;
  return firstQuery(ctx, value, any, depth + 1, seen);
}

/** SQL, not what only asks a cache. */
function isSent({ fact: { execution, verb }, owner }: Owned, any: boolean): boolean {
  return (
    (verb !== undefined || isModelType(owner.type)) && (execution === 'blocking' || (any && execution === 'deferred'))
  );
}

const BRANCHES =
  /^(?:if_statement|elif_clause|else_clause|conditional_expression|boolean_operator|try_statement|except_clause|match_statement|for_statement|while_statement|case_clause|if_clause)$/;

/** The child is come to only at times. */
function isConditional(at: PyNode, child: PyNode): boolean {
  if (!BRANCHES.test(at.type)) return false;
  if (at.type === 'try_statement') return false;
  if (at.type === 'for_statement') return child.field === 'body';
  return child.field !== 'condition' && child.field !== 'left';
}

/** A branch in it returns or raises. */
function leaves(node: PyNode): boolean {
  if (node.type === 'return_statement' || node.type === 'raise_statement') return true;
  if (isFunction(node) || node.type === 'class_definition') return false;
  return node.children.some(leaves);
}
