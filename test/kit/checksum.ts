import { sql } from 'drizzle-orm';
import type { Db } from '../../src/tables.ts';

/** What every table holds, as one MD5 a table: two that are equal show that nothing was written in between. */
export async function checksum(db: Db): Promise<Record<string, string>> {
  const tables = await db.execute<{ name: string }>(
    sql`select quote_ident(tablename) as name from pg_tables where schemaname = 'public' order by tablename`,
  );
  const each = tables.map(
    ({ name }) =>
      sql`select ${name} as name, md5(coalesce(string_agg(t::text, ';' order by t::text), '')) as sum from ${sql.raw(name)} t`,
  );
  const sums = await db.execute<{ name: string; sum: string }>(sql.join(each, sql` union all `));
  return Object.fromEntries(sums.map(({ name, sum }) => [name, sum]));
}
