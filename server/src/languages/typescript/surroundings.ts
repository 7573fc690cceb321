/** What stands around a node inside its function: loops, branches, `try`, the statement it is part of. */
import { NodeFlags, SyntaxKind } from 'typescript/unstable/ast';
import type { CallExpression, Node, SourceFile } from 'typescript/unstable/ast';
import * as is from 'typescript/unstable/ast/is';
import type { BranchFact, ConstantFact, LoopFact, Span } from '../../analysis/model.ts';
import type { Module } from './modules.ts';
import { isClassNode, isFunctionNode, nameOf, spanOf, textOf, unwrap, wrapped } from './syntax.ts';
import type { UseContext } from './uses.ts';

/** The loops around a node inside its function, innermost first; what a loop evaluates once is not inside it. */
export function loopsAround(ctx: UseContext, node: Node): readonly LoopFact[] {
  const loops: LoopFact[] = [];
  for (
    let child = node, parent = node.parent;
    parent && !isFunctionNode(parent);
    child = parent, parent = parent.parent
  ) {
    const kind = loopKind(parent, child);
    if (!kind) continue;
    let loop = ctx.loops.get(parent);
    if (!loop) {
      loop = loopFact(ctx.module, parent, kind);
      ctx.loops.set(parent, loop);
    }
    loops.push(loop);
  }
  return loops;
}

function loopKind(parent: Node, child: Node): LoopFact['kind'] | undefined {
  if (is.isForStatement(parent)) return child === parent.initializer ? undefined : 'for';
  if (is.isForInStatement(parent)) return child === parent.statement ? 'for-in' : undefined;
  if (is.isForOfStatement(parent))
    return child === parent.statement ? (parent.awaitModifier ? 'for-await' : 'for-of') : undefined;
  if (is.isWhileStatement(parent)) return 'while';
  if (is.isDoStatement(parent)) return 'do';
  return undefined;
}

function loopFact(module: Module, loop: Node, kind: LoopFact['kind']): LoopFact {
  const { source } = module;
  const { statement } = loop as Node & { readonly statement: Node };
  const span = spanOf(loop, source);
  const header: Span = is.isDoStatement(loop)
    ? spanOf(loop.expression, source)
    : { start: span.start, end: statement.getStart(source) };
  const over = is.isForOfStatement(loop) || is.isForInStatement(loop) ? loop.expression : undefined;
  return {
    kind,
    span,
    header,
    ...(over && { over: spanOf(over, source) }),
    ...(over && isLiteralList(module, over) && { overLiteral: true }),
    exits: exitsOf(statement, source),
  };
}

/** The `return`s in a loop's body, and the `break`s that are its own. */
function exitsOf(body: Node, source: SourceFile): readonly Span[] {
  const exits: Span[] = [];
  const visit = (node: Node, isInner: boolean): void => {
    if (isFunctionNode(node) || isClassNode(node)) return;
    const leaves = is.isReturnStatement(node) || (is.isBreakStatement(node) && (!isInner || node.label !== undefined));
    if (leaves) exits.push(spanOf(node, source));
    if (is.isExpressionStatement(node) || is.isVariableStatement(node)) return;
    const catchesBreak = is.isSwitchStatement(node) || isLoop(node);
    node.forEachChild((child) => visit(child, isInner || catchesBreak));
  };
  visit(body, false);
  return exits;
}

function isLoop(node: Node): boolean {
  return (
    is.isForStatement(node) ||
    is.isForInStatement(node) ||
    is.isForOfStatement(node) ||
    is.isWhileStatement(node) ||
    is.isDoStatement(node)
  );
}

/** An array whose elements stand in the source, directly or as the value of a constant: literals, the members of an enum. */
export function isLiteralList(module: Module, node: Node): boolean {
  const value = unwrap(node);
  if (is.isArrayLiteralExpression(value))
    return value.elements.length > 0 && !value.elements.some((element) => is.isSpreadElement(element));
  if (is.isCallExpression(value)) return isMembersOfEnum(value);
  if (!is.isIdentifier(value)) return false;
  const declaration = module.scopes.resolve(textOf(value), value, 'value');
  if (!declaration || !is.isVariableDeclaration(declaration) || !isConst(declaration)) return false;
  const { initializer } = declaration;
  // A name of a name is as good as unknown, and could be a name of itself.
  return initializer !== undefined && !is.isIdentifier(unwrap(initializer)) && isLiteralList(module, initializer);
}

