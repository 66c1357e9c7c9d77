import { setMaxListeners } from 'node:events';
import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { type DocumentNode, type ExecutionArgs, type ExecutionResult, GraphQLError } from 'graphql';
import type { ServerOptions } from 'graphql-ws';
import { type Extra, useServer } from 'graphql-ws/use/ws';
import { WebSocket, WebSocketServer } from 'ws';
import { BODY_VALUES_MAX } from '../protocol/limits.ts';
import type { Logger } from '../log.ts';
import { holdsTooMuch } from './body.ts';
import type { Arrival, Arrive } from './arrival.ts';
import { maxBodyOf } from './caller.ts';
import type { Limits } from './limits.ts';
import { isWelcome, type Origins } from './origin.ts';
import { unavailable } from './refuse.ts';
import { withDocument } from './persisted.ts';
import type { Graphql } from './yoga.ts';

/** Milliseconds that a client has to answer the closing of its connection. */
const CLOSE_LIMIT = 1_000;

type Params = {
  query: string;
  operationName?: string | null;
  variables?: Record<string, unknown> | null;
  extensions?: Record<string, unknown> | null;
};
type Results = ExecutionResult | AsyncIterable<ExecutionResult>;

/** An operation with the functions that run it: plugins, masking and all, as over HTTP. */
type Prepared = ExecutionArgs & {
  run: (args: ExecutionArgs) => Results | Promise<Results>;
};

/**
 * Takes over connections to `/graphql` that ask for WebSocket (graphql-transport-ws), and runs their operations as over HTTP.
 * CORS does not hold for these, but a browser sends an Origin: pages from elsewhere are refused. A ping every 12 seconds
 * that is not answered within as many ends the connection.
 *
 * @param serving undefined as long as the service cannot answer
 */
