import type { IncomingMessage } from 'node:http';

/** What a request brings by which it is known whose it is. An operation over a WebSocket has what its connection brought. */
export type Asking = {
  headers: Headers;
  /** Whether it comes from this machine, from one of our own pages or no page, and was not handed on by a proxy. */
  local: boolean;
  /** The network address it came from. */
  address: string | null;
  /** Aborted when the client leaves. */
  signal: AbortSignal;
};

/** @param authorization in place of the header, for browsers, which cannot set one on a WebSocket */
export function askingOf(request: IncomingMessage, signal: AbortSignal, authorization?: string): Asking {
  const headers = new Headers();
  for (const [name, value] of Object.entries(request.headers)) {
    for (const one of [value ?? []].flat()) headers.append(name, one);
  }
  if (authorization !== undefined) headers.set('authorization', authorization);
  return { headers, local: isLocal(request), address: request.socket.remoteAddress ?? null, signal };
}

function isLocal({ headers, socket }: IncomingMessage): boolean {
  return (
    headers['x-forwarded-for'] === undefined &&
    ['127.0.0.1', '::1', '::ffff:127.0.0.1'].includes(socket.remoteAddress ?? '')
  );
}
