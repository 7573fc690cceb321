/** Writes a project of a given number of files that looks like an application over four libraries. */
import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { generatePrisma } from '../../scripts/generate-prisma.mjs';
import { linkPackages } from '../app/linkPackages.mjs';
import { IMPORTS, MISTAKES, TEMPLATES } from './templates.mjs';

const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
const APP = path.join(ROOT, 'test/app');

/** What is taken over from the sample application: the clients and schemas that the modules use. */
const FOUNDATION = ['prisma/schema.prisma', 'src/env.ts', 'src/db', 'src/prisma/client.ts', 'src/reports/database.ts'];
const CACHE = `import Database from 'better-sqlite3';

export const cache = new Database(':memory:');
cache.exec('CREATE TABLE cache (key TEXT PRIMARY KEY, value TEXT, n INTEGER, expires INTEGER)');
`;
const FOUNDATION_FILES = 7;

/** Out of 100 modules: about half of an application's files never touch a database. */
const SHARES = { plain: 45, prisma: 20, drizzle: 18, kysely: 11, 'better-sqlite3': 6 };
const FEATURES = ['accounts', 'billing', 'orgs', 'projects', 'reports', 'search', 'tasks', 'web'];

/** One module in so many has a lost query in it. */
const MISTAKE_EVERY = 12;

/** Writes `files` TypeScript files into `folder`, always the same ones; returns the modules, with their kinds. */
export function generateProject(folder, files) {
  rmSync(folder, { recursive: true, force: true });
  for (const part of FOUNDATION) cpSync(path.join(APP, part), path.join(folder, part), { recursive: true });
  write(folder, 'src/cache/cache.ts', CACHE);
  write(folder, 'tsconfig.json', JSON.stringify({ compilerOptions: OPTIONS, include: ['src'] }, null, 2));
  linkPackages(folder);
  generatePrisma(path.join(folder, 'prisma/schema.prisma'));
  const random = randomFrom(1);
  const modules = [];
  for (let index = 0; index < files - FOUNDATION_FILES; index++) modules.push(moduleAt(index, modules, random));
  for (const module of modules) write(folder, module.file, module.text);
  return modules;
}

const OPTIONS = {
  target: 'es2022',
  module: 'preserve',
  moduleResolution: 'bundler',
  strict: true,
  noEmit: true,
  skipLibCheck: true,
  types: ['node'],
  paths: { '@/*': ['./src/*'] },
};

function write(folder, file, text) {
  mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
  writeFileSync(path.join(folder, file), text);
}

/** A module of 60 to 150 lines, which uses functions of up to three modules before it. */
function moduleAt(index, before, random) {
  const kind = kindOf(random);
  const feature = FEATURES[Math.floor(random() * FEATURES.length)];
  const file = `src/${feature}/${kind === 'better-sqlite3' ? 'cache' : kind}${index}.ts`;
  const format = `format${index}`;
  const used = index === 0 ? [] : [...new Set([1, 2, 3].map(() => before[Math.floor(random() * before.length)]))];
  const helpers = [format, ...used.map((module) => module.format)];
  const pick = (list) => list[Math.floor(random() * list.length)];
  const parts = [helperText(format, used, index)];
  const lines = 60 + Math.floor(random() * 90);
  for (let part = 0; countLines(parts) < lines; part++) {
    parts.push(
      pick(TEMPLATES[kind])(
        `${feature}${index}${'abcdefghijklmnopqrstuvwxyz'[part]}`,
        Math.floor(random() * 50),
        pick(helpers),
      ),
    );
  }
  if (kind !== 'plain' && index % MISTAKE_EVERY === 0) parts.push(MISTAKES[kind](`lost${index}`));
  const imports = used.map((module) => `import { ${module.format} } from '@/${module.file.slice(4, -3)}';`);
  return {
    kind,
    file,
    format,
    text: `${[IMPORTS[kind]('@'), ...imports].filter(Boolean).join('\n')}\n${parts.join('\n')}\n`,
  };
}

function helperText(name, used, index) {
  const inner = used.reduce((text, module) => `${module.format}(${text})`, 'text');
  return `
/** How this part of the application writes a name. */
export function ${name}(text: string): string {
  return text.length > ${index} ? text.slice(0, ${index}) : ${inner}.trim();
}`;
}

const countLines = (parts) => parts.join('\n').split('\n').length;

function kindOf(random) {
  let ticket = random() * 100;
  for (const [kind, share] of Object.entries(SHARES)) {
    ticket -= share;
    if (ticket < 0) return kind;
  }
  return 'plain';
}

/** Mulberry32: the same numbers on every machine. */
function randomFrom(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
