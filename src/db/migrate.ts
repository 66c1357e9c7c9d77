import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { drizzle } from 'drizzle-orm/postgres-js';
import { migrate as runMigrations } from 'drizzle-orm/postgres-js/migrator';
import postgres from 'postgres';
import { Fault, databaseFault, messageOf } from '../fault.ts';
import type { Logger } from '../log.ts';
import { packageRoot } from '../package-root.ts';

/** Any number that no other program would lock on in the same database. */
const lockKey = '7216049381';

const patience = 120_000;

/**
 * Brings the database's tables up to date with `migrations/`, all in one transaction. Instances that start at
 * once do it one after the other: each holds a session's advisory lock, on a connection of its own, and all but
 * the first then find nothing to do. (Behind a pooler that shares sessions between transactions, migrate directly.)
 *
 * @returns how many migrations were run
 * @throws Fault naming what PostgreSQL refused (the database is then as before), or who holds the lock for more
 * than two minutes, or migrations the database has and this version lacks
 */
export async function migrate(url: string, log: Logger): Promise<number> {
  const folder = join(packageRoot, 'migrations');
  const known = existsSync(folder)
    ? readdirSync(folder).filter((name) => existsSync(join(folder, name, 'migration.sql')))
    : [];
  if (known.length === 0) return 0;
  const sql = postgres(url, {
    max: 1,
    max_lifetime: null,
    connection: { application_name: `demarche migrate ${process.pid}`, TimeZone: 'UTC' },
    onnotice: (notice) => log.debug({ notice: notice['message'] }, 'notice from the database'),
  });
  try {
    await takeLock(sql, log);
    const before = await applied(sql);
    const unknown = before.filter((name) => !known.includes(name));
    if (unknown.length > 0) throw newer(unknown);
    const count = known.length - before.length;
    if (count === 0) return 0;
    log.info({ migrations: count }, 'migrating the database');
    await runMigrations(drizzle({ client: sql }), { migrationsFolder: folder });
    return count;
  } catch (cause) {
    if (cause instanceof Fault) throw cause;
    throw databaseFault(
      `The database could not be migrated, and is as it was before: ${deepest(cause)}. If that is a missing right ` +
        "(to create tables or extensions), grant it to DATABASE_URL's user; if tables were changed by hand, undo that.",
      cause,
    );
  } finally {
    await sql.end({ timeout: 5 });
  }
}

async function takeLock(sql: postgres.Sql, log: Logger): Promise<void> {
  for (const until = Date.now() + patience; Date.now() < until; await sleep(500)) {
    const [row] = await sql`select pg_try_advisory_lock(${lockKey}::bigint) as got`;
    if (row?.['got'] === true) return;
    if (until - Date.now() > patience - 250)
      log.info('another instance is migrating the database; waiting for it');
  }
  const [holder] = await sql`
    select a.application_name as name, a.pid from pg_locks l join pg_stat_activity a on a.pid = l.pid
    where l.locktype = 'advisory' and l.granted and (l.classid::bigint << 32) + l.objid::bigint = ${lockKey}::bigint
      and l.database = (select oid from pg_database where datname = current_database())`;
  throw databaseFault(
    `The database has been under migration for ${patience / 1000} seconds, by ` +
      `${holder === undefined ? 'another instance' : `${holder['name']} (backend ${holder['pid']})`}. ` +
      'Wait for that one to end and start again; if it hangs, stop it.',
  );
}

function newer(unknown: string[]): Fault {
  return databaseFault(
    `The database has been migrated by another version of Demarche (this one lacks ${unknown.join(', ')}). ` +
      'Run that version or a later one, or use another database (DATABASE_URL) or data folder (DATA_DIR).',
  );
}

async function applied(sql: postgres.Sql): Promise<string[]> {
  const [there] = await sql`select to_regclass('drizzle.__drizzle_migrations') is not null as there`;
  if (there?.['there'] !== true) return [];
  const rows = await sql`select name from drizzle.__drizzle_migrations order by id`;
  return rows.map((row) => String(row['name']));
}

function deepest(error: unknown): string {
  return error instanceof Error && error.cause !== undefined ? deepest(error.cause) : messageOf(error);
}
