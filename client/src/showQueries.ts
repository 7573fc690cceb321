/** Lists the calls a code lens has counted, in the editor's own peek view. */
import { commands, Location, Position, Range, Uri } from 'vscode';

/** The arguments come with a lens, as LSP has them, and are taken for nothing else. */
export async function showQueries(uri: unknown, at: unknown, places: unknown): Promise<void> {
  const position = toPosition(at);
  if (typeof uri !== 'string' || !position || !Array.isArray(places)) return;
  const locations = places.flatMap((place: unknown) => toLocation(place) ?? []);
  await commands.executeCommand('editor.action.showReferences', Uri.parse(uri), position, locations);
}

/** An LSP position; `undefined` for anything else. */
export function toPosition(place: unknown): Position | undefined {
  const { line, character } = record(place);
  return typeof line === 'number' && typeof character === 'number' ? new Position(line, character) : undefined;
}

/** An LSP range; `undefined` for anything else. */
export function toRange(range: unknown): Range | undefined {
  const { start, end } = record(range);
  const from = toPosition(start);
  const to = toPosition(end);
  return from && to && new Range(from, to);
}

function toLocation(place: unknown): Location | undefined {
  const { uri, range } = record(place);
  const found = toRange(range);
  return typeof uri === 'string' && found ? new Location(Uri.parse(uri), found) : undefined;
}

function record(value: unknown): Readonly<Partial<Record<string, unknown>>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
