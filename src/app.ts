import { createServer } from 'node:http';
import type { Config } from './config.ts';
import { migrate } from './db/migrate.ts';
import { openDatabase } from './db/open.ts';
import { createHealth } from './http/health.ts';
import { drain, listen } from './http/listen.ts';
import type { Logger } from './log.ts';

export type App = { url: string; close(): Promise<void> };

/** Starts the service. The address is taken first: a port in use shows at once, and `/readyz` can tell of the rest. */
export async function startApp(options: { config: Config; log: Logger; demo: boolean }): Promise<App> {
  const { config, log } = options;
  const health = createHealth();
  const server = createServer((request, response) => {
    if (health.handle(request, response)) return;
    response.writeHead(404, { 'content-type': 'text/plain' }).end('Not found\n');
  });
  const url = await listen(server, config.port, config.host);
  try {
    const database = await openDatabase(config, log);
    try {
      await migrate(database.url, log);
    } catch (error) {
      await database.close();
      throw error;
    }
    health.ready(() => database.sql`select 1`);
    return {
      url,
      close: async () => {
        health.draining();
        await drain(server, 5_000);
        await database.close();
      },
    };
  } catch (error) {
    await drain(server, 0);
    throw error;
  }
}
