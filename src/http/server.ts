import { createServer, type RequestListener, type Server } from 'node:http';
import type { Socket } from 'node:net';
import { isLoopback, networkOf } from './address.ts';
import type { Pace } from './body.ts';

/** How patient the service is, in milliseconds, and with how many connections. */
export type HttpLimits = {
  /** Until the headers are there. */
  headers?: number;
  /** Until the request is there. */
  request?: number;
  pace?: Pace;
  /** Connections of one address; proxies that are trusted hold them for many. */
  connections?: number;
};

/** Bytes of all headers together. */
const HEADER_BYTES = 16 * 1_024;

/** A server that gives up on clients that do not get to the point [L4]. */
export function createHttpServer(limits: HttpLimits = {}, listener: RequestListener): Server {
  const headers = limits.headers ?? 10_000;
  const server = createServer(
    {
      maxHeaderSize: HEADER_BYTES,
      headersTimeout: headers,
      requestTimeout: limits.request ?? 600_000,
      connectionsCheckingInterval: Math.min(headers / 4, 5_000),
      // Longer than clients and proxies keep a connection that nobody uses, so that none sends into one just closed.
      keepAliveTimeout: 75_000,
      insecureHTTPParser: false,
      requireHostHeader: true,
    },
    listener,
  );
  // All of them: Node leaves out what is beyond the number without a word, and with it what a proxy has added at the end.
  server.maxHeadersCount = 0;
  boundConnections(server, limits.connections ?? 1_000);
  return server;
}

/** The machine itself, and proxies on it, hold connections for many. */
const LOOPBACK_SHARE = 10;

/** Cuts connections of an address that holds too many already. */
function boundConnections(server: Server, max: number): void {
  const open = new Map<string, number>();
  server.on('connection', (socket: Socket) => {
    const address = networkOf(socket.remoteAddress ?? '');
    const held = open.get(address) ?? 0;
    if (held >= (isLoopback(socket.remoteAddress ?? '') ? max * LOOPBACK_SHARE : max)) {
      socket.destroy();
      return;
    }
    open.set(address, held + 1);
    socket.once('close', () => {
      const left = (open.get(address) ?? 1) - 1;
      if (left === 0) open.delete(address);
      else open.set(address, left);
    });
  });
}
