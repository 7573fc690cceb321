/** Every kind of place a document can be in: several roots, a monorepo, JavaScript, unsaved, outside the folders. */
import { deepEqual, equal, ok } from 'node:assert/strict';
import { mkdtempSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { suite, suiteSetup, teardown, test } from 'mocha';
import * as vscode from 'vscode';
import type { TextDocument } from 'vscode';
import { eventually, EXTENSION, findingsOf, hintsOf, open, ruleOf } from './support.ts';

const TEXT = `import Database from 'better-sqlite3';
const db = new Database(':memory:');
export const titles = () => db.prepare('select title from books').all();
`;

const hintsSoon = (document: TextDocument): Promise<readonly string[]> =>
  eventually(async () => {
    const found = await hintsOf(document);
    return found.length > 0 ? found : undefined;
  });

suite('in every kind of workspace', () => {
  suiteSetup(async () => {
    await vscode.extensions.getExtension(EXTENSION)?.activate();
  });
  teardown(async () => {
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  });

  test('the second root of a workspace is analysed too, through the references of its projects', async () => {
    const stock = await open('packages/stock/src/stock.ts', 1);
    deepEqual(await hintsSoon(stock), ['lazy', 'executing · awaited']);
    const orders = await open('packages/orders/src/orders.ts', 1);
    const hints = await hintsSoon(orders);
    ok(hints.includes('executing · awaited'), hints.join());
  });

  test('each package is labelled by the version of the library that it has itself', async () => {
    const { length } = await hintsSoon(await open('packages/orders/src/begin.ts', 1));
    const newer = await hintsSoon(await open('packages/stock/src/begin.ts', 1));
    // Kysely has had `startTransaction` since 0.28.
    deepEqual(newer.slice(0, 2), ['lazy', 'executing · awaited']);
    equal(newer.length, length + 2);
  });

  test('JSX and CommonJS are labelled', async () => {
    deepEqual((await hintsSoon(await open('packages/web/src/Books.jsx', 1))).at(-1), 'executing · awaited');
    const hints = await hintsSoon(await open('packages/web/src/migrate.js', 1));
    ok(
      hints.some((text) => text.includes('awaited')),
      hints.join(),
    );
  });

  test('a document that is not saved yet is labelled', async () => {
    const document = await vscode.workspace.openTextDocument({ language: 'typescript', content: TEXT });
    await vscode.window.showTextDocument(document);
    deepEqual(await hintsSoon(document), ['lazy', 'blocking']);
  });

  test('a file outside the folders is labelled, and its findings are reported', async () => {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'query-lens-outside-'));
    const file = path.join(folder, 'outside.ts');
    writeFileSync(
      file,
      "import { Kysely } from 'kysely';\nexport const f = (db: Kysely<any>) => {\n  db.selectFrom('a');\n};\n",
    );
    const document = await vscode.workspace.openTextDocument(file);
    await vscode.window.showTextDocument(document);
    deepEqual(await hintsSoon(document), ['lazy · never runs']);
    await eventually(() => (findingsOf(document).length > 0 ? true : undefined));
    deepEqual(findingsOf(document).map(ruleOf), ['no-unexecuted-query']);
  });
});
