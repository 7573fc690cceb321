/** The imports of a file one by one, for whoever writes one more. */
import { SyntaxKind } from 'typescript/unstable/ast';
import type { ImportClause, SourceFile } from 'typescript/unstable/ast';
import * as is from 'typescript/unstable/ast/is';
import type { ImportedName, ImportFact } from '../../analysis/codeFacts.ts';
import { nameOf, spanOf } from './syntax.ts';

/** Those that import values: types are no use to code that runs. */
export function importFactsOf(source: SourceFile): readonly ImportFact[] {
  return source.statements.flatMap((statement): readonly ImportFact[] => {
    if (!is.isImportDeclaration(statement)) return [];
    const clause = statement.importClause;
    if (clause?.phaseModifier === SyntaxKind.TypeKeyword) return [];
    const module = nameOf(statement.moduleSpecifier);
    if (module === undefined) return [];
    const end = clause && namesEndOf(clause);
    const names = clause ? namesOf(clause) : [];
    return [{ span: spanOf(statement, source), module, names, ...(end !== undefined && { namesEnd: end }) }];
  });
}

function namesOf({ name, namedBindings }: ImportClause): readonly ImportedName[] {
  const own = name ? [{ name: 'default', local: nameOf(name) ?? '' }] : [];
  if (!namedBindings) return own;
  if (is.isNamespaceImport(namedBindings)) return [...own, { name: '*', local: nameOf(namedBindings.name) ?? '' }];
  const named = namedBindings.elements.flatMap(({ name: local, propertyName, isTypeOnly }) =>
    isTypeOnly ? [] : [{ name: nameOf(propertyName ?? local) ?? '', local: nameOf(local) ?? '' }],
  );
  return [...own, ...named];
}

function namesEndOf({ namedBindings }: ImportClause): number | undefined {
  return namedBindings && is.isNamedImports(namedBindings) ? namedBindings.elements.at(-1)?.end : undefined;
}
