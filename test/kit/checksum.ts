import { sql } from 'drizzle-orm';
import type { Db } from '../../src/tables.ts';

/**
 * What every table holds, as one MD5 a table: two that are equal show that nothing was written in between. How often somebody
 * has asked, in the tables that are not logged, is no content.
 */
export async function checksum(db: Db): Promise<Record<string, string>> {
  const tables = await db.execute<{ name: string }>(
    sql`select quote_ident(relname) as name from pg_class
      where relnamespace = 'public'::regnamespace and relkind = 'r' and relpersistence = 'p' order by relname`,
  );
  const each = tables.map(
    ({ name }) =>
      sql`select ${name} as name, md5(coalesce(string_agg(t::text, ';' order by t::text), '')) as sum from ${sql.raw(name)} t`,
  );
  const sums = await db.execute<{ name: string; sum: string }>(sql.join(each, sql` union all `));
  return Object.fromEntries(sums.map(({ name, sum }) => [name, sum]));
}
