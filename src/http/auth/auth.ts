import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import { betterAuth } from 'better-auth/minimal';
import type { Sql } from 'postgres';
import type { Config } from '../../config.ts';
import type { AccountMade, NewAccount } from '../../features/account/new-account.ts';
import type { Logger } from '../../log.ts';
import type { Mail } from '../../mail/mail.ts';
import type { Db } from '../../tables.ts';
import { accounts } from './accounts.ts';
import { type AuthEvent, eventHooks } from './events.ts';
import { authOptions, innermost, openIdConnect } from './options.ts';
import { isFromHere, ownOrigins } from './origin.ts';
import { createPages } from './pages/pages.ts';
import { ADDRESS_HEADER, bodyOf, headersOf, refuse, sendResponse } from './request.ts';
import { authSecret } from './secret.ts';
import { signInLinks } from './sign-in-link.ts';

export type AuthOptions = {
  db: Db;
  sql: Sql;
  config: Pick<Config, 'authSecret' | 'publicUrl' | 'signUp' | 'oidc'>;
  /** Undefined: no mail is sent, and whoever asks for some is told so. */
  mail: Mail | undefined;
  log: Logger;
  /** Where the service listens. */
  url: string;
  /** What has happened, for the audit trail. */
  onEvent?: (event: AuthEvent) => Promise<void>;
  /** The client's address, as far as it is known; without: that of the connection. */
  addressOf?: (request: IncomingMessage) => string;
  /** Attempts to sign in that an address has a minute. */
  attempts?: number;
};

export type Auth = {
  /** Answers if the request is one of signing in and accounts, and tells whether it was. */
  handle(request: IncomingMessage, response: ServerResponse): boolean;
  /** Who is signed in, by the cookie among a request's headers. */
  sessionOf(headers: IncomingHttpHeaders | Headers): Promise<{ accountId: string; sessionId: string } | null>;
  /** A link that signs in to an account, once, within 24 hours. */
  signInLink(accountId: string): Promise<string>;
  /** Makes an account, also where sign-up is closed. The caller has made sure that there is an invitation. */
  createAccount(given: NewAccount): Promise<AccountMade>;
  /** Waits for mail and events that are still under way. */
  close(): Promise<void>;
};

/** The routes of better-auth that are served; it has more, for which there is no use here. */
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

/** Accounts and sessions, with better-auth over the service's own database. */
export async function createAuth(options: AuthOptions): Promise<Auth> {
  const { db, sql, config, mail, log, url } = options;
  const origins = ownOrigins(config.publicUrl, url);
  const [origin] = origins;
  const underWay = new Set<Promise<unknown>>();
  const later = (work: Promise<unknown>): void => {
    const settled = work
      .catch((error: unknown) => log.error({ err: innermost(error) }, 'what followed a sign-in failed'))
      .finally(() => underWay.delete(settled));
    underWay.add(settled);
  };
  const tell = options.onEvent ?? (async () => {});
  const base = authOptions({
    ...{ sql, config, log, origins, attempts: options.attempts ?? 30, later },
    secret: await authSecret(db, config.authSecret),
  });
  const auth = betterAuth({
    ...base,
    ...eventHooks(tell, later),
    emailAndPassword: {
      ...base.emailAndPassword,
      ...(mail && { sendResetPassword: ({ user, token }) => sendReset(mail, origin, user.email, token) }),
      onPasswordReset: async ({ user }, request) => {
        // The mail arrived, so the address is theirs.
        const { internalAdapter } = await auth.$context;
        await internalAdapter.updateUser(user.id, { emailVerified: true });
        const address = request?.headers.get(ADDRESS_HEADER) ?? '';
        await tell({ action: 'PASSWORD_CHANGED', accountId: user.id, address });
      },
    },
    plugins: [signInLinks, accounts, ...(config.oidc ? [openIdConnect(config.oidc)] : [])],
  });
  await auth.$context;

  const addressOf = options.addressOf ?? ((request) => request.socket.remoteAddress ?? '');
  /** Asks better-auth as if the browser had, so that its limits and cookies hold for our pages too. */
  const ask = async (request: IncomingMessage, path: string, body?: object): Promise<Response> => {
    const headers = headersOf(request, addressOf(request));
    // That a page of ours asks has been checked; a link that somebody follows carries no Origin.
    for (const name of ['referer', 'sec-fetch-site', 'sec-fetch-mode', 'sec-fetch-dest'])
      headers.delete(name);
    headers.set('origin', origin);
    if (body !== undefined) headers.set('content-type', 'application/json');
    const sent = body === undefined ? {} : { body: JSON.stringify(body) };
    return auth.handler(
      new Request(origin + path, { method: body === undefined ? 'GET' : 'POST', headers, ...sent }),
    );
  };
  const whose = async (headers: IncomingHttpHeaders | Headers) => {
    const cookie = headers instanceof Headers ? headers.get('cookie') : headers.cookie;
    if (!cookie) return null;
    return auth.api.getSession({ headers: new Headers({ cookie }), query: { disableRefresh: true } });
  };
  const pages = createPages({
    ...{ ask, whose, origin },
    mail: mail !== undefined,
    signUp: config.signUp === 'open',
    provider: config.oidc?.name,
    findLink: (token) => auth.api.findSignInLink({ body: { token } }),
  });

  const api = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
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
    return sendResponse(response, await auth.handler(sent));
  };

  return {
    handle(request, response) {
      const path = (request.url ?? '').split('?')[0] ?? '';
      const page = pages.get(path);
      if (page === undefined && path !== '/auth' && !path.startsWith('/auth/')) return false;
      const reads = request.method === 'GET' || request.method === 'HEAD';
      if (!reads && !isFromHere(request.headers, origins)) {
        refuse(response, 403, `This page is not one of ${origin}. If it is, set PUBLIC_URL to its address.`);
        return true;
      }
      void (page ?? api)(request, response).catch((error: unknown) => {
        log.error({ err: innermost(error) }, 'a request to sign in failed unexpectedly');
        if (response.headersSent) response.destroy();
        else refuse(response, 500, 'Something went wrong here; it has been logged.');
      });
      return true;
    },
    async sessionOf(headers) {
      const found = await whose(headers);
      return found && { accountId: found.user.id, sessionId: found.session.id };
    },
    async signInLink(accountId) {
      const { token } = await auth.api.makeSignInLink({ body: { accountId } });
      return `${origin}/sign-in/link?token=${token}`;
    },
    createAccount: (given) => auth.api.createAccount({ body: given }),
    close: async () => {
      await Promise.all(underWay);
    },
  };
}

function sendReset(mail: Mail, origin: string, to: string, token: string): Promise<void> {
  return mail.send({
    to,
    subject: 'A new password for Demarche',
    text:
      `Somebody, probably you, has asked for a new password. Set it here within the hour:\n\n` +
      `${origin}/set-password?token=${token}\n\n` +
      `If it was not you, do nothing: the password stays as it is.\n`,
  });
}
