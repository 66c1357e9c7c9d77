import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Logger as SqlLogger } from 'drizzle-orm';
import { GraphQLError } from 'graphql';
import type { Config } from './config.ts';
import { migrate } from './db/migrate.ts';
import { openDatabase } from './db/open.ts';
import { programDb, type ViewerAccess, viewerDb } from './db/viewer-db.ts';
import { localOwner } from './features/account/account.command.ts';
import { NOBODY, type Viewer } from './features/account/viewer.ts';
import { auditEntry } from './features/audit/audit.table.ts';
import { loadDemo } from './features/demo/demo.command.ts';
import { onCommit } from './feed/commit.ts';
import { createCursors } from './feed/cursor.ts';
import { Hub, type HubOptions } from './feed/hub.ts';
import { inProcessNotifier } from './feed/notifier.ts';
import type { Context } from './graphql/context.ts';
import { type Auth, createAuth } from './http/auth/auth.ts';
import type { AuthEvent } from './http/auth/events.ts';
import { isFirstStart } from './http/auth/secret.ts';
import { createAddressOf } from './http/address.ts';
import { type Arrival, createArrive } from './http/arrival.ts';
import { maxBodyOf } from './http/caller.ts';
import { createGuard } from './http/guard.ts';
import { createHealth } from './http/health.ts';
import { createLimits } from './http/limits.ts';
import { drain, listen } from './http/listen.ts';
import { createRate } from './http/rate.ts';
import { refuse, unavailable } from './http/refuse.ts';
import { createHttpServer, type HttpLimits } from './http/server.ts';
import { cutStalled } from './http/stall.ts';
import { createAuthenticate } from './http/authenticate.ts';
import { serveWebSocket, type Serving } from './http/websocket.ts';
import { createGraphql } from './http/yoga.ts';
import type { Logger } from './log.ts';
import { createMail } from './mail/mail.ts';
import { schema } from './schema.ts';
import { seenDb } from './seen-db.ts';
import { includes } from './protocol/role.ts';
import { type Db, relations } from './tables.ts';

export type App = {
  url: string;
  db: Db;
  hub: Hub;
  auth: Auth;
  /** Signs in the owner, once; null but at the first start over a database. */
  signInLink: string | null;
  close(): Promise<void>;
};

export type AppOptions = {
  config: Config;
  log: Logger;
  demo: boolean;
  /** Attempts to sign in that an address has a minute, where not as usual. */
  attempts?: number;
  /** How the feed is served, where not as usual. */
  feed?: Pick<HubOptions, 'ringCapacity' | 'pollInterval'>;
  /** How patient the service is with slow clients, where not as usual. */
  http?: HttpLimits;
  /** Milliseconds after which a client that takes nothing is cut off. */
  writeTimeout?: number;
  /** Whether requests from this machine act as the local owner, where not as the configuration says. */
  localOwner?: boolean;
  /** Is told every statement of SQL that requests send. */
  sqlLog?: SqlLogger;
  /** False: the code checks nobody's rights, for tests of what row-level security keeps by itself. */
  checks?: boolean;
};

