/** The organisations' tables, in Postgres. */
import { relations, sql } from 'drizzle-orm';
import { boolean, integer, pgTable, primaryKey, serial, text, timestamp, uniqueIndex } from 'drizzle-orm/pg-core';

export const orgs = pgTable('orgs', {
  id: serial('id').primaryKey(),
  name: text('name').notNull(),
  plan: text('plan', { enum: ['free', 'team', 'enterprise'] }).notNull().default('free'),
  seats: integer('seats').notNull().default(3),
  createdAt: timestamp('created_at').notNull().defaultNow(),
});

export const roles = pgTable('roles', {
  id: serial('id').primaryKey(),
  orgId: integer('org_id')
    .notNull()
    .references(() => orgs.id, { onDelete: 'cascade' }),
  name: text('name').notNull(),
  isAdmin: boolean('is_admin').notNull().default(false),
});

export const members = pgTable(
  'members',
  {
    orgId: integer('org_id')
      .notNull()
      .references(() => orgs.id),
    userId: text('user_id').notNull(),
    roleId: integer('role_id').references(() => roles.id),
  },
  (table) => [primaryKey({ columns: [table.orgId, table.userId] })],
);

export const invites = pgTable(
  'invites',
  {
    id: serial('id').primaryKey(),
    orgId: integer('org_id').notNull(),
    email: text('email').notNull(),
    token: text('token').notNull(),
    expiresAt: timestamp('expires_at').notNull().default(sql`now() + interval '7 days'`),
  },
  (table) => [uniqueIndex('invites_token').on(table.token)],
);

export const audit = pgTable('audit', {
  id: serial('id').primaryKey(),
  orgId: integer('org_id'),
  actor: text('actor').notNull(),
  action: text('action').notNull(),
  at: timestamp('at').notNull().defaultNow(),
});

export const orgsRelations = relations(orgs, ({ many }) => ({ roles: many(roles), members: many(members) }));
export const membersRelations = relations(members, ({ one }) => ({
  org: one(orgs, { fields: [members.orgId], references: [orgs.id] }),
  role: one(roles, { fields: [members.roleId], references: [roles.id] }),
}));

export type Org = typeof orgs.$inferSelect;
export type Invite = typeof invites.$inferSelect;
