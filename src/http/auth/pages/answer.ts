import type { IncomingMessage, ServerResponse } from 'node:http';
import { bodyOf, refuse } from '../request.ts';
import { STYLE } from './html.ts';

export type Handler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;
/** A request to a page: the query on reading, the form on writing. */
export type Asked = { request: IncomingMessage; response: ServerResponse; query: URLSearchParams };
export type Page = { get?: (asked: Asked) => Promise<void>; post?: (asked: Asked) => Promise<void> };

/** Reads a request to a page, and answers those that it does not take. */
export function handlerOf({ get, post }: Page): Handler {
  return async (request, response) => {
    if (post && request.method === 'POST') {
      const body = await bodyOf(request);
      if (body === null) return refuse(response, 413, 'The request is too long');
      return post({ request, response, query: new URLSearchParams(body) });
    }
    if (get && (request.method === 'GET' || request.method === 'HEAD')) {
      const search = (request.url ?? '').split('?').slice(1).join('?');
      return get({ request, response, query: new URLSearchParams(search) });
    }
    response.setHeader('allow', [get && 'GET, HEAD', post && 'POST'].filter(Boolean).join(', '));
    return refuse(response, 405, 'Method not allowed');
  };
}

/** What better-auth says went wrong. */
export async function codeOf(answer: Response): Promise<string | undefined> {
  const told = (await answer.json().catch(() => null)) as { code?: string } | null;
  return told?.code;
}

export function passCookies(response: ServerResponse, answer?: Response): void {
  const cookies = answer?.headers.getSetCookie() ?? [];
  if (cookies.length > 0) response.setHeader('set-cookie', cookies);
}

/**
 * The address may hold a token: nobody is told it as the place that a request comes from, and nothing keeps the page. Forms tell
 * the host alone. Under no-referrer, meant for browsers that do not know the other, they would come without an Origin, and
 * off https nothing else shows that they are ours.
 */
const secret = { 'cache-control': 'no-store', 'referrer-policy': 'no-referrer, strict-origin' };

/** Leads on to a path, with the cookies of an answer of better-auth's. */
export function goOn(response: ServerResponse, location: string, answer?: Response): void {
  passCookies(response, answer);
  response.writeHead(303, { ...secret, 'referrer-policy': 'no-referrer', location }).end();
}

/** Shows a page. */
export function show(response: ServerResponse, page: string, status = 200): void {
  response.writeHead(status, {
    ...secret,
    'content-type': 'text/html; charset=utf-8',
    'x-content-type-options': 'nosniff',
    'content-security-policy':
      "default-src 'none'; style-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
  });
  response.end(page);
}

export const sendStyle: Handler = async (_, response) => {
  const headers = { 'content-type': 'text/css; charset=utf-8', 'cache-control': 'max-age=3600' };
  response.writeHead(200, headers).end(STYLE);
};
