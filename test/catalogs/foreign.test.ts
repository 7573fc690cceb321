/** References to types of other libraries' catalogs lead to types that are there. */
import { expect, test } from 'vitest';
import { builtInCatalogs } from '../../server/src/catalogs/index.ts';

const FOREIGN = /"(?<library>[a-z0-9][a-z0-9._-]*):(?<type>[\w$]+)(?:@[\w-]+)?(?:\[\])?"/g;

test('a type of another library is in its catalog', () => {
  const lost = builtInCatalogs.flatMap((catalog) =>
    [...JSON.stringify(catalog.types).matchAll(FOREIGN)].flatMap(({ groups = {} }) => {
      const { library = '', type = '' } = groups;
      const other = builtInCatalogs.find((candidate) => candidate.library === library);
      return other && Object.hasOwn(other.types, type) ? [] : [`${catalog.library}: ${library}:${type}`];
    }),
  );
  expect(lost).toEqual([]);
});
