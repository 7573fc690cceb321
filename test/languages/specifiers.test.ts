/** A file of another package may have gone with the project it was in: then less is found, and nothing fails. */
import { SyntaxKind } from 'typescript/unstable/ast';
import type { Project } from 'typescript/unstable/async';
import { expect, test } from 'vitest';
import { createCatalogSet } from '../../server/src/catalogs/catalogSet.ts';
import { inRange } from '../../server/src/languages/typescript/installedVersions.ts';
import type { Module } from '../../server/src/languages/typescript/modules.ts';
import { createSpecifiers } from '../../server/src/languages/typescript/specifiers.ts';

const catalogs = createCatalogSet([], inRange);

/** A module that imports `./other`, as far as specifiers look at it. */
function importing(): Module {
  const specifier = { kind: SyntaxKind.StringLiteral, text: './other' };
  return { file: '/packages/one/index.ts', source: { imports: [specifier] } } as unknown as Module;
}

function projectThat(answer: () => Promise<unknown>): Project {
  return { id: 'p', compilerOptions: {}, checker: { getSymbolAtLocation: answer } } as unknown as Project;
}

test('what the project does not have any more leads nowhere, and is asked again', async () => {
  const specifiers = createSpecifiers();
  const gone = projectThat(() => Promise.reject(new Error('api: client error: node handle "9" could not be resolved')));
  const lost = importing();
  await specifiers.resolve(catalogs, gone, lost);
  expect(lost.resolved?.get('./other')).toBeUndefined();
  const back = projectThat(() => Promise.resolve([{ declarations: [{ path: '/packages/one/other.ts' }] }]));
  const found = importing();
  await specifiers.resolve(catalogs, back, found);
  expect(found.resolved?.get('./other')).toBe('/packages/one/other.ts');
});

test('any other failure is told', async () => {
  const broken = projectThat(() => Promise.reject(new Error('the process has died')));
  await expect(createSpecifiers().resolve(catalogs, broken, importing())).rejects.toThrow('the process has died');
});
