/** Names as facts: which value a chain starts from, and which values a piece of code reads and writes. */
import { SyntaxKind } from 'typescript/unstable/ast';
import type { Identifier, Node } from 'typescript/unstable/ast';
import * as is from 'typescript/unstable/ast/is';
import type { NameFact, Origin } from '../../analysis/model.ts';
import type { Collected } from './collect.ts';
import type { Module } from './modules.ts';
import type { Declaration } from './scopes.ts';
import { isConst } from './surroundings.ts';
import { classOfThis, functionAround, isRead, nameOf, textOf, unwrap } from './syntax.ts';

/** Aliases of aliases, longer than anybody writes. */
const MAX_ALIASES = 8;

/** What the root of a chain is; `undefined` for the result of a call and the like. */
export function originOf(module: Module, root: Node): Origin | undefined {
  const found = pathOf(module, root, 0);
  if (!found) return undefined;
  const ends = [root.end];
  for (let node = unwrap(root); is.isPropertyAccessExpression(node); node = unwrap(node.expression))
    ends.push(node.expression.end);
  return { ...found, ends };
}

type Path = Omit<Origin, 'ends'>;

function pathOf(module: Module, expression: Node, aliases: number): Path | undefined {
  const node = unwrap(expression);
  if (is.isPropertyAccessExpression(node)) return propertyPath(pathOf(module, node.expression, aliases), node.name);
  if (node.kind === SyntaxKind.ThisKeyword) {
    const owner = classOfThis(node);
    return owner && { path: [`this@${owner.node.pos}`], kind: 'field', declared: -1 };
  }
  if (!is.isIdentifier(node)) return undefined;
  const declaration = module.scopes.resolve(textOf(node), node, 'value');
  return declaration && declaredPath(module, declaration, aliases);
}

function propertyPath(base: Path | undefined, name: Node | undefined): Path | undefined {
  const text = nameOf(name);
  return base && text !== undefined ? { ...base, path: [...base.path, text] } : undefined;
}

function declaredPath(module: Module, declaration: Declaration, aliases: number): Path | undefined {
  const declared = nameStart(module, declaration);
  const own = (kind: Path['kind']): Path => ({ path: [String(declared)], kind, declared });
  const aliased = aliases < MAX_ALIASES ? aliasOf(module, declaration, aliases + 1) : undefined;
  if (aliased) return aliased;
  if (is.isImportSpecifier(declaration) || is.isImportClause(declaration) || is.isNamespaceImport(declaration))
    return own('import');
  const top = topOf(declaration);
  if (is.isParameterDeclaration(top)) return own('parameter');
  return own(functionAround(declaration) ? 'local' : 'module');
}

/** What a constant stands for when it is only another name: `const db = this.db`, `const { prisma } = this`. */
function aliasOf(module: Module, declaration: Declaration, aliases: number): Path | undefined {
  if (is.isVariableDeclaration(declaration) && is.isIdentifier(declaration.name)) {
    if (!isConst(declaration)) return undefined;
    const value = declaration.initializer && unwrap(declaration.initializer);
    const isName =
      value &&
      (is.isIdentifier(value) || is.isPropertyAccessExpression(value) || value.kind === SyntaxKind.ThisKeyword);
    return isName ? pathOf(module, value, aliases) : undefined;
  }
  if (!is.isBindingElement(declaration) || declaration.initializer || declaration.dotDotDotToken) return undefined;
  const owner = declaration.parent.parent;
  if (
    !is.isVariableDeclaration(owner) ||
    !is.isObjectBindingPattern(declaration.parent) ||
    !owner.initializer ||
    !isConst(owner)
  )
    return undefined;
  return propertyPath(pathOf(module, owner.initializer, aliases), declaration.propertyName ?? declaration.name);
}

/** The parameter or variable whose pattern a binding element is part of. */
function topOf(declaration: Declaration): Node {
  let node = declaration;
  while (is.isBindingElement(node)) node = node.parent.parent;
  return node;
}

function nameStart({ source }: Module, declaration: Declaration): number {
  const { name } = declaration as Declaration & { readonly name?: Node };
  return (name ?? declaration).getStart(source);
}

/** Every name of a value in the file, in source order. What one means is looked up when somebody asks. */
export function namesOf(module: Module, collected: Collected): readonly NameFact[] {
  const identifiers = [...collected.identifiers.values()].flat();
  return identifiers
    .filter((identifier) => isRead(identifier) || isWrite(identifier))
    .toSorted((a, b) => a.end - b.end)
    .map((identifier) => nameFact(module, identifier));
}

function nameFact(module: Module, identifier: Identifier): NameFact {
  const text = textOf(identifier);
  let declared: number | undefined;
  return {
    span: { start: identifier.end - text.length, end: identifier.end },
    get declared() {
      if (declared === undefined) {
        const declaration = module.scopes.resolve(text, identifier, 'value');
        declared = declaration ? nameStart(module, declaration) : -1;
      }
      return declared;
    },
    write: isWrite(identifier),
  };
}

function isWrite(identifier: Identifier): boolean {
  const { parent } = identifier;
  if (is.isPrefixUnaryExpression(parent) || is.isPostfixUnaryExpression(parent))
    return parent.operator === SyntaxKind.PlusPlusToken || parent.operator === SyntaxKind.MinusMinusToken;
  if (is.isBinaryExpression(parent) && parent.left === identifier) {
    const { kind } = parent.operatorToken;
    return kind >= SyntaxKind.FirstAssignment && kind <= SyntaxKind.LastAssignment;
  }
  return is.isForOfStatement(parent) && parent.initializer === identifier;
}
