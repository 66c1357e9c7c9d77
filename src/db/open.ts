import { setTimeout as sleep } from 'node:timers/promises';
import postgres from 'postgres';
import type { Config } from '../config.ts';
import { codeOf, databaseFault, messageOf, type Fault } from '../fault.ts';
import type { Logger } from '../log.ts';
import { startEmbedded } from './embedded/embedded.ts';

export type Sql = postgres.Sql;

/**
 * An open database; `url` reaches the same one. `sql` is a pool of the tables' owner, whom nothing is hidden from; `app` one
 * whose sessions run under the role `demarche_app`, for requests: there a statement sees nothing before a viewer has entered.
 * Each connects at first use, `app` not before the database is migrated: the role comes with that.
 */
export type Database = { sql: Sql; app: Sql; url: string; close(): Promise<void> };

/** How a process uses the database: by which command, and whether it may join a running service's. */
export type Use = { command: string; beside: boolean };

const service: Use = { command: 'serve', beside: false };

/** Milliseconds after which PostgreSQL gives up on a request's statement. */
const STATEMENT_TIMEOUT = 15_000;

/** The oldest PostgreSQL the migrations are tested on. */
const oldestMajor = 15;

/**
 * Opens the database at `config.databaseUrl`, or without one the embedded PostgreSQL over `config.dataDir`: its own,
 * or for commands that work beside a service, that of the process already running over the folder.
 *
 * @throws Fault if it cannot be reached or used
 */
export async function openDatabase(
  config: Config,
  log: Logger,
  use: Use = service,
  statementTimeout: number = STATEMENT_TIMEOUT,
): Promise<Database> {
  const server =
    config.databaseUrl === undefined
      ? await startEmbedded({ dataDir: config.dataDir, log, ...use })
      : { url: config.databaseUrl, close: async () => {} };
  const sql = connect(server.url, log, use.command);
  const app = connect(server.url, log, use.command, {
    role: 'demarche_app',
    statement_timeout: statementTimeout,
  });
  const close = async (): Promise<void> => {
    await Promise.all([sql.end({ timeout: 1 }), app.end({ timeout: 1 })]);
    await server.close();
  };
  try {
    await checkServer(sql, server.url, log);
  } catch (error) {
    await close();
    throw error;
  }
  return { sql, app, url: server.url, close };
}

/** A pool with named prepared statements; it connects at first use. Sessions run in UTC. */
function connect(
  url: string,
  log: Logger,
  command: string,
  settings: postgres.ConnectionParameters | object = {},
): Sql {
  return postgres(url, {
    max: 10,
    idle_timeout: 300,
    connect_timeout: 10,
    // Seconds before connecting again; the library's own rule waits up to 20 after an outage of a few.
    backoff: (attempt) => Math.min(0.05 * 2 ** attempt, 1),
    connection: { application_name: `demarche ${command} ${process.pid}`, TimeZone: 'UTC', ...settings },
    onnotice: (notice) => log.debug({ notice: notice['message'] }, 'notice from the database'),
  });
}

async function checkServer(sql: Sql, url: string, log: Logger): Promise<void> {
  const [found] = await reach(sql, url, log);
  const version = Number(found?.['version']);
  if (version < oldestMajor * 10_000) {
    throw databaseFault(
      `${told(url)} is PostgreSQL ${Math.floor(version / 10_000)}; ${oldestMajor} or later is needed. ` +
        'Name another server with DATABASE_URL, or leave it out to use the embedded one.',
    );
  }
  if (found?.['encoding'] !== 'UTF8') {
    throw databaseFault(
      `${told(url)} stores text as ${found?.['encoding']}; UTF8 is needed. Create the database anew with: ` +
        "CREATE DATABASE … TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C.UTF-8'",
    );
  }
  if (['C', 'POSIX'].includes(String(found['ctype']))) {
    log.warn('the locale of the database is C: search by spelling will not find names outside ASCII');
  }
}

/** A server may come up with the service: what may pass is tried again for about 15 seconds. */
async function reach(sql: Sql, url: string, log: Logger): Promise<postgres.Row[]> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await sql`
        select current_setting('server_version_num')::int as version, pg_encoding_to_char(encoding) as encoding,
          datctype as ctype
        from pg_database where datname = current_database()`;
    } catch (error) {
      if (attempt === 6 || !mayPass(error)) throw unreachable(url, error);
      log.warn({ reason: reasonOf(error), attempt }, `${told(url)} does not answer; trying again`);
      await sleep(attempt * 1_000);
    }
  }
}

const passing = ['ECONNREFUSED', 'ECONNRESET', 'ENOTFOUND', 'EAI_AGAIN', 'ETIMEDOUT', 'CONNECT_TIMEOUT'];
/** cannot_connect_now (starting up or shutting down), too_many_connections, and a connection cut. */
const passingStates = ['57P03', '53300', 'CONNECTION_CLOSED'];

function mayPass(error: unknown): boolean {
  const codes = error instanceof AggregateError ? error.errors.map(codeOf) : [codeOf(error)];
  return codes.some((code) => code !== undefined && [...passing, ...passingStates].includes(code));
}

function unreachable(url: string, error: unknown): Fault {
  return databaseFault(
    `${told(url)} cannot be used: ${reasonOf(error)}. Check that the server runs and that DATABASE_URL names its ` +
      'host, port, user, password and an existing database; or leave it out to use the embedded one.',
    error,
  );
}

function reasonOf(error: unknown): string {
  return messageOf(error).replace(/\.$/, '');
}

/** The database as it may be told: without the password. */
function told(url: string): string {
  const { hostname, port, pathname } = new URL(url);
  return `The database ${decodeURIComponent(pathname.slice(1))} at ${hostname}:${port || 5432}`;
}
