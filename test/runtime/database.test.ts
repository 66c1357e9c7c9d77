import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freshDatabase, type FreshDatabase } from '../kit/database.ts';

describe('a fresh database', () => {
  let one: FreshDatabase;
  let other: FreshDatabase;

  beforeAll(async () => {
    [one, other] = await Promise.all([freshDatabase(), freshDatabase()]);
  });

  afterAll(async () => {
    await Promise.all([one.drop(), other.drop()]);
  });

  it('is its suite’s own, in UTF-8, and finds trigrams in Japanese', async () => {
    const sql = postgres(one.url, { max: 1, onnotice: () => {} });
    const sqlOther = postgres(other.url, { max: 1 });
    try {
      await sql`create table only_here (a int)`;
      const [there] = await sqlOther`select to_regclass('only_here') as r`;
      expect(there?.['r']).toBeNull();
      const [encoding] = await sql`show server_encoding`;
      expect(encoding?.['server_encoding']).toBe('UTF8');
      await sql`create extension if not exists pg_trgm`;
      const [trigrams] = await sql`select cardinality(show_trgm('安倍晋三')) as n`;
      expect(trigrams?.['n']).toBeGreaterThan(0);
    } finally {
      await sql.end();
      await sqlOther.end();
    }
  });
});
