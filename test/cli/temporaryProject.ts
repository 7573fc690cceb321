/** Small projects in temporary folders, with the real libraries' declarations to be imported. */
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';

const PACKAGES = path.resolve(import.meta.dirname, '../packages/node_modules');

const TSCONFIG = {
  compilerOptions: { target: 'es2023', module: 'nodenext', strict: true, noEmit: true, skipLibCheck: true },
  include: ['src'],
};

/** A Kysely database to import as `./db.js`. */
export const DB = `import { Kysely, SqliteDialect } from 'kysely';
import Sqlite from 'better-sqlite3';

interface Shop {
  users: { id: number; name: string };
}

export const db = new Kysely<Shop>({ dialect: new SqliteDialect({ database: new Sqlite(':memory:') }) });
`;

/** A catalog of an in-house repository in `./src/repository.ts`, with a comment as people write them. */
export const ACME = `{
  // Ours.
  "library": "acme",
  "title": "Acme",
  "language": "typescript",
  "packages": [],
  "docs": "https://acme.example.org/",
  "modules": {
    "./src/repository": {
      "Repository": { "type": "Repository" },
      "Query": { "type": "Query" },
      "connect": { "resolves": "Repository" }
    }
  },
  "types": {
    "Repository": {
      "description": "A repository.",
      "methods": {
        "query": { "execution": "lazy", "returns": "Query", "description": "Starts a query." },
        "save": { "execution": "executing", "verb": "INSERT", "description": "Saves a row." }
      }
    },
    "Query": {
      "description": "A query.",
      "run": "all()",
      "methods": {
        "where": { "execution": "lazy", "returns": "this", "description": "Filters the rows." },
        "all": { "execution": "executing", "verb": "SELECT", "description": "Fetches the rows." }
      }
    }
  }
}
`;

/** The repository that `ACME` is about. */
export const REPOSITORY = `import { db } from './db.js';

export interface Query<T> {
  where(condition: string): Query<T>;
  all(): Promise<T[]>;
}

export abstract class Repository<T> {
  abstract query(): Query<T>;
  protected readonly db = db;

  async save(row: T): Promise<void> {
    await this.db.insertInto('users').values(row as never).execute();
  }
}

export async function connect(): Promise<Repository<object>> {
  return undefined as never;
}
`;

export interface TemporaryProject {
  /** With forward slashes. */
  readonly folder: string;
  path(file: string): string;
  read(file: string): string;
  write(file: string, text: string): void;
}

/** A folder of `files` with a tsconfig and packages, gone when the test is finished. */
export function temporaryProject(files: Readonly<Record<string, string>>): TemporaryProject {
  const folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'query-lens-'))).replaceAll('\\', '/');
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const project: TemporaryProject = {
    folder,
    path: (file) => `${folder}/${file}`,
    read: (file) => readFileSync(project.path(file), 'utf8'),
    write(file, text) {
      mkdirSync(path.dirname(project.path(file)), { recursive: true });
      writeFileSync(project.path(file), text);
    },
  };
  mkdirSync(project.path('src'));
  symlinkSync(PACKAGES, project.path('node_modules'), 'junction');
  const all = { 'package.json': '{ "type": "module" }', 'tsconfig.json': JSON.stringify(TSCONFIG), ...files };
  for (const [file, text] of Object.entries(all)) project.write(file, text);
  return project;
}
