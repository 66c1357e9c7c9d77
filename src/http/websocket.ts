import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { type DocumentNode, type ExecutionArgs, type ExecutionResult, GraphQLError } from 'graphql';
import { useServer } from 'graphql-ws/use/ws';
import { type WebSocket, WebSocketServer } from 'ws';
import { type Asking, askingOf } from './asking.ts';
import { BODY_MAX, type Graphql } from './yoga.ts';

/** Milliseconds that a client has to answer the closing of its connection. */
const CLOSE_LIMIT = 1_000;

type Params = { query: string; operationName?: string | null; variables?: Record<string, unknown> | null };
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
 * @param graphql undefined as long as the service cannot answer
 */
export function serveWebSocket(
  server: Server,
  graphql: () => Graphql | undefined,
): { close(): Promise<void> } {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: BODY_MAX });
  const run = (args: ExecutionArgs): Results | Promise<Results> => (args as Prepared).run(args);
  const running = useServer(
    {
      execute: run as never,
      subscribe: run as never,
      onSubscribe: (connection, _, params) => {
        const serving = graphql();
        if (!serving) return [unavailable()];
        const { socket, request } = connection.extra;
        const asking = askingOf(request, signalOf(socket), authorizationIn(connection.connectionParams));
        return prepare(serving, params, asking);
      },
    },
    sockets,
  );
  const upgrade = (request: IncomingMessage, socket: Duplex, head: Buffer): void => {
    const refusal = refusalOf(request, graphql() !== undefined);
    if (refusal === undefined) {
      sockets.handleUpgrade(request, socket, head, (opened) => sockets.emit('connection', opened, request));
    } else {
      socket.on('error', () => socket.destroy());
      socket.end(`HTTP/1.1 ${refusal}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
    }
  };
  server.on('upgrade', upgrade);
  return {
    close: async () => {
      server.off('upgrade', upgrade);
      const cut = setTimeout(() => {
        for (const socket of sockets.clients) socket.terminate();
      }, CLOSE_LIMIT);
      await running.dispose();
      clearTimeout(cut);
    },
  };
}

function refusalOf({ url, headers }: IncomingMessage, ready: boolean): string | undefined {
  if (url?.split('?')[0] !== '/graphql') return '404 Not Found';
  if (!ready) return '503 Service Unavailable';
  const { origin, host } = headers;
  const sameOrigin = origin === undefined || (URL.canParse(origin) && new URL(origin).host === host);
  return sameOrigin ? undefined : '403 Forbidden';
}

async function prepare(
  graphql: Graphql,
  params: Params,
  asking: Asking,
): Promise<Prepared | readonly GraphQLError[]> {
  const engine = graphql.getEnveloped({ params, asking, request: { signal: asking.signal } } as never);
  try {
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
  socket.once('close', () => gone.abort());
  if (socket.readyState === socket.CLOSED) gone.abort();
  signals.set(socket, gone.signal);
  return gone.signal;
}

function unavailable(): GraphQLError {
  return new GraphQLError('The service is not ready yet; try again.', {
    extensions: { code: 'UNAVAILABLE' },
  });
}
