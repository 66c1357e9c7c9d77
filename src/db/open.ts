import postgres from 'postgres';
import type { Config } from '../config.ts';
import { messageOf } from '../fault.ts';
import type { Logger } from '../log.ts';
import { startEmbedded } from './embedded/embedded.ts';

export type Sql = postgres.Sql;

/** An open database: `sql` is a pool of at most 10 connections, `url` reaches the same database. */
export type Database = { sql: Sql; url: string; close(): Promise<void> };

/**
 * Opens the database at `config.databaseUrl`, or without one the embedded PostgreSQL over `config.dataDir`.
 *
 * @throws Fault if it cannot be reached or used
 */
export async function openDatabase(config: Config, log: Logger): Promise<Database> {
  if (config.databaseUrl !== undefined) {
    const sql = connect(config.databaseUrl, log);
    return { sql, url: config.databaseUrl, close: () => sql.end({ timeout: 5 }) };
  }
  const server = await startEmbedded({ dataDir: config.dataDir, log });
  const sql = connect(server.url, log);
  return {
    sql,
    url: server.url,
    close: async () => {
      await sql.end({ timeout: 5 });
      await server.close();
    },
  };
}

/** A pool with named prepared statements; connects at first use. */
export function connect(url: string, log: Logger, max = 10): Sql {
  return postgres(url, {
    max,
    idle_timeout: 300,
    connect_timeout: 10,
    connection: { application_name: `demarche ${process.pid}`, TimeZone: 'UTC' },
    onnotice: (notice) => log.debug({ notice: messageOf(notice['message']) }, 'notice from the database'),
  });
}
