/** Every catalog that comes with Query Lens; written by scripts/generate-catalog-index.mjs. */
import betterSqlite3 from './better-sqlite3.json' with { type: 'json' };
import django from './django.json' with { type: 'json' };
import drizzle from './drizzle.json' with { type: 'json' };
import firestore from './firestore.json' with { type: 'json' };
import knex from './knex.json' with { type: 'json' };
import kysely from './kysely.json' with { type: 'json' };
import lucid from './lucid.json' with { type: 'json' };
import mikroOrm from './mikro-orm.json' with { type: 'json' };
import mongodb from './mongodb.json' with { type: 'json' };
import mongoose from './mongoose.json' with { type: 'json' };
import mysql2 from './mysql2.json' with { type: 'json' };
import nodeSqlite from './node-sqlite.json' with { type: 'json' };
import objection from './objection.json' with { type: 'json' };
import pg from './pg.json' with { type: 'json' };
import postgres from './postgres.json' with { type: 'json' };
import prisma from './prisma.json' with { type: 'json' };
import sequelize from './sequelize.json' with { type: 'json' };
import supabase from './supabase.json' with { type: 'json' };
import typeorm from './typeorm.json' with { type: 'json' };
import type { Catalog } from './schema.ts';

const FILES: readonly unknown[] = [
  betterSqlite3,
  django,
  drizzle,
  firestore,
  knex,
  kysely,
  lucid,
  mikroOrm,
  mongodb,
  mongoose,
  mysql2,
  nodeSqlite,
  objection,
  pg,
  postgres,
  prisma,
  sequelize,
  supabase,
  typeorm,
];

/** Taken as they are: test/catalogs validates them, which would cost every start a good part of its time. */
export const builtInCatalogs = FILES as readonly Catalog[];
