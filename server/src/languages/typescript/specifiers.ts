/** Where module specifiers lead: TypeScript is asked, but not again for what it has said of a neighbour. */
import path from 'node:path';
import type { Project, Symbol } from 'typescript/unstable/async';
import type { Node } from 'typescript/unstable/ast';
import type { CatalogSet } from '../../catalogs/catalogSet.ts';
import type { Module } from './modules.ts';
import { nameOf } from './syntax.ts';

export interface Specifiers {
  /** Fills in `resolved`. Catalogued modules are known by name; only the others are looked up. */
  resolve(catalogs: CatalogSet, project: Project, module: Module): Promise<void>;
  /** Forgets the answers: files may have come and gone. */
  clear(): void;
}

export function createSpecifiers(): Specifiers {
  /** What a specifier leads to, by `keyOf`. */
  const known = new Map<string, string | undefined>();

  return {
    async resolve(catalogs, project, module) {
      const resolved = new Map<string, string | undefined>();
      const asked = module.source.imports.filter((specifier) => {
        const name = nameOf(specifier) ?? '';
        if (name.startsWith('node:') || catalogs.knowsModule(name)) return false;
        const place = [keyOf(project, module, name, true), keyOf(project, module, name, false)].find((key) =>
          known.has(key),
        );
        if (place !== undefined) resolved.set(name, known.get(place));
        return place === undefined;
      });
      const symbols = asked.length > 0 ? await symbolsAt(project, asked) : [];
      module.resolved = resolved;
      if (symbols === undefined) return;
      asked.forEach((specifier, index) => {
        const name = nameOf(specifier);
        if (name === undefined) return;
        const target = symbols[index]?.declarations[0]?.path;
        known.set(keyOf(project, module, name, isMapped(project, name, target)), target);
        resolved.set(name, target);
      });
    },
    clear: () => known.clear(),
  };
}

/** `undefined` when the file is in the project no longer: a file of another package goes with the project it was in. */
async function symbolsAt(
  project: Project,
  nodes: readonly Node[],
): Promise<readonly (Symbol | undefined)[] | undefined> {
  try {
    return await project.checker.getSymbolAtLocation(nodes);
  } catch (error) {
    if (error instanceof Error && error.message.includes('could not be resolved')) return undefined;
    throw error;
  }
}

/**
 * Files with the same key have the same answer. What decides is the project, the kind of file (`.mts` and `.cts`
 * resolve differently), and the folder, but for what a path of the tsconfig leads to.
 */
function keyOf(project: Project, { file }: Module, name: string, mapped: boolean): string {
  const folder = mapped ? '' : path.posix.dirname(file);
  return `${project.id}\0${folder}\0${path.posix.extname(file)}\0${name}`;
}

/** Whether a path of the tsconfig led to the target; where none does, the folders' `node_modules` are looked through. */
function isMapped({ compilerOptions }: Project, name: string, target: string | undefined): boolean {
  if (target === undefined || name.startsWith('.') || target.includes('/node_modules/')) return false;
  return Object.keys(compilerOptions.paths ?? {}).some((pattern) => {
    const [before = '', after] = pattern.split('*');
    return after === undefined ? name === pattern : before !== '' && name.startsWith(before) && name.endsWith(after);
  });
}
