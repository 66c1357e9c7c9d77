import { type SQL, sql } from 'drizzle-orm';
import type { PgColumn } from 'drizzle-orm/pg-core';

/**
 * Rows of which a column has one of these values, ids or slugs, as one parameter: so the SQL is the same for one as for
 * thousands, and no limit on the number of parameters is met.
 */
export function isAnyOf(column: PgColumn, type: 'uuid' | 'text', values: readonly string[]): SQL {
  const list = `{${values.map((value) => `"${value}"`).join(',')}}`;
  return sql`${column} = any(${list}::text::${sql.raw(type)}[])`;
}
