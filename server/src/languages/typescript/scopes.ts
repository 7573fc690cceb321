/** Lexical scopes of one file: which declaration a name means. Built lazily, without the type checker. */
import { NodeFlags, SyntaxKind } from 'typescript/unstable/ast';
import type { Node, SourceFile, VariableDeclarationList } from 'typescript/unstable/ast';
import * as is from 'typescript/unstable/ast/is';
import { bindingIdentifiers, hasModifier, isClassNode, isFunctionNode } from './syntax.ts';

/** A node that declares a name: a variable declaration, binding element, parameter, import, function, class or type. */
export type Declaration = Node;

type Meaning = 'value' | 'type';
type Names = Map<string, Declaration[]>;

/** Answers for one version of one file. */
export interface Scopes {
  /** The declaration that `name`, used at `at`, refers to; `undefined` for globals. */
  resolve(name: string, at: Node, meaning: Meaning): Declaration | undefined;
}

export function createScopes(file: SourceFile): Scopes {
  const cache = new Map<Node, Names | undefined>();

  function namesOf(scope: Node): Names | undefined {
    if (!cache.has(scope)) cache.set(scope, collectNames(scope));
    return cache.get(scope);
  }

  return {
    resolve(name, at, meaning) {
      for (let scope: Node | undefined = at; scope; scope = scope === file ? undefined : scope.parent) {
        const found = namesOf(scope)
          ?.get(name)
          ?.find((declaration) => means(declaration, meaning));
        if (found) return found;
      }
      return undefined;
    },
  };
}

function means(declaration: Declaration, meaning: Meaning): boolean {
  switch (declaration.kind) {
    case SyntaxKind.InterfaceDeclaration:
    case SyntaxKind.TypeAliasDeclaration:
    case SyntaxKind.TypeParameter:
      return meaning === 'type';
    case SyntaxKind.VariableDeclaration:
    case SyntaxKind.BindingElement:
    case SyntaxKind.Parameter:
    case SyntaxKind.FunctionDeclaration:
    case SyntaxKind.FunctionExpression:
      return meaning === 'value';
    default:
      return true;
  }
}

function collectNames(scope: Node): Names | undefined {
  const names: Names = new Map();
  const add = (name: string, declaration: Declaration): void => {
    const list = names.get(name);
    if (list) list.push(declaration);
    else names.set(name, [declaration]);
  };
  if (is.isSourceFile(scope) || is.isBlock(scope) || is.isModuleBlock(scope)) {
    for (const statement of scope.statements) addStatement(statement, add);
    if (!is.isBlock(scope)) for (const statement of scope.statements) addHoisted(statement, add);
  } else if (is.isCaseBlock(scope)) {
    for (const clause of scope.clauses) for (const statement of clause.statements) addStatement(statement, add);
  } else if (isFunctionNode(scope)) {
    if (is.isFunctionExpression(scope) && scope.name) add(scope.name.text, scope);
    addTypeParameters(scope, add);
    for (const parameter of scope.parameters) addBinding(parameter, parameter.name, add);
    if (scope.body && is.isBlock(scope.body)) for (const statement of scope.body.statements) addHoisted(statement, add);
  } else if (is.isForStatement(scope) || is.isForOfStatement(scope) || is.isForInStatement(scope)) {
    if (scope.initializer && is.isVariableDeclarationList(scope.initializer)) addList(scope.initializer, add);
  } else if (is.isCatchClause(scope)) {
    if (scope.variableDeclaration) addBinding(scope.variableDeclaration, scope.variableDeclaration.name, add);
  } else if (isClassNode(scope) || is.isInterfaceDeclaration(scope) || is.isTypeAliasDeclaration(scope)) {
    if (is.isClassExpression(scope) && scope.name) add(scope.name.text, scope);
    addTypeParameters(scope, add);
  } else {
    return undefined;
  }
  return names.size > 0 ? names : undefined;
}

type Add = (name: string, declaration: Declaration) => void;

function addTypeParameters(node: Node, add: Add): void {
  const { typeParameters } = node as Node & { readonly typeParameters?: readonly Node[] };
  for (const parameter of typeParameters ?? [])
    if (is.isTypeParameterDeclaration(parameter)) add(parameter.name.text, parameter);
}

/** A parameter or a variable with what its pattern declares; the declaration of `b` in `{ a: b }` is its binding element. */
function addBinding(owner: Declaration, name: Parameters<typeof bindingIdentifiers>[0], add: Add): void {
  for (const identifier of bindingIdentifiers(name)) {
    if (is.isIdentifier(identifier)) add(identifier.text, identifier.parent === owner ? owner : identifier.parent);
  }
}

function addList(list: VariableDeclarationList, add: Add): void {
  for (const declaration of list.declarations) addBinding(declaration, declaration.name, add);
}

/** What a statement declares in its own block. */
function addStatement(statement: Node, add: Add): void {
  if (is.isVariableStatement(statement)) {
    if (isBlockScoped(statement.declarationList)) addList(statement.declarationList, add);
  } else if (is.isFunctionDeclaration(statement) || isClassNode(statement)) {
    if (statement.name && is.isIdentifier(statement.name)) add(statement.name.text, statement);
  } else if (
    is.isInterfaceDeclaration(statement) ||
    is.isTypeAliasDeclaration(statement) ||
    is.isEnumDeclaration(statement)
  ) {
    add(statement.name.text, statement);
  } else if (is.isModuleDeclaration(statement)) {
    if (is.isIdentifier(statement.name)) add(statement.name.text, statement);
    if (hasModifier(statement, SyntaxKind.DeclareKeyword)) addGlobals(statement, add);
  } else if (is.isImportDeclaration(statement)) {
    const clause = statement.importClause;
    if (clause?.name) add(clause.name.text, clause);
    const bindings = clause?.namedBindings;
    if (bindings && is.isNamespaceImport(bindings)) add(bindings.name.text, bindings);
    if (bindings && is.isNamedImports(bindings))
      for (const element of bindings.elements) add(element.name.text, element);
  } else if (is.isImportEqualsDeclaration(statement)) {
    add(statement.name.text, statement);
  }
}

/** `declare global { var prisma: PrismaClient }` names a global, which counts as a name of the file that declares it. */
function addGlobals(module: Node, add: Add): void {
  const { name, body } = module as Node & { readonly name: Node; readonly body?: Node };
  if (!is.isIdentifier(name) || name.text !== 'global' || !body || !is.isModuleBlock(body)) return;
  for (const statement of body.statements) {
    if (is.isVariableStatement(statement)) addList(statement.declarationList, add);
  }
}

function isBlockScoped(list: VariableDeclarationList): boolean {
  return (list.flags & NodeFlags.BlockScoped) !== 0;
}

/** The `var`s inside a statement, which belong to the function around it. */
function addHoisted(statement: Node, add: Add): void {
  const visit = (node: Node): void => {
    if (isFunctionNode(node) || isClassNode(node) || is.isModuleDeclaration(node)) return;
    if (is.isVariableDeclarationList(node)) {
      if (!isBlockScoped(node)) addList(node, add);
      return;
    }
    if (is.isExpression(node)) return;
    node.forEachChild(visit);
  };
  visit(statement);
}
