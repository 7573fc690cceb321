/** What a file exports, read off its statements: ES modules, `export =`, and CommonJS in JavaScript. */
import { SyntaxKind } from 'typescript/unstable/ast';
import type { Node, SourceFile, Statement } from 'typescript/unstable/ast';
import * as is from 'typescript/unstable/ast/is';
import { bindingIdentifiers, hasModifier, isClassNode, nameOf } from './syntax.ts';

/** Where an exported name comes from. */
export type ExportOrigin =
  /** A declaration or an expression of this file. */
  | { readonly kind: 'node'; readonly node: Node }
  /** A name of this file, declared elsewhere in it: `export { db }`. */
  | { readonly kind: 'local'; readonly name: string; readonly at: Node }
  /** A name of another module; `*` is the module itself. */
  | { readonly kind: 'module'; readonly specifier: string; readonly name: string };

export interface ModuleExports {
  readonly names: ReadonlyMap<string, ExportOrigin>;
  /** The modules of `export * from`. */
  readonly stars: readonly string[];
}

/** Reads the exports of a file. The default export has the name `default`, `export =` and `module.exports =` the name `=`. */
export function readExports(file: SourceFile): ModuleExports {
  const names = new Map<string, ExportOrigin>();
  const stars: string[] = [];
  for (const statement of file.statements) {
    if (is.isExportDeclaration(statement)) readExportDeclaration(statement, names, stars);
    else if (is.isExportAssignment(statement)) {
      names.set(statement.isExportEquals ? '=' : 'default', { kind: 'node', node: statement.expression });
    } else if (hasModifier(statement, SyntaxKind.ExportKeyword)) readExported(statement, names);
    else if (is.isExpressionStatement(statement)) readCommonJs(statement.expression, names);
  }
  return { names, stars };
}

function readExportDeclaration(statement: Statement, names: Map<string, ExportOrigin>, stars: string[]): void {
  if (!is.isExportDeclaration(statement)) return;
  const specifier = nameOf(statement.moduleSpecifier);
  const clause = statement.exportClause;
  if (!clause) {
    if (specifier !== undefined) stars.push(specifier);
  } else if (is.isNamespaceExport(clause)) {
    const name = nameOf(clause.name);
    if (specifier !== undefined && name !== undefined) names.set(name, { kind: 'module', specifier, name: '*' });
  } else if (is.isNamedExports(clause)) {
    for (const element of clause.elements) {
      const exported = nameOf(element.name);
      const name = nameOf(element.propertyName ?? element.name);
      if (exported === undefined || name === undefined) continue;
      names.set(
        exported,
        specifier === undefined ? { kind: 'local', name, at: statement } : { kind: 'module', specifier, name },
      );
    }
  }
}

function readExported(statement: Statement, names: Map<string, ExportOrigin>): void {
  if (is.isVariableStatement(statement)) {
    for (const declaration of statement.declarationList.declarations) {
      for (const identifier of bindingIdentifiers(declaration.name)) {
        const name = nameOf(identifier);
        if (name !== undefined) names.set(name, { kind: 'node', node: identifier.parent });
      }
    }
    return;
  }
  if (
    is.isFunctionDeclaration(statement) ||
    isClassNode(statement) ||
    is.isInterfaceDeclaration(statement) ||
    is.isTypeAliasDeclaration(statement) ||
    is.isEnumDeclaration(statement) ||
    is.isModuleDeclaration(statement)
  ) {
    const name = nameOf(statement.name);
    const isDefault = hasModifier(statement, SyntaxKind.DefaultKeyword);
    if (isDefault) names.set('default', { kind: 'node', node: statement });
    else if (name !== undefined) names.set(name, { kind: 'node', node: statement });
  }
}

/** `module.exports = x`, `module.exports.name = x`, `exports.name = x`. */
function readCommonJs(expression: Node, names: Map<string, ExportOrigin>): void {
  if (!is.isBinaryExpression(expression) || expression.operatorToken.kind !== SyntaxKind.EqualsToken) return;
  const { left, right } = expression;
  if (!is.isPropertyAccessExpression(left)) return;
  const name = nameOf(left.name);
  if (isNamed(left.expression, 'module') && name === 'exports') {
    names.set('=', { kind: 'node', node: right });
  } else if (name !== undefined && (isNamed(left.expression, 'exports') || isModuleExports(left.expression))) {
    names.set(name, { kind: 'node', node: right });
  }
}

function isNamed(node: Node, name: string): boolean {
  return is.isIdentifier(node) && node.text === name;
}

function isModuleExports(node: Node): boolean {
  return is.isPropertyAccessExpression(node) && isNamed(node.expression, 'module') && nameOf(node.name) === 'exports';
}
