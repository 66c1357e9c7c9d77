import { getColumns, type InferInsertModel, type InferSelectModel, sql } from 'drizzle-orm';
import type { PgTable } from 'drizzle-orm/pg-core';
import type { Tx } from './transaction.ts';

/**
 * Inserts any number of rows by one statement with one parameter: an ordinary insert of many rows takes a parameter a
 * value, and PostgreSQL takes at most 65,535 of them. All rows must have the same fields; columns not among them take
 * their defaults.
 *
 * @returns of each row, in no certain order, the columns named by `returning`, under their names in the database
 */
export async function insertRows<T extends PgTable>(
  tx: Tx,
  table: T,
  rows: readonly InferInsertModel<T>[],
  returning: readonly (keyof InferSelectModel<T> & string)[] = [],
): Promise<Record<string, unknown>[]> {
  const [first] = rows;
  if (!first) return [];
  const columns = getColumns(table) as Record<string, { name: string }>;
  const nameOf = (field: string): string => columns[field]?.name ?? field;
  const fields = Object.keys(first);
  const list = (names: readonly string[]) =>
    sql.join(
      names.map((name) => sql.identifier(nameOf(name))),
      sql`, `,
    );
  const named = rows.map((row) =>
    Object.fromEntries(fields.map((field) => [nameOf(field), row[field as keyof typeof row]])),
  );
  return tx.execute(sql`
    insert into ${table} (${list(fields)})
    select ${list(fields)} from jsonb_populate_recordset(null::${table}, ${JSON.stringify(named)}::text::jsonb)
    ${returning.length > 0 ? sql`returning ${list(returning)}` : sql``}`);
}
