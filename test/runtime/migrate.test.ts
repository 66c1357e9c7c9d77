import { randomUUID } from 'node:crypto';
import postgres from 'postgres';
import { describe, expect, inject, it, onTestFinished } from 'vitest';
import { freshDatabase } from '../kit/database.ts';
import { demarche } from './kit/service.ts';

/** A database without any table, and a session in it. */
async function emptyDatabase(): Promise<{ url: string; sql: postgres.Sql }> {
  const { serverUrl } = inject('testDatabase');
  const name = `demarche_empty_${randomUUID().slice(0, 8)}`;
  const admin = postgres(serverUrl, { max: 1, onnotice: () => {} });
  await admin.unsafe(`create database ${name} template template0 encoding 'UTF8' locale 'C.UTF-8'`);
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  const sql = postgres(url.href, { max: 1, onnotice: () => {} });
  onTestFinished(async () => {
    await sql.end({ timeout: 1 });
    await admin.unsafe(`drop database ${name} with (force)`);
    await admin.end();
  });
  return { url: url.href, sql };
}

describe('the migrations', () => {
  it('run once when several processes start at once', async () => {
    const { url, sql } = await emptyDatabase();
    const runs = Array.from({ length: 4 }, () => demarche(['migrate'], { env: { DATABASE_URL: url } }));
    expect(await Promise.all(runs.map(({ exited }) => exited))).toEqual([0, 0, 0, 0]);
    expect(runs.filter((run) => /Ran [1-9]\d* migrations/.test(run.output()))).toHaveLength(1);
    expect(runs.filter((run) => run.output().includes('up to date'))).toHaveLength(3);
    const names = await sql`select name, count(*)::int as n from drizzle.__drizzle_migrations group by name`;
    expect(names.length).toBeGreaterThan(0);
    expect(names.every(({ n }) => n === 1)).toBe(true);
  });

  it('leave the database as it was when PostgreSQL refuses one, and say why', async () => {
    const { url, sql } = await emptyDatabase();
    await sql`create table project (in_the_way int)`;
    const run = demarche(['migrate'], { env: { DATABASE_URL: url } });
    expect(await run.exited).toBe(4);
    expect(run.output()).toMatch(/could not be migrated, and is as it was before: .*project/);
    const tables = await sql`select tablename from pg_tables where schemaname = 'public'`;
    expect(tables).toEqual([{ tablename: 'project' }]);
  });

  it('refuse a database that another version has migrated further', async () => {
    const { url, drop } = await freshDatabase();
    onTestFinished(drop);
    const sql = postgres(url, { max: 1 });
    await sql`insert into drizzle.__drizzle_migrations (hash, name) values ('x', '29990101000000_later')`;
    await sql.end();
    const run = demarche(['migrate'], { env: { DATABASE_URL: url } });
    expect(await run.exited).toBe(4);
    expect(run.output()).toContain(
      'migrated by another version of Demarche (this one lacks 29990101000000_later)',
    );
  });
});

describe('DATABASE_URL', () => {
  it('is refused at once, without its password, when the server knows no such database', async () => {
    const url = new URL(inject('testDatabase').serverUrl);
    url.pathname = '/no_such_database';
    url.password ||= 'unused-secret';
    const run = demarche(['migrate'], { env: { DATABASE_URL: url.href } });
    expect(await run.exited).toBe(4);
    expect(run.output()).toContain('database "no_such_database" does not exist');
    expect(run.output()).not.toContain(url.password);
  });

  it('is tried again for a while when nothing answers, then refused', async () => {
    const run = demarche(['migrate'], { env: { DATABASE_URL: 'postgres://nobody@127.0.0.1:9/none' } });
    expect(await run.exited).toBe(4);
    expect(run.output().match(/does not answer; trying again/g)).toHaveLength(5);
    expect(run.output()).toMatch(/none at 127\.0\.0\.1:9 cannot be used: .*ECONNREFUSED/);
  });
});
