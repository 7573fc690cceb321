/** The functions that names of a file stand for. */
import type { Node } from 'typescript/unstable/ast';
import * as is from 'typescript/unstable/ast/is';
import type { Declaration } from './scopes.ts';
import { isFunctionNode, unwrap } from './syntax.ts';

/** The function that a declaration names: a function declaration, or a variable initialized with one. */
export function functionOf(declaration: Declaration): Node | undefined {
  if (isFunctionNode(declaration)) return declaration;
  if (is.isVariableDeclaration(declaration) && declaration.initializer) {
    const value = unwrap(declaration.initializer);
    return isFunctionNode(value) ? value : undefined;
  }
  return undefined;
}
