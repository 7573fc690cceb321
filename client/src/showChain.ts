/** Shows what a chain does: puts the cursor on the call and opens its hover, so that a hint can be clicked. */
import { commands, Position, Selection, TextEditorRevealType, Uri, window, workspace } from 'vscode';

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

function toPosition(place: unknown): Position | undefined {
  if (typeof place !== 'object' || place === null || !('line' in place && 'character' in place)) return undefined;
  const { line, character } = place;
  return typeof line === 'number' && typeof character === 'number' ? new Position(line, character) : undefined;
}
