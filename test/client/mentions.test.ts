/** By what a workspace is known to need the server, and by what it is not. */
import { expect, test } from 'vitest';
import { manifestMentionsLibrary, sourceMentionsLibrary } from '../../client/src/mentions.ts';

test.each([
  "import { Kysely } from 'kysely';",
  'import { PrismaClient } from "@prisma/client/edge";',
  "const { Pool } = require('pg');",
  "import { DatabaseSync } from 'node:sqlite';",
  "import { createClient } from 'npm:@supabase/supabase-js@2';",
  "import postgres from 'https://esm.sh/postgres@3.4.4';",
  "export * from 'drizzle-orm/pg-core';",
])('%s imports a library', (text) => {
  expect(sourceMentionsLibrary(text)).toBe(true);
});

test.each([
  "import { readFile } from 'node:fs';",
  "import pg from './pg.js';",
  "import { kysely } from 'not-kysely';",
  "import React from 'react';",
  '// We left mongoose behind.',
])('%s imports none', (text) => {
  expect(sourceMentionsLibrary(text)).toBe(false);
});

test.each([
  '{ "dependencies": { "kysely": "^0.28" } }',
  '{ "devDependencies": {\n  "@prisma/client": "7"\n} }',
  '{ "imports": { "db": "npm:postgres@3" } }',
])('%s asks for a library', (text) => {
  expect(manifestMentionsLibrary(text)).toBe(true);
});

test.each([
  '{ "dependencies": { "react": "19" } }',
  '{ "name": "kysely-viewer", "dependencies": { "@acme/pg-tools": "1" } }',
  '{ "devDependencies": { "@types/node": "22" } }',
])('%s asks for none', (text) => {
  expect(manifestMentionsLibrary(text)).toBe(false);
});

test.each([
  ['from django.db import models', true],
  ['def main():\n    from django.core.management import execute_from_command_line', true],
  ['import django', true],
  ['from .models import Book', false],
  ['from djangorestframework_like import models', false],
  ['# We left django behind.', false],
])('the Python file %j imports a library: %s', (text, expected) => {
  expect(sourceMentionsLibrary(text, 'python')).toBe(expected);
});

test.each([
  ['Django>=5.2', true],
  ['django==6.1.3\nrequests', true],
  ['[project]\ndependencies = ["Django~=5.2"]', true],
  ['requests\nflask', false],
  ['djangorestframework-like==1', false],
])('the manifest %j asks for a library: %s', (text, expected) => {
  expect(manifestMentionsLibrary(text)).toBe(expected);
});
