/** The import table of docs/architecture.md holds. */
import { describe, expect, test } from 'vitest';
import { forbiddenImports } from './layers.ts';
import { importsOf, sourcesBelow } from './sources.ts';

const SOURCES = [...sourcesBelow('server/src'), ...sourcesBelow('client/src')];

test('every import is one its layer may have', () => {
  expect(SOURCES.flatMap(forbiddenImports)).toEqual([]);
});

describe('an import is seen however it is written', () => {
  const forms = [
    "import { a } from 'x'",
    "import type { A } from 'x'",
    "import { type A } from 'x'",
    "import * as a from 'x'",
    "import 'x'",
    "import data from 'x' with { type: 'json' }",
    "export { a } from 'x'",
    "export type { A } from 'x'",
    "export * from 'x'",
    "export type * from 'x'",
    "const a = await import('x')",
    "let a: import('x').A",
    "let a: typeof import('x')",
    "import a = require('x')",
    "const a = require('x')",
  ];
  test.each(forms)('%s', (text) => {
    expect(importsOf({ file: 'a.ts', text })).toEqual(['x']);
  });

  const others = [
    'const text = "import { a } from \'x\'"',
    "// import { a } from 'x'",
    "from('x')",
    'export { a }; const a = 1',
  ];
  test.each(others)('and nothing else is: %s', (text) => {
    expect(importsOf({ file: 'a.ts', text })).toEqual([]);
  });
});

describe('a file may import its own layer and those it stands on', () => {
  const cases: readonly (readonly [file: string, specifier: string, allowed: boolean])[] = [
    ['server/src/rules/a.ts', '../analysis/model.ts', true],
    ['server/src/rules/a.ts', './rule.ts', true],
    ['server/src/rules/a.ts', '../features/hover.ts', false],
    ['server/src/analysis/a.ts', '../catalogs/schema.ts', true],
    ['server/src/analysis/a.ts', '../rules/rule.ts', false],
    ['server/src/analysis/a.ts', 'node:fs', false],
    ['server/src/languages/typescript/a.ts', 'typescript/unstable/ast', true],
    ['server/src/languages/python/a.ts', 'typescript/unstable/ast', false],
    ['server/src/languages/python/a.ts', '../typescript/syntax.ts', false],
    ['server/src/project/a.ts', '../languages/typescript/engine.ts', true],
    ['server/src/project/a.ts', 'typescript', false],
    ['server/src/lsp/handlers/a.ts', '../../project/workspace.ts', true],
    ['server/src/lsp/a.ts', 'vscode-languageserver/node', true],
    ['server/src/lsp/a.ts', '../cli/main.ts', false],
    ['server/src/cli/a.ts', '../protocol/settings.ts', false],
    ['server/src/cli/a.ts', 'vscode-languageserver/node', false],
    ['client/src/methodReference/a.ts', '../../../server/src/protocol/requests.ts', true],
    ['client/src/a.ts', '../../server/src/analysis/model.ts', false],
    ['client/src/a.ts', 'vscode-languageclient/node', true],
    ['server/src/lsp/a.ts', 'vscode', false],
  ];
  test.each(cases)('%s imports %s: %s', (file, specifier, allowed) => {
    const report = forbiddenImports({ file, text: `import type { A } from '${specifier}'` });
    expect(report).toHaveLength(allowed ? 0 : 1);
  });

  test('and must be in a layer', () => {
    expect(forbiddenImports({ file: 'server/src/stray.ts', text: '' })).toEqual(['server/src/stray.ts is in no layer']);
  });
});
