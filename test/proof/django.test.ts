/** A mistake in the catalog of Django is seen by its proof, which is written in Python. */
import { expect, test } from 'vitest';
import { builtInCatalogs } from '../../server/src/catalogs/index.ts';
import type { Catalog, CatalogType, Method } from '../../server/src/catalogs/schema.ts';
import { catalogAt } from '../../server/src/catalogs/versions.ts';
import { inRange } from '../../server/src/languages/typescript/installedVersions.ts';

const WRONG: Readonly<Record<string, Method | undefined>> = {
  filter: { execution: 'blocking', asyncEquivalent: null, description: 'Wrong: it only builds.' },
  count: { execution: 'deferred', description: 'Wrong: it blocks.' },
  acount: { execution: 'executing', description: 'Wrong: nothing is sent before the await.' },
  get: { execution: 'blocking', asyncEquivalent: null, verb: 'INSERT', description: 'Wrong: it has an equivalent.' },
  fly: { execution: 'lazy', description: 'Wrong: there is none.' },
  first: undefined,
};

interface Prover {
  readonly reports: (
    catalog: Catalog,
    at: (version: string) => Catalog,
    versions: readonly string[],
  ) => Promise<{
    readonly reports: readonly { readonly disagreements: readonly string[] }[];
    readonly leftOut: string[];
  }>;
  readonly versions: readonly string[];
}

test('a mistake in the catalog is seen', { timeout: 900_000 }, async () => {
  const catalog = wrongCatalog();
  const { reports, versions } = (await import(new URL('subjects/django.mjs', import.meta.url).href)) as Prover;
  const at = (version: string): Catalog => catalogAt(catalog, version, inRange);
  const found = await reports(catalog, at, versions.slice(0, 1));
  for (const what of found.leftOut) console.warn(`Not tried here: ${what}`);
  const lines = found.reports.flatMap(({ disagreements }) => disagreements).join('\n');
  if (found.leftOut.length > 0) return;
  expect(lines).toMatch(/ QuerySet\.filter: the catalog says blocking; the run sent never/);
  expect(lines).toMatch(/ QuerySet\.filter: the catalog says blocking; asynchronous code was not refused/);
  expect(lines).toMatch(/ QuerySet\.count: the catalog says deferred; the run sent in the call/);
  expect(lines).toMatch(/ QuerySet\.acount: the catalog says executing; the run sent at the await/);
  expect(lines).toMatch(/ QuerySet\.get: the catalog says that there is no async equivalent; there is aget/);
  expect(lines).toMatch(/ QuerySet\.get: the catalog says that it is a INSERT; the statement is SELECT/);
  expect(lines).toMatch(/ QuerySet\.fly does not exist/);
  expect(lines).toMatch(/ QuerySet\.first is neither catalogued nor left out/);
});

function wrongCatalog(): Catalog {
  const catalog = builtInCatalogs.find(({ library }) => library === 'django');
  const queries: CatalogType | undefined = catalog?.types['QuerySet'];
  if (!catalog || !queries) throw new Error('The catalog of Django has no type QuerySet.');
  const entries = Object.entries({ ...queries.methods, ...WRONG });
  const methods = Object.fromEntries(entries.filter((entry): entry is [string, Method] => entry[1] !== undefined));
  return { ...catalog, types: { ...catalog.types, QuerySet: { ...queries, methods } } };
}