/** `Object.values(Role)`: by its capital, an enum or a constant. */
function isMembersOfEnum({ expression, arguments: [first] }: CallExpression): boolean {
  return (
    is.isPropertyAccessExpression(expression) &&
    nameOf(expression.expression) === 'Object' &&
    first !== undefined &&
    /^[A-Z]/.test(nameOf(first) ?? '')
  );
}

export function isConst(declaration: Node): boolean {
  return (declaration.parent.flags & NodeFlags.Const) !== 0;
}

/** The node stands in a `try` block with a `catch`. */
export function isCaught(node: Node): boolean {
  return someAround(
    node,
    (parent, child) => is.isTryStatement(parent) && parent.tryBlock === child && parent.catchClause !== undefined,
  );
}

export function isInCatch(node: Node): boolean {
  return someAround(node, (parent) => is.isCatchClause(parent));
}

function someAround(node: Node, test: (parent: Node, child: Node) => boolean): boolean {
  for (
    let child = node, parent = node.parent;
    parent && !isFunctionNode(parent);
    child = parent, parent = parent.parent
  ) {
    if (test(parent, child)) return true;
  }
  return false;
}

/** The branches a node is in inside its function, innermost first. */
export function branchesAround(node: Node): readonly BranchFact[] {
  const branches: BranchFact[] = [];
  for (
    let child = node, parent = node.parent;
    parent && !isFunctionNode(parent);
    child = parent, parent = parent.parent
  ) {
    const arm = armOf(parent, child);
    if (arm !== undefined) branches.push({ at: parent.pos, arm, leaves: leaves(child) });
  }
  return branches;
}

/** Which way of a branching a child is; `undefined` where every way comes by. */
function armOf(parent: Node, child: Node): number | undefined {
  if (is.isIfStatement(parent)) return child === parent.expression ? undefined : Number(child !== parent.thenStatement);
  if (is.isConditionalExpression(parent))
    return child === parent.condition ? undefined : Number(child !== parent.whenTrue);
  if (is.isCaseBlock(parent)) return parent.clauses.findIndex((clause) => clause === child);
  if (is.isTryStatement(parent)) return child === parent.finallyBlock ? undefined : Number(child !== parent.tryBlock);
  if (is.isBinaryExpression(parent))
    return child === parent.right && isShortCut(parent.operatorToken.kind) ? 1 : undefined;
  return undefined;
}

function isShortCut(operator: SyntaxKind): boolean {
  return (
    operator === SyntaxKind.AmpersandAmpersandToken ||
    operator === SyntaxKind.BarBarToken ||
    operator === SyntaxKind.QuestionQuestionToken
  );
}

/** The last statement of a way leaves it for good. */
function leaves(way: Node): boolean {
  const { statements } = way as Node & { readonly statements?: readonly Node[] };
  const last = statements === undefined ? way : statements.at(-1);
  if (last === undefined) return false;
  if (last !== way && is.isBlock(last)) return leaves(last);
  return (
    is.isReturnStatement(last) || is.isThrowStatement(last) || is.isBreakStatement(last) || is.isContinueStatement(last)
  );
}

/** `const x = await <node>;` with nothing else in the statement. */
export function constantOf(node: Node, source: SourceFile): ConstantFact | undefined {
  const awaiting = wrapped(node).parent;
  if (!is.isAwaitExpression(awaiting)) return undefined;
  const declaration = awaiting.parent;
  if (!is.isVariableDeclaration(declaration) || declaration.initializer !== awaiting) return undefined;
  const list = declaration.parent;
  const statement = list.parent;
  if (!is.isVariableDeclarationList(list) || list.declarations.length !== 1 || (list.flags & NodeFlags.Const) === 0)
    return undefined;
  if (!is.isVariableStatement(statement)) return undefined;
  const block = statement.parent as Node & { readonly statements?: readonly Node[] };
  const index = block.statements?.indexOf(statement) ?? -1;
  if (index < 0) return undefined;
  return {
    statement: spanOf(statement, source),
    name: spanOf(declaration.name, source),
    block: block.pos,
    index,
  };
}
