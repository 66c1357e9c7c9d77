import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { drizzle } from 'drizzle-orm/postgres-js';
import { migrate as runMigrations } from 'drizzle-orm/postgres-js/migrator';
import postgres from 'postgres';
import { databaseFault, messageOf } from '../fault.ts';
import type { Logger } from '../log.ts';
import { packageRoot } from '../package-root.ts';

/** Any number that no other program would lock on in the same database. */
const lockKey = '7216049381';

/**
 * Brings the database's tables up to date with `migrations/`, all in one transaction. Instances that start at
 * once do it one after the other: each holds a session's advisory lock, on a connection of its own, and all but
 * the first then find nothing to do. (Behind a pooler that shares sessions between transactions, migrate directly.)
 *
 * @returns how many migrations were run
 * @throws Fault naming what PostgreSQL refused; the database is then as before
 */
export async function migrate(url: string, log: Logger): Promise<number> {
  const folder = join(packageRoot, 'migrations');
  if (!existsSync(folder) || readdirSync(folder).length === 0) return 0;
  const sql = postgres(url, {
    max: 1,
    max_lifetime: null,
    idle_timeout: 0,
    connection: { application_name: `demarche migrate ${process.pid}`, TimeZone: 'UTC' },
    onnotice: (notice) => log.debug({ notice: notice['message'] }, 'notice from the database'),
  });
  try {
    await lock(sql, log);
    const before = await applied(sql);
    await runMigrations(drizzle({ client: sql }), { migrationsFolder: folder });
    const count = (await applied(sql)) - before;
    if (count > 0) log.info({ migrations: count }, 'migrated the database');
    return count;
  } catch (cause) {
    throw databaseFault(
      `The database could not be migrated, and is as it was before: ${deepest(cause)}. ` +
        'If its tables were changed by hand, undo that; otherwise this is a fault of the service.',
      cause,
    );
  } finally {
    await sql.end({ timeout: 5 });
  }
}

async function lock(sql: postgres.Sql, log: Logger): Promise<void> {
  const [held] = await sql`select pg_try_advisory_lock(${lockKey}::bigint) as got`;
  if (held?.['got'] === true) return;
  log.info('another instance is migrating the database; waiting for it');
  await sql`select pg_advisory_lock(${lockKey}::bigint)`;
}

async function applied(sql: postgres.Sql): Promise<number> {
  const [there] = await sql`select to_regclass('drizzle.__drizzle_migrations') is not null as there`;
  if (there?.['there'] !== true) return 0;
  const [row] = await sql`select count(*)::int as n from drizzle.__drizzle_migrations`;
  return Number(row?.['n'] ?? 0);
}

function deepest(error: unknown): string {
  return error instanceof Error && error.cause !== undefined ? deepest(error.cause) : messageOf(error);
}
