/** What the window can't show: commands, and what the providers answer to the editor itself. */
import { deepEqual, equal, ok } from 'node:assert/strict';
import { suite, suiteSetup, teardown, test } from 'mocha';
import * as vscode from 'vscode';
import { Range } from 'vscode';
import type { Hover } from 'vscode';
import {
  codeActions,
  eventually,
  EXTENSION,
  findingsOf,
  findingsSoon,
  hintsOf,
  open,
  positionOf,
  ruleOf,
  wholeOf,
} from './support.ts';

suite('Query Lens inside the extension host', () => {
  suiteSetup(async () => {
    await vscode.extensions.getExtension(EXTENSION)?.activate();
  });
  teardown(async () => {
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  });

  test('every command of the manifest is registered', async () => {
    const manifest = vscode.extensions.getExtension(EXTENSION)?.packageJSON as {
      contributes: { commands: { command: string }[] };
    };
    const declared = manifest.contributes.commands.map(({ command }) => command);
    ok(declared.length > 0);
    // Some are the language server's, and come with it, which a library wakes.
    await open('books.ts');
    await eventually(async () => {
      const registered = new Set(await vscode.commands.getCommands(true));
      return declared.every((command) => registered.has(command)) ? true : undefined;
    });
  });

  test('hints say when each call runs', async () => {
    const document = await open('books.ts');
    const hints = await eventually(async () => {
      const found = await hintsOf(document);
      return found.length > 0 ? found : undefined;
    });
    deepEqual(hints, ['lazy', 'lazy', 'lazy', 'executing · awaited', 'lazy', 'executing', 'lazy · never runs']);
  });

  test('hints can be turned off', async () => {
    const document = await open('books.ts');
    const settings = vscode.workspace.getConfiguration('queryLens');
    await settings.update('hints', 'off', vscode.ConfigurationTarget.Global);
    await eventually(async () => ((await hintsOf(document)).length === 0 ? true : undefined));
    await settings.update('hints', undefined, vscode.ConfigurationTarget.Global);
    await eventually(async () => ((await hintsOf(document)).length > 0 ? true : undefined));
  });

  test('findings carry their rule, and a file without mistakes has none', async () => {
    const document = await open('books.ts');
    const findings = await findingsSoon(document, 2);
    deepEqual(findings.map(ruleOf), ['no-missing-await', 'no-unexecuted-query']);
    const clean = await open('clean.ts');
    await eventually(async () => ((await hintsOf(clean)).length > 0 ? true : undefined));
    deepEqual(findingsOf(clean), []);
  });

  test('a hover says what the call does', async () => {
    const document = await open('stock.ts');
    const position = positionOf(document, 'db.prepare', 'all');
    const text = await eventually(async () => {
      const hovers = await vscode.commands.executeCommand<Hover[]>(
        'vscode.executeHoverProvider',
        document.uri,
        position,
      );
      const parts = hovers
        .flatMap(({ contents }) => contents)
        .map((part) => (part instanceof vscode.MarkdownString ? part.value : ''));
      return parts.find((part) => part.includes('better-sqlite3'));
    });
    ok(text.includes('blocking'), text);
  });

  test('a quick fix mends a finding', async () => {
    const document = await open('books.ts');
    const position = positionOf(document, 'db.updateTable', 'execute');
    const fix = await eventually(async () => {
      const actions = await codeActions(document, new Range(position, position), 'quickfix');
      return actions.find(({ edit, title }) => edit && title.includes('await'));
    });
    ok(fix.edit && (await vscode.workspace.applyEdit(fix.edit)));
    ok(document.getText().includes("await db.updateTable('books')"), document.getText());
    const left = await findingsSoon(document, 1);
    deepEqual(left.map(ruleOf), ['no-unexecuted-query']);
  });

  test('"fix all" applies the safe fixes of the file', async () => {
    const document = await open('books.ts');
    const action = await eventually(async () => {
      const [found] = await codeActions(document, wholeOf(document), 'source.fixAll.queryLens');
      return found;
    });
    equal(action.kind?.value, 'source.fixAll.queryLens');
    ok(action.edit && (await vscode.workspace.applyEdit(action.edit)));
    ok(document.getText().includes("await db.updateTable('books')"), document.getText());
  });

  test('the query map is exported as JSON and as CSV', async () => {
    const [folder] = vscode.workspace.workspaceFolders ?? [];
    ok(folder, 'a folder is open');
    const exported = async (format: string): Promise<string> => {
      const to = vscode.Uri.joinPath(folder.uri, `.exported/queries.${format}`);
      await vscode.commands.executeCommand('queryLens.exportQueries', format, to);
      return new TextDecoder().decode(await vscode.workspace.fs.readFile(to));
    };
    const { queries } = JSON.parse(await exported('json')) as { queries: { file: string; findings: unknown[] }[] };
    equal(queries.length, 13);
    equal(queries.filter(({ findings }) => findings.length > 0).length, 3);
    const lines = (await exported('csv')).trimEnd().split('\r\n');
    equal(lines.length, 14);
    ok(
      lines.some((line) => /(?:^|\/)stock\.ts,6,.*blocking/.test(line)),
      lines.join('\n'),
    );
  });

  test('hints come back as they were when they are toggled twice', async () => {
    const document = await open('books.ts');
    const settings = (): vscode.WorkspaceConfiguration => vscode.workspace.getConfiguration('queryLens');
    await settings().update('hints', 'each', vscode.ConfigurationTarget.Global);
    await vscode.commands.executeCommand('queryLens.toggleHints');
    equal(settings().get('hints'), 'off');
    await eventually(async () => ((await hintsOf(document)).length === 0 ? true : undefined));
    await vscode.commands.executeCommand('queryLens.toggleHints');
    equal(settings().get('hints'), 'each');
    await settings().update('hints', undefined, vscode.ConfigurationTarget.Global);
  });

  test('the trace of the server is shown, in full', async () => {
    await vscode.commands.executeCommand('queryLens.showTrace');
    const settings = vscode.workspace.getConfiguration('queryLens');
    equal(settings.get('trace.server'), 'verbose');
    await settings.update('trace.server', undefined, vscode.ConfigurationTarget.Global);
  });
});
