import postgres from 'postgres';
import { type App, startApp } from '../../../src/app.ts';
import { readConfig } from '../../../src/config.ts';
import { createLog } from '../../../src/log.ts';
import { type FreshDatabase, freshDatabase } from '../../kit/database.ts';

/** A database with a service over it. */
export type Copy = { app: App; url: string; sql: postgres.Sql; database: FreshDatabase };

/** Starts a service over an empty database, or over a copy of one that nobody uses. */
export async function startCopy(of?: FreshDatabase): Promise<Copy> {
  const database = await freshDatabase(of);
  const config = readConfig({ PORT: '0', DATABASE_URL: database.url, LOG_LEVEL: 'fatal', RATE_LIMIT: 'off' });
  const app = await startApp({ config, log: createLog(config), demo: false });
  const sql = postgres(database.url, { max: 2, onnotice: () => {} });
  return { app, url: `${app.url}/graphql`, sql, database };
}

/** Leaves the database as it is, for copies to be made of it. */
export async function stopCopy({ app, sql }: Copy): Promise<void> {
  await app.close();
  await sql.end({ timeout: 1 });
}
