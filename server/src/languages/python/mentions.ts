/** What a Python file's text alone says: whether it can hold a call of a catalogued library at all. */
import type { CatalogSet } from '../../catalogs/catalogSet.ts';

const CALLED = /\b(?<name>[A-Za-z_]\w*)\s*\(/g;

const names = new WeakMap<CatalogSet, ReadonlySet<string>>();

/** It calls something by a name that a catalog has, or speaks to Query Lens in a comment. Strings and comments count too. */
export function mayMatter(text: string, catalogs: CatalogSet): boolean {
  if (text.includes('query-lens-')) return true;
  const known = namesOf(catalogs);
  for (const { groups } of text.matchAll(CALLED)) if (known.has(groups?.['name'] ?? '')) return true;
  return false;
}

function namesOf(catalogs: CatalogSet): ReadonlySet<string> {
  let known = names.get(catalogs);
  if (!known) {
    const python = catalogs.catalogs.filter(({ language }) => language === 'python');
    const called = new Set<string>();
    for (const { types } of python) {
      for (const [name, { methods, call }] of Object.entries(types)) {
        if (call) called.add(name);
        for (const method of Object.keys(methods)) called.add(method);
      }
    }
    names.set(catalogs, (known = called));
  }
  return known;
}
