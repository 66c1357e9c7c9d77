import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import { betterAuth } from 'better-auth/minimal';
import { lt } from 'drizzle-orm';
import type { Sql } from 'postgres';
import type { Config } from '../../config.ts';
import type { AccountMade, NewAccount } from '../../features/account/new-account.ts';
import { session } from '../../features/account/session.table.ts';
import type { Logger } from '../../log.ts';
import type { Mail } from '../../mail/mail.ts';
import { revokeTokensOf } from '../../features/access-token/revoke-tokens.command.ts';
import type { Db } from '../../tables.ts';
import { accounts } from './accounts.ts';
import { createApi } from './api.ts';
import { type AuthEvent, eventHooks } from './events.ts';
import { openIdConnect } from './oidc.ts';
import { authOptions, innermost } from './options.ts';
import { isFromHere, ownOrigins } from './origin.ts';
import { createPages } from './pages/pages.ts';
import { ADDRESS_HEADER, refuse } from './request.ts';
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
  const tell = async (event: AuthEvent): Promise<void> => {
    if (event.action === 'SIGNED_IN') later(removeExpired(db));
    await options.onEvent?.(event);
  };
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
        // Whoever held the account before may have made some, and they would outlive it.
        await revokeTokensOf(db, user.id);
        const address = request?.headers.get(ADDRESS_HEADER) ?? '';
        await tell({ action: 'PASSWORD_CHANGED', accountId: user.id, address });
      },
    },
    plugins: [signInLinks, accounts, ...(config.oidc ? [openIdConnect(config.oidc)] : [])],
  });
  await auth.$context;

  const addressOf = options.addressOf ?? ((request) => request.socket.remoteAddress ?? '');
  const { pass, ask } = createApi(auth.handler, origin, addressOf);
  const whose = async (headers: IncomingHttpHeaders | Headers) => {
    const cookie = headers instanceof Headers ? headers.get('cookie') : headers.cookie;
    if (!cookie) return null;
    return auth.api.getSession({ headers: new Headers({ cookie }), query: { disableRefresh: true } });
  };
  const pageAt = createPages({
    ...{ ask, whose, origin, db, addressOf },
    mail: mail !== undefined,
    signUp: config.signUp === 'open',
    provider: config.oidc?.name,
    findLink: (token) => auth.api.findSignInLink({ body: { token } }),
  });

  return {
    handle(request, response) {
      const path = (request.url ?? '').split('?')[0] ?? '';
      const page = pageAt(path);
      if (page === undefined && path !== '/auth' && !path.startsWith('/auth/')) return false;
      const reads = request.method === 'GET' || request.method === 'HEAD';
      if (!reads && !isFromHere(request.headers, origins)) {
        refuse(response, 403, `This page is not one of ${origin}. If it is, set PUBLIC_URL to its address.`);
        return true;
      }
      void (page ?? pass)(request, response).catch((error: unknown) => {
        // Who breaks off in the midst of a request is told nothing, and is no fault of ours.
        if (request.destroyed && !request.complete) return;
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

/** Sessions that have ended go as others begin. */
async function removeExpired(db: Db): Promise<void> {
  await db.delete(session).where(lt(session.expiresAt, new Date()));
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
