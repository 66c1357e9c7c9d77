import { createServer, type IncomingMessage } from 'node:http';
import type { Logger as SqlLogger } from 'drizzle-orm';
import type { Config } from './config.ts';
import { migrate } from './db/migrate.ts';
import { openDatabase } from './db/open.ts';
import { programDb, viewerDb } from './db/viewer-db.ts';
import { localOwner } from './features/account/account.command.ts';
import { loadDemo } from './features/demo/demo.command.ts';
import { onCommit } from './feed/commit.ts';
import { createCursors } from './feed/cursor.ts';
import { Hub, type HubOptions } from './feed/hub.ts';
import { inProcessNotifier } from './feed/notifier.ts';
import { createHealth } from './http/health.ts';
import type { Context } from './graphql/context.ts';
import { drain, listen } from './http/listen.ts';
import { cutStalled } from './http/stall.ts';
import { serveWebSocket } from './http/websocket.ts';
import { createGraphql, type Graphql } from './http/yoga.ts';
import type { Logger } from './log.ts';
import { schema } from './schema.ts';
import { type Db, relations } from './tables.ts';

export type App = { url: string; db: Db; hub: Hub; close(): Promise<void> };

export type AppOptions = {
  config: Config;
  log: Logger;
  demo: boolean;
  /** How the feed is served, where not as usual. */
  feed?: Pick<HubOptions, 'ringCapacity' | 'pollInterval'>;
  /** Milliseconds after which a client that takes nothing is cut off. */
  writeTimeout?: number;
  /** Is told every statement of SQL that requests send. */
  sqlLog?: SqlLogger;
};

/** Starts the service. The address is taken first: a port in use shows at once, and `/readyz` can tell of the rest. */
export async function startApp(options: AppOptions): Promise<App> {
  const { config, log } = options;
  const health = createHealth();
  let graphql: Graphql | undefined;
  const server = createServer((request, response) => {
    if (health.handle(request, response)) return;
    const path = request.url?.split('?')[0];
    if (graphql && path === '/graphql') {
      if (hasUrl(request)) void graphql(request, response);
      else response.writeHead(400, { 'content-type': 'text/plain' }).end('The Host header names no host\n');
    } else if (path === '/') response.writeHead(302, { location: '/graphql' }).end();
    else response.writeHead(404, { 'content-type': 'text/plain' }).end('Not found\n');
  });
  // Longer than clients and proxies keep a connection that nobody uses, so that none sends into one just closed.
  server.keepAliveTimeout = 75_000;
  const webSockets = serveWebSocket(server, () => graphql);
  const stopWatch = cutStalled(server, options.writeTimeout ?? 30_000);
  const url = await listen(server, config.port, config.host);
  try {
    const database = await openDatabase(config, log);
    try {
      await migrate(database.url, log);
      const db = programDb(database.sql, relations);
      const viewer = await localOwner(db);
      if (options.demo) await loadDemo(db, viewer, log);
      const notifier = inProcessNotifier();
      onCommit(db, notifier.wake);
      const hub = new Hub({ db, log, notifier, ...options.feed });
      const cursors = createCursors(db);
      const createContext = (signal: AbortSignal): Context => {
        const access = { accountId: viewer.accountId, tokenId: null, reads: [], edits: [], all: true };
        const own = viewerDb(database.app, access, relations, options.sqlLog);
        onCommit(own, notifier.wake);
        return { db: own, viewer, hub, cursors, signal };
      };
      graphql = createGraphql({ schema, createContext, log });
      health.ready(() => database.app`select 1`);
      return {
        url,
        db,
        hub,
        close: async () => {
          health.draining();
          // WebSockets first: their clients learn from the closing that they are to come back, those of SSE from the hub.
          await webSockets.close();
          hub.close();
          await drain(server, 5_000);
          stopWatch();
          await notifier.close();
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

/** What serves GraphQL makes a URL of the host as the client names it, and fails where that is none. */
function hasUrl({ headers, url }: IncomingMessage): boolean {
  return URL.canParse(`http://${headers.host ?? 'localhost'}${url}`);
}
