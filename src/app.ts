import type { IncomingMessage, ServerResponse } from 'node:http';
import { drizzle } from 'drizzle-orm/postgres-js';
import type { Config } from './config.ts';
import { migrate } from './db/migrate.ts';
import { openDatabase } from './db/open.ts';
import { localOwner } from './features/account/account.command.ts';
import { loadDemo } from './features/demo/demo.command.ts';
import { onCommit } from './feed/commit.ts';
import { createCursors } from './feed/cursor.ts';
import { Hub, type HubOptions } from './feed/hub.ts';
import { inProcessNotifier } from './feed/notifier.ts';
import type { Context } from './graphql/context.ts';
import { createAddressOf } from './http/address.ts';
import { type Caller, callerOf as callerFor, maxBodyOf } from './http/caller.ts';
import { createGuard } from './http/guard.ts';
import { createHealth } from './http/health.ts';
import { createLimits } from './http/limits.ts';
import { drain, listen } from './http/listen.ts';
import { createRate } from './http/rate.ts';
import { refuse } from './http/refuse.ts';
import { createHttpServer, type HttpLimits } from './http/server.ts';
import { cutStalled } from './http/stall.ts';
import { serveWebSocket, type Serving } from './http/websocket.ts';
import { createGraphql } from './http/yoga.ts';
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
  /** How patient the service is with slow clients, where not as usual. */
  http?: HttpLimits;
  /** Milliseconds after which a client that takes nothing is cut off. */
  writeTimeout?: number;
};

/** Starts the service. The address is taken first: a port in use shows at once, and `/readyz` can tell of the rest. */
export async function startApp(options: AppOptions): Promise<App> {
  const { config, log } = options;
  const health = createHealth();
  const origins = { allowed: config.corsOrigins };
  const guard = createGuard(origins);
  let serving: Serving | undefined;
  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    if (!serving) return;
    const refusal = await serving.limits.admit(serving.callerOf(request));
    if (refusal) refuse(request, response, refusal);
    else await serving.graphql(request, response);
  };
  const server = createHttpServer({ ...connectionsFor(config), ...options.http }, (request, response) => {
    if (guard(request, response) || health.handle(request, response)) return;
    const path = request.url?.split('?')[0];
    if (serving && path === '/graphql') {
      if (hasUrl(request)) void serve(request, response);
      else response.writeHead(400, { 'content-type': 'text/plain' }).end('The Host header names no host\n');
    } else if (path === '/') response.writeHead(302, { location: '/graphql' }).end();
    else response.writeHead(404, { 'content-type': 'text/plain' }).end('Not found\n');
  });
  const webSockets = serveWebSocket(server, origins, () => serving);
  const stopWatch = cutStalled(server, options.writeTimeout ?? 30_000);
  const url = await listen(server, config.port, config.host);
  try {
    const database = await openDatabase(config, log);
    try {
      await migrate(database.url, log);
      const db = drizzle({ client: database.sql, relations });
      const viewer = await localOwner(db);
      if (options.demo) await loadDemo(db, viewer, log);
      const notifier = inProcessNotifier();
      onCommit(db, notifier.wake);
      const hub = new Hub({ db, log, notifier, ...options.feed });
      const cursors = createCursors(db);
      const rate = createRate(database.sql, log);
      const addressOf = createAddressOf(config.trustProxy);
      const callerOf = (request: IncomingMessage): Caller => callerFor(viewer, addressOf(request));
      const maxBody = (): number => maxBodyOf(viewer);
      const limits = createLimits({ config, rate, maxBody, pace: options.http?.pace });
      const createContext = (request: IncomingMessage, signal: AbortSignal): Context => {
        return { db, viewer, hub, cursors, signal, caller: callerOf(request) };
      };
      serving = { graphql: createGraphql({ schema, createContext, limits, log }), limits, callerOf };
      health.ready(() => database.sql`select 1`);
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
          rate.close();
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

/** Behind a proxy all connections come from its address. */
function connectionsFor({ trustProxy }: Config): HttpLimits {
  const direct = trustProxy === 0 || (Array.isArray(trustProxy) && trustProxy.length === 0);
  return direct ? {} : { connections: Infinity };
}

/** What serves GraphQL makes a URL of the host as the client names it, and fails where that is none. */
function hasUrl({ headers, url }: IncomingMessage): boolean {
  return URL.canParse(`http://${headers.host ?? 'localhost'}${url}`);
}
