/** One import more, where those of the file stand, and none that is there already. */
import type { ImportFact } from '../../analysis/codeFacts.ts';
import type { FileFacts } from '../../analysis/model.ts';
import type { TextEdit } from '../../rules/rule.ts';
import { styleOf, type Style } from './style.ts';

export interface Imported {
  /** What the file calls it. */
  readonly local: string;
  readonly edits: readonly TextEdit[];
}

/**
 * A name that a module exports (`default` with the name it is to have; `*` for the module itself, in Python);
 * `undefined` where the name means something else, or a file without imports may be no module.
 */
export function importOf(facts: FileFacts, module: string, name: string, local = name): Imported | undefined {
  const imports = facts.importFacts ?? [];
  const same = imports.filter((fact) => fact.module === module);
  const known = same.flatMap(({ names }) => names).find((imported) => imported.name === name);
  if (known) return { local: known.local, edits: [] };
  if (isTaken(facts, local)) return undefined;
  if (facts.language === 'typescript' && imports.length === 0) return undefined;
  const namesEnd =
    name === 'default' || name === '*' ? undefined : same.find((fact) => fact.namesEnd !== undefined)?.namesEnd;
  if (namesEnd !== undefined) return { local, edits: [{ start: namesEnd, end: namesEnd, newText: `, ${name}` }] };
  const style = styleOf(facts.text);
  const code =
    facts.language === 'python' ? pythonImport(module, name) : typescriptImport(facts, style, module, local, name);
  return { local, edits: [placed(facts, style, code, module)] };
}

/** Several names of one Python module, in the order of `names`. */
export function importsOf(
  facts: FileFacts,
  module: string,
  names: readonly string[],
): { readonly locals: readonly string[]; readonly edits: readonly TextEdit[] } | undefined {
  const each = names.map((name) => importOf(facts, module, name));
  const locals = each.flatMap((imported) => imported?.local ?? []);
  const missing = names.filter((_, at) => (each[at]?.edits.length ?? 0) > 0);
  const [edit] = each.flatMap((imported) => imported?.edits ?? []);
  if (locals.length < names.length) return undefined;
  if (!edit) return { locals, edits: [] };
  const [first = ''] = missing;
  const newText = edit.newText.replace(new RegExp(String.raw`\b${first}\b`), missing.join(', '));
  return { locals, edits: [{ start: edit.start, end: edit.end, newText }] };
}

/** Imported from elsewhere, or declared somewhere in the file. */
function isTaken({ importFacts = [], text, language }: FileFacts, local: string): boolean {
  const imported = importFacts.some(({ names }) => names.some((name) => name.local === local));
  const declaration =
    language === 'python'
      ? String.raw`^[ \t]*(?:async[ \t]+)?(?:def|class)[ \t]+${local}\b|^[ \t]*${local}[ \t]*(?::[^\n=]+)?=(?!=)|\bas[ \t]+${local}\b|^[ \t]*(?:async[ \t]+)?def[ \t][^\n]*[(,][ \t]*\*{0,2}${local}\b`
      : String.raw`\b(?:const|let|var|function\*?|class|enum|namespace)\s+${local}\b|[{,(]\s*${local}\s*[,})]`;
  return imported || new RegExp(declaration, 'm').test(text);
}

function pythonImport(module: string, name: string): string {
  return name === '*' ? `import ${module}` : `from ${module} import ${name}`;
}

function typescriptImport(
  { importFacts, text }: FileFacts,
  style: Style,
  module: string,
  local: string,
  name: string,
): string {
  const [first] = importFacts ?? [];
  const example = first ? text.slice(first.span.start, first.span.end) : '';
  const quote = example.includes('"') ? '"' : "'";
  const semicolon = example === '' ? style.semicolon : example.endsWith(';') ? ';' : '';
  const names = name === 'default' ? local : `{ ${name} }`;
  return `import ${names} from ${quote}${module}${quote}${semicolon}`;
}

/** Packages stand before the files of the project. */
function placed({ importFacts = [], text, language }: FileFacts, style: Style, code: string, module: string): TextEdit {
  if (language === 'python' && importFacts.length > 0) return placedBySort(importFacts, style, code, module);
  const last = importFacts.findLast((fact) => !fact.module.startsWith('.'));
  if (last) return { start: last.span.end, end: last.span.end, newText: style.lineBreak + code };
  const [first] = importFacts;
  if (first) return { start: first.span.start, end: first.span.start, newText: code + style.lineBreak };
  const start = startOfCode(text);
  return { start, end: start, newText: code + style.lineBreak };
}

const STANDARD: ReadonlySet<string> = new Set(['asyncio', 'logging', 'time']);

/** What isort puts first: `from __future__`, standard modules, others, those of the same package. */
function groupOf(module: string): number {
  if (module === '__future__') return 0;
  if (STANDARD.has(module.split('.')[0] ?? '')) return 1;
  return module.startsWith('.') ? 3 : 2;
}

/** Among those of its kind by the alphabet, and where there are none between the kinds, with a blank line. */
function placedBySort(imports: readonly ImportFact[], { lineBreak }: Style, code: string, module: string): TextEdit {
  const group = groupOf(module);
  const behind = (at: number, gap: string): TextEdit => ({ start: at, end: at, newText: lineBreak + gap + code });
  const before = (at: number, gap: string): TextEdit => ({ start: at, end: at, newText: code + lineBreak + gap });
  const own = imports.filter((fact) => groupOf(fact.module) === group);
  const previous = own.findLast((fact) => fact.module <= module);
  if (previous) return behind(previous.span.end, '');
  if (own[0]) return before(own[0].span.start, '');
  const next = imports.find((fact) => groupOf(fact.module) > group);
  if (next) return before(next.span.start, lineBreak);
  return behind(imports.at(-1)?.span.end ?? 0, lineBreak);
}

/** Behind the comments and the docstring that a Python file opens with. */
function startOfCode(text: string): number {
  return (
    /^(?:\uFEFF)?(?:#[^\n]*\n|[ \t]*\r?\n)*(?:(?:"""[^]*?"""|'''[^]*?''')[ \t]*\r?\n)?/.exec(text)?.[0].length ?? 0
  );
}
