import knex, { type Knex } from 'knex';

export const db: Knex = knex({ client: 'pg' });
export interface Invoice {
  id: number;
  name: string;
}
