import type { IncomingMessage, ServerResponse } from 'node:http';
import { bodyOf, headersOf, refuse, sendResponse } from './request.ts';

/** The routes of better-auth that are served; it has more, for which there is no use here or which our pages alone may ask for. */
const served = new Map([
  ['/auth/sign-in/email', 'POST'],
  ['/auth/sign-in/social', 'POST'],
  ['/auth/sign-in/link', 'POST'],
  ['/auth/sign-up/email', 'POST'],
  ['/auth/sign-out', 'POST'],
  ['/auth/change-password', 'POST'],
  ['/auth/request-password-reset', 'POST'],
  ['/auth/reset-password', 'POST'],
  ['/auth/callback/oidc', 'GET'],
]);

export type Api = {
  /** Passes a request on to better-auth, and its answer back. */
  pass(request: IncomingMessage, response: ServerResponse): Promise<void>;
  /** Asks better-auth as if the browser had, so that its limits and cookies hold for our pages too. POST where there is a body. */
  ask(request: IncomingMessage, path: string, body?: object): Promise<Response>;
};

export function createApi(
  handler: (request: Request) => Promise<Response>,
  origin: string,
  addressOf: (request: IncomingMessage) => string,
): Api {
  return {
    async pass(request, response) {
      const [path = ''] = (request.url ?? '').split('?');
      const method = served.get(path);
      if (method === undefined) return refuse(response, 404, 'Not found');
      if (request.method !== method) {
        response.setHeader('allow', method);
        return refuse(response, 405, 'Method not allowed');
      }
      const headers = headersOf(request, addressOf(request));
      // Node's fetch sends it too, where no page asks.
      if (!headers.has('sec-fetch-site')) headers.delete('sec-fetch-mode');
      const body = method === 'POST' ? await bodyOf(request) : undefined;
      if (body === null) return refuse(response, 413, 'The request is too long');
      const sent = new Request(origin + request.url, { method, headers, ...(body ? { body } : {}) });
      return sendResponse(response, await handler(sent));
    },
    async ask(request, path, body) {
      const headers = headersOf(request, addressOf(request));
      // That a page of ours asks has been checked; a link that somebody follows carries no Origin.
      for (const name of ['referer', 'sec-fetch-site', 'sec-fetch-mode', 'sec-fetch-dest'])
        headers.delete(name);
      headers.set('origin', origin);
      if (body === undefined) return handler(new Request(origin + path, { headers }));
      headers.set('content-type', 'application/json');
      return handler(new Request(origin + path, { method: 'POST', headers, body: JSON.stringify(body) }));
    },
  };
}