export function serveWebSocket(
  server: Server,
  origins: Origins,
  serving: () => Serving | undefined,
  log: Logger,
): { close(): Promise<void> } {
  /** What is thrown on is written out by the library as it stands, with the values of statements. */
  const failed = (error: unknown): GraphQLError[] => {
    log.error({ err: error }, 'an operation over a WebSocket could not be taken');
    return [unavailable()];
  };
  const refused = (error: unknown): false => {
    failed(error);
    return false;
  };
  const run = (args: ExecutionArgs): Results | Promise<Results> => (args as Prepared).run(args);
  const options: ServerOptions<Record<string, unknown>, Extra> = {
    // A token that does not hold is told at once, and not at the first operation.
    onConnect: async ({ extra, connectionParams }) => {
      const authorization = authorizationIn(connectionParams);
      return (
        authorization === undefined || (await holds(serving(), extra.request, authorization).catch(refused))
      );
    },
    execute: run as never,
    subscribe: run as never,
    onSubscribe: async ({ extra, connectionParams }, _, params) => {
      const now = serving();
      if (!now) return [unavailable()];
      return prepare(now, params, extra, authorizationIn(connectionParams)).catch(failed);
    },
  };
  /** Servers by the size of the messages that they take. */
  const opened = new Map<number, { sockets: WebSocketServer; running: Disposable }>();
  const socketsFor = (maxPayload: number): WebSocketServer => {
    let found = opened.get(maxPayload);
    if (!found) {
      const sockets = new WebSocketServer({ noServer: true, maxPayload, WebSocket: BoundedWebSocket });
      found = { sockets, running: useServer(options, sockets) };
      opened.set(maxPayload, found);
    }
    return found.sockets;
  };
  const accept = async (request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> => {
    const now = serving();
    if (!now) return turnAway(socket, '503 Service Unavailable');
    if (!isWelcome(request, origins)) return turnAway(socket, '403 Forbidden');
    let arrival: Arrival;
    try {
      arrival = await now.arrive(request);
    } catch (error) {
      if (error instanceof GraphQLError) return turnAway(socket, '401 Unauthorized');
      throw error;
    }
    // Whoever signs in by a parameter of the connection sends large documents over HTTP.
    const sockets = socketsFor(maxBodyOf(arrival.viewer));
    sockets.handleUpgrade(request, socket, head, (opened) => sockets.emit('connection', opened, request));
  };
  const upgrade = (request: IncomingMessage, socket: Duplex, head: Buffer): void => {
    socket.on('error', () => socket.destroy());
    if (request.url?.split('?')[0] !== '/graphql') turnAway(socket, '404 Not Found');
    else
      accept(request, socket, head).catch((error: unknown) => {
        failed(error);
        turnAway(socket, '503 Service Unavailable');
      });
  };
  server.on('upgrade', upgrade);
  return {
    close: async () => {
      server.off('upgrade', upgrade);
      const all = [...opened.values()];
      const cut = setTimeout(() => {
        for (const { sockets } of all) for (const socket of sockets.clients) socket.terminate();
      }, CLOSE_LIMIT);
      await Promise.all(all.map(({ running }) => running.dispose()));
      clearTimeout(cut);
    },
  };
}

/** What serves operations, with its limits and with what tells whose a request is. */
export type Serving = {
  graphql: Graphql;
  limits: Pick<Limits, 'admit' | 'persisted'>;
  arrive: Arrive;
};

type Disposable = ReturnType<typeof useServer>;

/** Ends where a message would take more memory once parsed than any real one does; what parses it asks nobody. */
class BoundedWebSocket extends WebSocket {
  override emit(event: string | symbol, ...args: unknown[]): boolean {
    // A frame that is none, or too large: the connection ends by itself, and whoever sent it fills no log.
    if (event === 'error') return true;
    if (event === 'message' && Buffer.isBuffer(args[0]) && holdsTooMuch(args[0])) {
      this.close(1009, `A message holds at most ${BODY_VALUES_MAX} values`);
      return true;
    }
    return super.emit(event, ...args);
  }
}

function turnAway(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}

async function prepare(
  { graphql, limits, arrive }: Serving,
  given: Params,
  { socket, request }: Extra,
  authorization: string | undefined,
): Promise<Prepared | readonly GraphQLError[]> {
  try {
    const arrival = await arrive(request, authorization);
    const refusal = await limits.admit(arrival.caller);
    if (refusal) return [refusal];
    const params = withDocument(given, limits.persisted);
    const signal = signalOf(socket);
    const engine = graphql.getEnveloped({
      params,
      request: { signal },
      req: request,
      arrival,
      connection: socket,
    } as never);
    const document: DocumentNode = engine.parse(params.query);
    const faults = engine.validate(engine.schema, document) as readonly GraphQLError[];
    if (faults.length > 0) return faults;
    const subscription = document.definitions.some(
      (definition) => definition.kind === 'OperationDefinition' && definition.operation === 'subscription',
    );
    return {
      schema: engine.schema,
      document,
      operationName: params.operationName,
      variableValues: params.variables,
      contextValue: await engine.contextFactory(),
      run: subscription ? engine.subscribe : engine.execute,
    } as Prepared;
  } catch (error) {
    if (error instanceof GraphQLError) return [error];
    throw error;
  }
}

async function holds(
  now: Serving | undefined,
  request: IncomingMessage,
  authorization: string,
): Promise<boolean> {
  try {
    await now?.arrive(request, authorization);
    return true;
  } catch (error) {
    if (error instanceof GraphQLError) return false;
    throw error;
  }
}

function authorizationIn(params: Record<string, unknown> | undefined): string | undefined {
  const value = params?.['authorization'] ?? params?.['Authorization'];
  return typeof value === 'string' ? value : undefined;
}

const signals = new WeakMap<WebSocket, AbortSignal>();

/** Aborted when the connection is gone; one for all that runs over it. */
function signalOf(socket: WebSocket): AbortSignal {
  const known = signals.get(socket);
  if (known) return known;
  const gone = new AbortController();
  // As many listen as there are subscriptions, whose number is bounded elsewhere.
  setMaxListeners(0, gone.signal);
  socket.once('close', () => gone.abort());
  if (socket.readyState === socket.CLOSED) gone.abort();
  signals.set(socket, gone.signal);
  return gone.signal;
}
