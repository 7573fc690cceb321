/** Refinements that several reports share; each takes a builder and returns a new one. */
import { sql, type Expression, type ExpressionBuilder, type SelectQueryBuilder, type SqlBool } from 'kysely';
import type { Warehouse } from './database';

export interface Period {
  readonly from?: string;
  readonly to?: string;
}

export function within<O>(query: SelectQueryBuilder<Warehouse, 'usage', O>, { from, to }: Period) {
  if (from) query = query.where('usage.at', '>=', from);
  if (to) query = query.where('usage.at', '<', to);
  return query;
}

export const paged =
  (page: number, size = 50) =>
  <O>(query: SelectQueryBuilder<Warehouse, 'usage', O>): SelectQueryBuilder<Warehouse, 'usage', O> =>
    query.limit(size).offset(page * size);

export function isPaid(eb: ExpressionBuilder<Warehouse, 'invoices'>): Expression<SqlBool> {
  return eb('invoices.paid_at', 'is not', null);
}

export function month(column: Expression<string>) {
  return sql<string>`strftime('%Y-%m', ${column})`;
}

export function inCountry<O>(query: SelectQueryBuilder<Warehouse, 'orgs', O>, country: string | null) {
  return country === null ? query.where('orgs.country', 'is', null) : query.where('orgs.country', '=', country);
}
