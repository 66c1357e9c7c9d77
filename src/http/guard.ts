import type { IncomingMessage, ServerResponse } from 'node:http';
import { GraphQLError } from 'graphql';
import { setSecurityHeaders } from './headers.ts';
import { isWelcome, type Origins } from './origin.ts';
import { refuse } from './refuse.ts';

/** Looks at a request before anything else does; tells whether it has answered it. */
export type Guard = (request: IncomingMessage, response: ServerResponse) => boolean;

/**
 * The web's rules [L10] for every request: security headers, CORS for the origins that are let in and for no other, and no
 * operation that a page from elsewhere makes with somebody's cookies. Signing in keeps its own watch over where that comes from.
 */
export function createGuard(origins: Origins): Guard {
  const secure = origins.publicUrl?.startsWith('https:') ?? false;
  return (request, response) => {
    setSecurityHeaders(response, secure);
    if (answerCors(request, response, origins)) return true;
    if (isForged(request, origins)) {
      return refuse(
        request,
        response,
        told('A page from elsewhere may not use this sign-in; see CORS_ORIGINS.', 403),
      );
    }
    return false;
  };
}

/** Says to pages of listed origins that they may read the answer, and answers what browsers ask beforehand. */
function answerCors(request: IncomingMessage, response: ServerResponse, { allowed }: Origins): boolean {
  if (allowed.length > 0) response.setHeader('Vary', 'Origin');
  const { origin } = request.headers;
  if (origin === undefined || !allowed.includes(origin)) return false;
  response.setHeader('Access-Control-Allow-Origin', origin);
  response.setHeader('Access-Control-Allow-Credentials', 'true');
  response.setHeader('Access-Control-Expose-Headers', 'Retry-After');
  response.setHeader('Cross-Origin-Resource-Policy', 'cross-origin');
  if (request.method !== 'OPTIONS' || request.headers['access-control-request-method'] === undefined)
    return false;
  response.setHeader('Access-Control-Allow-Methods', 'GET, POST');
  response.setHeader('Access-Control-Allow-Headers', 'Authorization, Content-Type');
  response.setHeader('Access-Control-Max-Age', '600');
  response.writeHead(204).end();
  return true;
}

/**
 * Cookies are sent with whatever a page asks for, wherever it comes from. Following a link to a page of ours is no such
 * request, as long as it does not carry a query.
 */
function isForged(request: IncomingMessage, origins: Origins): boolean {
  const { headers, method, url = '' } = request;
  if (url.split('?')[0] !== '/graphql' || headers.cookie === undefined || isWelcome(request, origins))
    return false;
  const opens = headers['sec-fetch-mode'] === 'navigate' && method === 'GET';
  return !opens || url.startsWith('/graphql?');
}

function told(message: string, status: number): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'FORBIDDEN', http: { status } } });
}
