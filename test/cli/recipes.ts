/** The recipes of docs/ci.md, by the name that follows their language. */
import { readFileSync } from 'node:fs';
import path from 'node:path';

const PAGE = path.resolve(import.meta.dirname, '../../docs/ci.md');

export function recipe(name: string): string {
  const [, text] = new RegExp(`^\`\`\`\\w+ ${name}\n([^]*?)^\`\`\`$`, 'm').exec(readFileSync(PAGE, 'utf8')) ?? [];
  if (text === undefined) throw new Error(`docs/ci.md has no recipe named ${name}.`);
  return text;
}
