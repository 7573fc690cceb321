/** Modules are known however Deno and browsers write them. */
import { expect, test } from 'vitest';
import { packageSpecifier } from '../../server/src/catalogs/packageSpecifier.ts';

test.each([
  ['kysely', 'kysely'],
  ['node:sqlite', 'node:sqlite'],
  ['./db.ts', './db.ts'],
  ['npm:kysely', 'kysely'],
  ['npm:kysely@0.28/helpers/postgres', 'kysely/helpers/postgres'],
  ['npm:@supabase/supabase-js@2', '@supabase/supabase-js'],
  ['npm:/@supabase/supabase-js@2.45.1', '@supabase/supabase-js'],
  ['jsr:@supabase/supabase-js@2', '@supabase/supabase-js'],
  ['https://esm.sh/@supabase/supabase-js', '@supabase/supabase-js'],
  ['https://esm.sh/v135/@supabase/supabase-js@2.39.7?target=deno', '@supabase/supabase-js'],
  ['https://cdn.jsdelivr.net/npm/@supabase/supabase-js@2/+esm', '@supabase/supabase-js'],
  ['https://deno.land/x/postgres/mod.ts', 'https://deno.land/x/postgres/mod.ts'],
])('%s is %s', (specifier, name) => {
  expect(packageSpecifier(specifier)).toBe(name);
});
