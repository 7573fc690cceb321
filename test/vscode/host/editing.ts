/** What happens while a developer edits: typing, undoing, renaming, and a process that dies meanwhile. */
import { deepEqual, equal, ok } from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { suite, suiteSetup, teardown, test } from 'mocha';
import * as vscode from 'vscode';
import { Range, Uri, WorkspaceEdit } from 'vscode';
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
} from './support.ts';

suite('while a developer edits', () => {
  suiteSetup(async () => {
    await vscode.extensions.getExtension(EXTENSION)?.activate();
  });
  teardown(async () => {
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  });

  test('typing fast in the middle of a chain ends with the hints of what is written', async () => {
    const document = await open('books.ts');
    const before = await eventually(async () => {
      const found = await hintsOf(document);
      return found.length > 0 ? found : undefined;
    });
    const typed = "\n    .orderBy('title')\n    .limit(3)";
    let at = document.offsetAt(positionOf(document, "'<', 10)", ')')) + 1;
    // Each character is a change of its own, and nobody waits for hints in between.
    for (const character of typed) {
      const edit = new WorkspaceEdit();
      edit.insert(document.uri, document.positionAt(at), character);
      void hintsOf(document);
      ok(await vscode.workspace.applyEdit(edit));
      at += 1;
    }
    ok(document.getText().includes(typed), document.getText());
    const wanted = ['lazy', 'lazy', ...before];
    await eventually(async () => ((await hintsOf(document)).join() === wanted.join() ? true : undefined));
  });

  test('undoing a fix brings the finding back', async () => {
    const document = await open('books.ts');
    const before = document.getText();
    const position = positionOf(document, 'db.updateTable', 'execute');
    const fix = await eventually(async () => {
      const actions = await codeActions(document, new Range(position, position), 'quickfix');
      return actions.find(({ edit, title }) => edit && title.includes('await'));
    });
    ok(fix.edit && (await vscode.workspace.applyEdit(fix.edit)));
    await findingsSoon(document, 1);
    await vscode.commands.executeCommand('undo');
    equal(document.getText(), before);
    const back = await findingsSoon(document, 2);
    deepEqual(back.map(ruleOf), ['no-missing-await', 'no-unexecuted-query']);
  });

  test('a renamed file keeps its labels under its new name, and the old name has no finding', async () => {
    const document = await open('books.ts');
    await eventually(() => (findingsOf(document).length > 0 ? true : undefined));
    const renamed = Uri.joinPath(document.uri, '../volumes.ts');
    const edit = new WorkspaceEdit();
    edit.renameFile(document.uri, renamed);
    ok(await vscode.workspace.applyEdit(edit));
    const volumes = await vscode.workspace.openTextDocument(renamed);
    await vscode.window.showTextDocument(volumes);
    await findingsSoon(volumes, 2);
    await eventually(() => (findingsOf({ uri: document.uri }).length === 0 ? true : undefined));
    ok((await hintsOf(volumes)).length > 0);
    const back = new WorkspaceEdit();
    back.renameFile(renamed, document.uri);
    ok(await vscode.workspace.applyEdit(back));
  });

  test('the hints come back after the TypeScript process has been killed', async () => {
    const document = await open('books.ts');
    await eventually(async () => ((await hintsOf(document)).length > 0 ? true : undefined));
    const killed = typescriptProcesses();
    ok(killed.length > 0, 'a TypeScript process runs');
    for (const pid of killed) process.kill(pid, 'SIGKILL');
    const edit = new WorkspaceEdit();
    edit.insert(document.uri, document.positionAt(0), '// Anything.\n');
    ok(await vscode.workspace.applyEdit(edit));
    const hints = await eventually(async () => {
      const found = await hintsOf(document);
      return found.length > 0 && typescriptProcesses().some((pid) => !killed.includes(pid)) ? found : undefined;
    });
    equal(hints[0], 'lazy');
  });
});

/** The ids of the TypeScript processes that the installed extension runs. */
function typescriptProcesses(): readonly number[] {
  const folder = vscode.extensions.getExtension(EXTENSION)?.extensionPath ?? '';
  const all = execFileSync('ps', ['-A', '-o', 'pid=,args='], { encoding: 'utf8' });
  return all.split('\n').flatMap((line) => {
    const [, pid, command = ''] = /^\s*(\d+)\s+(.*)$/.exec(line) ?? [];
    return command.includes(`${folder}/dist/typescript/tsc`) ? [Number(pid)] : [];
  });
}
