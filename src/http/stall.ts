import type { Server } from 'node:http';
import type { Socket } from 'node:net';

type Watched = { flushed: number; since: number };

/**
 * Cuts connections whose client takes nothing of what waits to be sent to it [F9]: events over SSE and WebSocket as well as
 * ordinary answers. Slow is fine; it is cut when not a byte has left for `limit` milliseconds.
 *
 * @returns a function that ends the watch
 */
export function cutStalled(server: Server, limit: number): () => void {
  const watched = new Map<Socket, Watched>();
  server.on('connection', (socket) => {
    watched.set(socket, { flushed: 0, since: Date.now() });
    socket.once('close', () => watched.delete(socket));
  });
  const look = setInterval(() => {
    const now = Date.now();
    for (const [socket, last] of watched) {
      const flushed = socket.bytesWritten - socket.writableLength;
      if (socket.writableLength === 0 || flushed !== last.flushed) {
        watched.set(socket, { flushed, since: now });
      } else if (now - last.since >= limit) {
        socket.destroy();
      }
    }
  }, limit / 4).unref();
  return () => clearInterval(look);
}
