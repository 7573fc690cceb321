/** Shows what a chain does: puts the cursor on the call and opens its hover, so that a hint can be clicked. */
import { commands, Selection, TextEditorRevealType, Uri, window, workspace } from 'vscode';
import { toPosition } from './showQueries.ts';

/** `uri` and `place` (an LSP position) come with a hint, and are taken for nothing else. */
export async function showChain(uri: unknown, place: unknown): Promise<void> {
  const position = toPosition(place);
  if (typeof uri !== 'string' || !position) return;
  const document = await workspace.openTextDocument(Uri.parse(uri));
  const editor = await window.showTextDocument(document);
  editor.selection = new Selection(position, position);
  editor.revealRange(editor.selection, TextEditorRevealType.InCenterIfOutsideViewport);
  await commands.executeCommand('editor.action.showHover', { focus: 'noAutoFocus' });
}
