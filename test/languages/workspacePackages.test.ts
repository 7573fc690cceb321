/** Packages of a monorepo are found by the patterns of its root, however deep they lie. */
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createWorkspacePackages } from '../../server/src/languages/typescript/workspacePackages.ts';

let root = '';

beforeAll(() => {
  root = realpathSync(mkdtempSync(path.join(tmpdir(), 'monorepo-')));
  write('pnpm-workspace.yaml', 'packages:\n  - apps/*\n  - packages/**/*\n');
  write('packages/db/package.json', '{ "name": "@shop/db", "exports": { ".": "./src/index.ts" } }');
  write('packages/db/src/index.ts', 'export const db = 1;');
  write('packages/mail/sender/package.json', '{ "name": "@shop/sender" }');
  write('packages/mail/sender/src/index.ts', '');
  write('packages/mail/sender/lib/deep/package.json', '{ "name": "@shop/deep" }');
  write('packages/mail/sender/lib/deep/index.ts', '');
});
afterAll(() => rmSync(root, { recursive: true }));

function write(name: string, text: string): void {
  const file = path.join(root, name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, text);
}

function sourceOf(specifier: string): string | undefined {
  const found = createWorkspacePackages().sourceOf(path.join(root, 'apps/server/main.ts'), specifier);
  return found && path.posix.relative(root.replaceAll('\\', '/'), found);
}

test('`**` stands for no folder and for several', () => {
  expect(sourceOf('@shop/db')).toBe('packages/db/src/index.ts');
  expect(sourceOf('@shop/sender')).toBe('packages/mail/sender/src/index.ts');
});

test('the sources of a package are not searched for packages', () => {
  expect(sourceOf('@shop/deep')).toBeUndefined();
});

test('a name that no package has leads nowhere', () => {
  expect(sourceOf('@shop/none')).toBeUndefined();
});
