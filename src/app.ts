import { createServer } from 'node:http';
import { drizzle } from 'drizzle-orm/postgres-js';
import type { Config } from './config.ts';
import { migrate } from './db/migrate.ts';
import { openDatabase } from './db/open.ts';
import { localOwner } from './features/account/account.command.ts';
import { createHealth } from './http/health.ts';
import { drain, listen } from './http/listen.ts';
import { createGraphql } from './http/yoga.ts';
import type { Logger } from './log.ts';
import { schema } from './schema.ts';
import { type Db, relations } from './tables.ts';

export type App = { url: string; db: Db; close(): Promise<void> };

/** Starts the service. The address is taken first: a port in use shows at once, and `/readyz` can tell of the rest. */
export async function startApp(options: { config: Config; log: Logger; demo: boolean }): Promise<App> {
  const { config, log } = options;
  const health = createHealth();
  let graphql: ReturnType<typeof createGraphql> | undefined;
  const server = createServer((request, response) => {
    if (health.handle(request, response)) return;
    if (graphql && request.url?.split('?')[0] === '/graphql') void graphql(request, response);
    else response.writeHead(404, { 'content-type': 'text/plain' }).end('Not found\n');
  });
  const url = await listen(server, config.port, config.host);
  try {
    const database = await openDatabase(config, log);
    try {
      await migrate(database.url, log);
      const db = drizzle({ client: database.sql, relations });
      const viewer = await localOwner(db);
      graphql = createGraphql({ schema, createContext: () => ({ db, viewer }), log });
      health.ready(() => database.sql`select 1`);
      return {
        url,
        db,
        close: async () => {
          health.draining();
          await drain(server, 5_000);
          await database.close();
        },
      };
    } catch (error) {
      await database.close();
      throw error;
    }
  } catch (error) {
    await drain(server, 0);
    throw error;
  }
}
