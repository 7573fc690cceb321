/** Whether a text speaks of a library: an import in a source, a dependency in a manifest. Pure. */
import { PACKAGES } from '../../server/src/protocol/packages.ts';

const NAMES = PACKAGES.map((name) => name.replaceAll(/[^\w@/-]/g, String.raw`\$&`)).join('|');

/** `'pg'`, `"npm:kysely@0.28/helpers"`, `` `https://esm.sh/postgres` ``. */
const IMPORT = new RegExp(String.raw`["'\`](?:[^"'\`\s]*[:/])?(?:${NAMES})(?:[@/][^"'\`\s]*)?["'\`]`);
/** In Python: `from django.db import models`. */
const PYTHON_IMPORT = new RegExp(String.raw`^\s*(?:from|import)\s+(?:${NAMES})\b`, 'im');
/** In package.json, deno.json, requirements.txt, pyproject.toml. */
const DEPENDENCY = new RegExp(String.raw`(?:^|["'\s:/])(?:${NAMES})(?:$|["'\s@<>=~!;,[])`, 'im');

/** `language` is the editor's id of it. */
export function sourceMentionsLibrary(text: string, language = 'typescript'): boolean {
  return (language === 'python' ? PYTHON_IMPORT : IMPORT).test(text);
}

export function manifestMentionsLibrary(text: string): boolean {
  return DEPENDENCY.test(text);
}
