/**
 * Writes an application as mature code bases look, over all libraries: every file of `idioms` once per part of the
 * application, with that part's own words, names and manners of writing. Nothing in it is wrong.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const IDIOMS = path.join(import.meta.dirname, 'idioms');
const PACKAGES = path.join(import.meta.dirname, '../packages');

/** What an idiom becomes in one part of the application. */
interface Part {
  readonly noun: string;
  /** What the client is called. */
  readonly client: string;
  readonly write: (text: string) => string;
}

const same = (text: string): string => text;
const PARTS: readonly Part[] = [
  { noun: 'invoice', client: 'db', write: same },
  { noun: 'order', client: 'database', write: (text) => text.replaceAll('\n', '\r\n') },
  {
    noun: 'booking',
    client: 'conn',
    write: (text) => text.replaceAll(/^(?: {2})+/gm, (indent) => '\t'.repeat(indent.length / 2)),
  },
  { noun: 'ticket', client: 'orm', write: withoutSemicolons },
  { noun: 'shipment', client: 'dbClient', write: (text) => text.replaceAll(/\.(?=[a-zA-Z]+\()/g, '\n.') },
  { noun: 'payment', client: 'store', write: (text) => `\uFEFF${text}` },
  { noun: 'account', client: 'main', write: (text) => text.replaceAll(/\bconst (?=\w+ =)/g, 'let ') },
  { noun: 'project', client: 'primary', write: (text) => text.replaceAll("'", '"') },
  {
    noun: 'contract',
    client: 'source',
    write: (text) => text.replaceAll(/^( *)return (await )?(.+);$/gm, '$1return ($2$3);'),
  },
];

/** The number of files written. The folder has to exist, and be empty. */
export function generate(folder: string): number {
  let written = 0;
  linkLibraries(folder);
  writeFileSync(
    path.join(folder, 'tsconfig.json'),
    JSON.stringify({ compilerOptions: OPTIONS, include: ['src'] }, null, 2),
  );
  // Compiled alone, the first part shows that the idioms have the types of the libraries.
  writeFileSync(
    path.join(folder, 'tsconfig.idioms.json'),
    JSON.stringify({ extends: './tsconfig.json', include: ['src/invoice'] }),
  );
  for (const { noun, client, write } of PARTS) {
    mkdirSync(path.join(folder, 'src', noun), { recursive: true });
    writeFileSync(
      path.join(folder, 'src', noun, 'tsconfig.json'),
      JSON.stringify({ extends: '../../tsconfig.json', include: ['.'] }),
    );
    for (const library of readdirSync(IDIOMS)) {
      const target = path.join(folder, 'src', noun, library);
      mkdirSync(target, { recursive: true });
      for (const name of readdirSync(path.join(IDIOMS, library))) {
        const idiom = readFileSync(path.join(IDIOMS, library, name), 'utf8');
        writeFileSync(path.join(target, reworded(name, noun, client)), write(reworded(idiom, noun, client)));
        written += 1;
      }
    }
  }
  return written;
}

function reworded(text: string, noun: string, client: string): string {
  const capital = noun.slice(0, 1).toUpperCase() + noun.slice(1);
  return text
    .replaceAll('invoice', noun)
    .replaceAll('Invoice', capital)
    .replaceAll(/(?<![\w'/$@-])(?<!(?<!\bthis)\.)db\b(?! from)(?!\.ts)/g, client)
    .replaceAll(/\bdb(?= from '@adonisjs)/g, client);
}

/** Kept where the next line would be read as going on. */
function withoutSemicolons(text: string): string {
  return text.replaceAll(/;\n(?!\s*[[(`+\-*/])/g, '\n');
}

/** By the folder they are installed in; of a package that several have, the first counts. */
const FOLDERS = [
  '.',
  'firestore',
  'knex',
  'lucid',
  'mikro-orm',
  'mongodb',
  'mysql2',
  'objection',
  'pg',
  'postgres',
  'sequelize',
  'supabase',
  'typeorm',
];

/** Gives the application the libraries that the tests of this repository have installed. */
function linkLibraries(folder: string): void {
  for (const from of FOLDERS) {
    const { dependencies } = JSON.parse(readFileSync(path.join(PACKAGES, from, 'package.json'), 'utf8')) as {
      readonly dependencies: Readonly<Record<string, string>>;
    };
    for (const name of Object.keys(dependencies)) {
      const at = path.join(folder, 'node_modules', name);
      if (existsSync(at)) continue;
      mkdirSync(path.dirname(at), { recursive: true });
      symlinkSync(path.join(PACKAGES, from, 'node_modules', name), at, 'junction');
    }
  }
}

const OPTIONS = {
  target: 'es2023',
  lib: ['es2023', 'esnext.disposable', 'dom'],
  module: 'preserve',
  moduleResolution: 'bundler',
  strict: true,
  noEmit: true,
  skipLibCheck: true,
  experimentalDecorators: true,
  types: [],
  allowImportingTsExtensions: true,
  paths: { 'prisma-client': [path.join(PACKAGES, 'prisma-generated/generated/client.ts')] },
};
