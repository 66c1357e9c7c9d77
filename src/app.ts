import { createServer, type IncomingMessage } from 'node:http';
import type { Logger as SqlLogger } from 'drizzle-orm';
import type { Config } from './config.ts';
import { migrate } from './db/migrate.ts';
import { openDatabase } from './db/open.ts';
import { programDb, type ViewerAccess, viewerDb } from './db/viewer-db.ts';
import { localOwner } from './features/account/account.command.ts';
import type { Viewer } from './features/account/viewer.ts';
import { auditEntry } from './features/audit/audit.table.ts';
import { loadDemo } from './features/demo/demo.command.ts';
import { onCommit } from './feed/commit.ts';
import { createCursors } from './feed/cursor.ts';
import { Hub, type HubOptions } from './feed/hub.ts';
import { inProcessNotifier } from './feed/notifier.ts';
import { createHealth } from './http/health.ts';
import type { Context } from './graphql/context.ts';
import { type Auth, createAuth } from './http/auth/auth.ts';
import type { AuthEvent } from './http/auth/events.ts';
import { isFirstStart } from './http/auth/secret.ts';
import { drain, listen } from './http/listen.ts';
import { cutStalled } from './http/stall.ts';
import { serveWebSocket } from './http/websocket.ts';
import { createAuthenticate } from './http/authenticate.ts';
import type { Asking } from './http/asking.ts';
import { createGraphql, type Graphql } from './http/yoga.ts';
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
  /** Milliseconds after which a client that takes nothing is cut off. */
  writeTimeout?: number;
  /** Whether requests from this machine act as the local owner, where not as the configuration says. */
  localOwner?: boolean;
  /** Is told every statement of SQL that requests send. */
  sqlLog?: SqlLogger;
};

/** Starts the service. The address is taken first: a port in use shows at once, and `/readyz` can tell of the rest. */
export async function startApp(options: AppOptions): Promise<App> {
  const { config, log } = options;
  const health = createHealth();
  let graphql: Graphql | undefined;
  let auth: Auth | undefined;
  const server = createServer((request, response) => {
    if (health.handle(request, response)) return;
    if (auth?.handle(request, response)) return;
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
      const mail = config.mail && createMail(config.mail, new URL(config.publicUrl ?? url).hostname);
      const attempts = options.attempts === undefined ? {} : { attempts: options.attempts };
      const onEvent = async ({ action, accountId, address }: AuthEvent): Promise<void> => {
        await db.insert(auditEntry).values({ action, accountId, address: address || null });
      };
      const signIn = await createAuth({
        db,
        sql: database.sql,
        config,
        mail,
        log,
        url,
        onEvent,
        ...attempts,
      });
      auth = signIn;
      const signInLink = (await isFirstStart(db)) ? await signIn.signInLink(viewer.accountId) : null;
      if (options.demo) await loadDemo(db, viewer, log);
      const notifier = inProcessNotifier();
      onCommit(db, notifier.wake);
      const hub = new Hub({ db, log, notifier, ...options.feed });
      const cursors = createCursors(db);
      const authenticate = createAuthenticate({
        db,
        sessionOf: signIn.sessionOf,
        localOwner: options.localOwner ?? mayActAsOwner(config),
      });
      const handleOf = (of: Viewer): Db => {
        const handle = seenDb(viewerDb(database.app, accessOf(of), relations, options.sqlLog));
        onCommit(handle, notifier.wake);
        return handle;
      };
      const createContext = async (asking: Asking): Promise<Context> => {
        const asker = await authenticate(asking);
        const renew = () => createContext(asking);
        const { signal } = asking;
        return { db: handleOf(asker), owner: db, viewer: asker, publicUrl: url, hub, cursors, signal, renew };
      };
      graphql = createGraphql({ schema, createContext, log });
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

/** Whoever sits at this machine owns what its embedded database holds, as long as nobody else can reach the service. */
function mayActAsOwner({ host, databaseUrl, localOwner }: Config): boolean {
  return localOwner && databaseUrl === undefined && ['127.0.0.1', '::1', 'localhost'].includes(host);
}

/** What serves GraphQL makes a URL of the host as the client names it, and fails where that is none. */
function hasUrl({ headers, url }: IncomingMessage): boolean {
  return URL.canParse(`http://${headers.host ?? 'localhost'}${url}`);
}
