import type { IncomingMessage, ServerResponse } from 'node:http';

/** Bytes of a request to sign in or the like at most. */
const BODY_MAX = 16 * 2 ** 10;

/** The header in which better-auth is told the client's address; whatever the client sent under that name is dropped. */
export const ADDRESS_HEADER = 'x-demarche-address';

/** @returns the body as text, or null where it is too long */
export async function bodyOf(request: IncomingMessage): Promise<string | null> {
  const parts: Buffer[] = [];
  let length = 0;
  // Not destroyed where we stop early: the client is to read why.
  for await (const part of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    length += part.length;
    if (length > BODY_MAX) return null;
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}

/** Headers as fetch has them, with the client's address as we know it in place of what it says itself. */
export function headersOf(request: IncomingMessage, address: string): Headers {
  const headers = new Headers();
  for (const [name, value] of Object.entries(request.headers)) {
    if (name.startsWith(':') || value === undefined) continue;
    for (const one of [value].flat()) headers.append(name, one);
  }
  for (const name of ['content-length', 'transfer-encoding', 'connection']) headers.delete(name);
  headers.set(ADDRESS_HEADER, address);
  return headers;
}

/** Sends what better-auth answered. */
export async function sendResponse(response: ServerResponse, answer: Response): Promise<void> {
  const headers: Record<string, string | string[]> = {};
  for (const [name, value] of answer.headers) if (name !== 'set-cookie') headers[name] = value;
  const cookies = answer.headers.getSetCookie();
  if (cookies.length > 0) headers['set-cookie'] = cookies;
  response.writeHead(answer.status, { ...headers, 'cache-control': 'no-store' });
  response.end(Buffer.from(await answer.arrayBuffer()));
}

/** A refusal in one line. */
export function refuse(response: ServerResponse, status: number, why: string): void {
  response
    .writeHead(status, {
      ...{ 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' },
      ...(status === 413 && { connection: 'close' }),
    })
    .end(`${why}\n`);
}
