/** The source files of the repository, with what the tests of its shape ask of each. */
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { Visitor, parseSync } from 'oxc-parser';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

export interface Source {
  /** Relative to the repository, with forward slashes. */
  readonly file: string;
  readonly text: string;
}

/** Every TypeScript file below the folder. */
export function sourcesBelow(folder: string): readonly Source[] {
  return readdirSync(path.join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => path.posix.join(folder, name.replaceAll(path.sep, '/')))
    .toSorted()
    .map((file) => ({ file, text: readFileSync(path.join(ROOT, file), 'utf8') }));
}

/** Everything the file imports or re-exports, types included, as it is written there. */
export function importsOf({ file, text }: Source): readonly string[] {
  const { program } = parse(file, text);
  const found: string[] = [];
  const take = (source: { readonly value: unknown } | null): void => {
    if (typeof source?.value === 'string') found.push(source.value);
  };
  new Visitor({
    ImportDeclaration: (node) => take(node.source),
    ExportAllDeclaration: (node) => take(node.source),
    ExportNamedDeclaration: (node) => take(node.source),
    ImportExpression: (node) => {
      if (node.source.type === 'Literal') take(node.source);
    },
    TSImportType: (node) => take(node.source),
    TSExternalModuleReference: (node) => take(node.expression),
    CallExpression: (node) => {
      const [argument] = node.arguments;
      const isRequire = node.callee.type === 'Identifier' && node.callee.name === 'require';
      if (isRequire && argument?.type === 'Literal') take(argument);
    },
  }).visit(program);
  return found;
}

export function hasDefaultExport({ file, text }: Source): boolean {
  const { program, module } = parse(file, text);
  return (
    program.body.some(({ type }) => type === 'ExportDefaultDeclaration') ||
    module.staticExports.some(({ entries }) => entries.some(({ exportName }) => exportName.name === 'default'))
  );
}

function parse(file: string, text: string): ReturnType<typeof parseSync> {
  const result = parseSync(file, text);
  const [error] = result.errors;
  if (error) throw new Error(`${file}: ${error.message}`);
  return result;
}