/** Starts the service. The address is taken first: a port in use shows at once, and `/readyz` can tell of the rest. */
export async function startApp(options: AppOptions): Promise<App> {
  const { config, log } = options;
  const health = createHealth();
  const origins = { allowed: config.corsOrigins, publicUrl: config.publicUrl };
  const guard = createGuard(origins);
  const home = config.limits.graphiql ? '/graphql' : '/account';
  const arrivals = new WeakMap<IncomingMessage, Arrival>();
  let serving: Serving | undefined;
  let auth: Auth | undefined;
  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    if (!serving) return;
    try {
      const arrival = await serving.arrive(request);
      arrivals.set(request, arrival);
      const refusal = await serving.limits.admit(arrival.caller);
      if (refusal) refuse(request, response, refusal);
      else await serving.graphql(request, response);
    } catch (error) {
      // Whoever it is cannot be found out while the database does not answer.
      if (!(error instanceof GraphQLError)) log.error({ err: error }, 'a request could not be taken');
      if (response.headersSent) response.destroy();
      else refuse(request, response, error instanceof GraphQLError ? error : unavailable());
    }
  };
  const server = createHttpServer({ ...connectionsFor(config), ...options.http }, (request, response) => {
    if (guard(request, response) || health.handle(request, response)) return;
    if (auth?.handle(request, response)) return;
    const path = request.url?.split('?')[0];
    if (serving && path === '/graphql') {
      if (hasUrl(request)) void serve(request, response);
      else response.writeHead(400, { 'content-type': 'text/plain' }).end('The Host header names no host\n');
    } else if (path === '/') response.writeHead(302, { location: home }).end();
    else response.writeHead(404, { 'content-type': 'text/plain' }).end('Not found\n');
  });
  const webSockets = serveWebSocket(server, origins, () => serving, log);
  const stopWatch = cutStalled(server, options.writeTimeout ?? 30_000);
  const url = await listen(server, config.port, config.host);
  try {
    const database = await openDatabase(config, log);
    try {
      await migrate(database.url, log);
      const db = programDb(database.sql, relations);
      const viewer = await localOwner(db);
      const mail = config.mail && createMail(config.mail, new URL(config.publicUrl ?? url).hostname);
      const attempts = options.attempts === undefined ? {} : { attempts: options.attempts };
      const onEvent = async ({ action, accountId, address }: AuthEvent): Promise<void> => {
        await db.insert(auditEntry).values({ action, accountId, address: address || null });
      };
      const addressOf = createAddressOf(config.trustProxy);
      const signIn = await createAuth({
        db,
        sql: database.sql,
        config,
        mail,
        log,
        url,
        onEvent,
        addressOf,
        ...attempts,
      });
      auth = signIn;
      const signInLink = (await isFirstStart(db)) ? await signIn.signInLink(viewer.accountId) : null;
      if (options.demo) await loadDemo(db, viewer, log);
      const notifier = inProcessNotifier();
      onCommit(db, notifier.wake);
      const hub = new Hub({ db, log, notifier, ...options.feed });
      const cursors = createCursors(db);
      const handleOf = (of: Viewer): Db => {
        const handle = seenDb(viewerDb(database.app, accessOf(of), relations, options.sqlLog));
        onCommit(handle, notifier.wake);
        return handle;
      };
      const createContext = ({ viewer: known, caller, again }: Arrival, signal: AbortSignal): Context => {
        const viewer = options.checks === false ? { ...known, via: 'PROGRAM' as const } : known;
        return {
          ...{ db: handleOf(viewer), owner: db, viewer, caller, hub, cursors, signal },
          publicUrl: config.publicUrl ?? url,
          renew: async () => createContext(await again(), signal),
        };
      };
      const authenticate = createAuthenticate({
        db,
        sessionOf: signIn.sessionOf,
        localOwner: options.localOwner ?? mayActAsOwner(config),
      });
      const rate = createRate(database.sql, log);
      const limits = createLimits({
        ...{ config, rate, pace: options.http?.pace },
        maxBody: (request) => maxBodyOf(arrivals.get(request)?.viewer ?? NOBODY),
      });
      const arrive = createArrive(authenticate, addressOf, limits);
      const graphql = createGraphql({
        ...{ schema, limits, log },
        createContext: ({ req, arrival }, signal) =>
          createContext(arrival ?? (arrivals.get(req) as Arrival), signal),
      });
      serving = { graphql, limits, arrive };
      health.ready(() => database.app`select 1`);
      return {
        url,
        db,
        hub,
        auth: signIn,
        signInLink,
        close: async () => {
          health.draining();
          // WebSockets first: their clients learn from the closing that they are to come back, those of SSE from the hub.
          await webSockets.close();
          hub.close();
          await drain(server, 5_000);
          stopWatch();
          await signIn.close();
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

/** What the handle of a viewer's database goes by. His roles are looked up as he sends a statement: he may have gained one. */
function accessOf({ accountId, tokenId, roles, via }: Viewer): ViewerAccess {
  return {
    ...{ accountId, tokenId, all: via === 'PROGRAM' },
    get reads() {
      return [...roles.keys()];
    },
    get edits() {
      return [...roles.keys()].filter((id) => includes(roles.get(id), 'EDITOR'));
    },
  };
}

/**
 * Whoever sits at this machine owns what its embedded database holds, as long as nobody else can reach the service: neither
 * directly nor through a proxy, which settings tell of.
 */
function mayActAsOwner({ host, databaseUrl, localOwner, publicUrl, trustProxy }: Config): boolean {
  const alone = publicUrl === undefined && isDirect(trustProxy);
  return localOwner && alone && databaseUrl === undefined && ['127.0.0.1', '::1', 'localhost'].includes(host);
}

function isDirect(trustProxy: Config['trustProxy']): boolean {
  return trustProxy === 0 || (Array.isArray(trustProxy) && trustProxy.length === 0);
}

/** Behind a proxy all connections come from its address. */
function connectionsFor({ trustProxy }: Config): HttpLimits {
  return isDirect(trustProxy) ? {} : { connections: Infinity };
}

/** What serves GraphQL makes a URL of the host as the client names it, and fails where that is none. */
function hasUrl({ headers, url }: IncomingMessage): boolean {
  return URL.canParse(`http://${headers.host ?? 'localhost'}${url}`);
}
