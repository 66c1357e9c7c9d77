import { drizzleAdapter } from '@better-auth/drizzle-adapter/relations-v2';
import type { BetterAuthOptions } from 'better-auth';
import { isAPIError } from 'better-auth/api';
import { drizzle } from 'drizzle-orm/postgres-js';
import type { Sql } from 'postgres';
import type { Config } from '../../config.ts';
import { newId } from '../../db/columns.ts';
import { account } from '../../features/account/account.table.ts';
import { PASSWORD_MAX, PASSWORD_MIN } from '../../features/account/new-account.ts';
import { credential, session, signInAttempt, verification } from '../../features/account/session.table.ts';
import type { Logger } from '../../log.ts';
import { ADDRESS_HEADER } from './request.ts';

/** Seconds after which a session ends, used or not. */
const SESSION = 30 * 24 * 3_600;

type Given = {
  sql: Sql;
  config: Pick<Config, 'signUp' | 'oidc'>;
  log: Logger;
  secret: string;
  origins: readonly [string, ...string[]];
  /** Attempts to sign in, or to be sent a new password, that an address has a minute. */
  attempts: number;
  later: (work: Promise<unknown>) => void;
};

/** What better-auth is told of storage, sessions, cookies and passwords. Whatever it would read in the environment is said here. */
export function authOptions({ sql, config, log, secret, origins, attempts, later }: Given) {
  const secure = origins[0].startsWith('https:');
  return {
    appName: 'Demarche',
    baseURL: origins[0],
    basePath: '/auth',
    trustedOrigins: [...origins],
    secrets: [{ version: 1, value: secret }],
    telemetry: { enabled: false },
    database: drizzleAdapter(drizzle({ client: sql }), {
      provider: 'pg',
      schema: { user: account, session, account: credential, verification, rateLimit: signInAttempt },
      transaction: true,
    }),
    session: { expiresIn: SESSION, disableSessionRefresh: true },
    verification: { storeIdentifier: 'hashed' },
    account: { updateAccountOnSignIn: false, accountLinking: { trustedProviders: [] } },
    emailAndPassword: {
      enabled: true,
      disableSignUp: config.signUp !== 'open',
      // Without it, sign-up answers whether an address has an account.
      autoSignIn: false,
      minPasswordLength: PASSWORD_MIN,
      maxPasswordLength: PASSWORD_MAX,
      revokeSessionsOnPasswordReset: true,
    },
    user: {
      // Only a proven address says who somebody is.
      validateUserInfo: ({ user, source }) =>
        source.method === 'oauth' && source.action !== 'sign-in' && user.emailVerified !== true
          ? { error: 'email_not_verified' }
          : undefined,
    },
    rateLimit: {
      enabled: true,
      storage: 'database',
      customRules: {
        ...Object.fromEntries(limited.map((path) => [path, { window: 60, max: attempts }])),
        '/**': false as const,
      },
    },
    onAPIError: { throw: true, errorURL: `${origins[0]}/sign-in` },
    logger: { level: 'debug', log: (level, message, ...rest) => toLog(log, level, message, rest) },
    advanced: {
      cookiePrefix: secure ? '__Host-demarche' : 'demarche',
      useSecureCookies: false,
      defaultCookieAttributes: { secure, httpOnly: true, sameSite: 'lax', path: '/' },
      // Said although it is the default: better-auth leaves both checks out where NODE_ENV is test.
      disableCSRFCheck: false,
      disableOriginCheck: false,
      ipAddress: { ipAddressHeaders: [ADDRESS_HEADER] },
      database: { generateId: () => newId() },
      backgroundTasks: { handler: later },
    },
  } satisfies BetterAuthOptions;
}

const limited = [
  '/sign-in/email',
  '/sign-in/link',
  '/sign-up/email',
  '/sign-up/invited',
  '/change-password',
  '/request-password-reset',
  '/reset-password',
];

/**
 * What better-auth logs is mostly of visitors' making, its own errors too. Of an error beneath only the cause is kept: Drizzle's
 * own message holds the values of the statement.
 */
function toLog(log: Logger, level: string, message: string, rest: unknown[]): void {
  const error = rest.find((one) => one instanceof Error && !isAPIError(one));
  if (error instanceof Error && error.name !== 'BetterAuthError')
    log.error({ err: innermost(error) }, `sign-in: ${message}`);
  else log[level === 'error' ? 'info' : 'debug'](`sign-in: ${message}`);
}

export function innermost(error: unknown): unknown {
  return error instanceof Error && error.cause !== undefined ? innermost(error.cause) : error;
}
