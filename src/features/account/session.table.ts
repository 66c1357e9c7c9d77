import { sql } from 'drizzle-orm';
import { bigint, boolean, check, index, integer, snakeCase, text, timestamp } from 'drizzle-orm/pg-core';
import { unique, uuid } from 'drizzle-orm/pg-core';
import { createdAt, newId } from '../../db/columns.ts';
import { account } from './account.table.ts';

// What better-auth keeps, under the names that it gives the columns in code: its user is our account, its account our
// credential. None of it is for anybody but the service itself: the application role has no right to any of these tables.

const key = () => uuid().primaryKey().$defaultFn(newId);
const userId = () =>
  uuid()
    .notNull()
    .references(() => account.id, { onDelete: 'cascade' });

/** Somebody who has signed in with a browser. */
export const session = snakeCase.table(
  'session',
  {
    id: key(),
    userId: userId(),
    token: text().notNull(),
    expiresAt: timestamp({ withTimezone: true }).notNull(),
    ipAddress: text(),
    userAgent: text(),
    createdAt: createdAt(),
    updatedAt: createdAt(),
  },
  (t) => [
    unique('session_token').on(t.token),
    index('session_by_account').on(t.userId),
    index('session_by_expiry').on(t.expiresAt),
  ],
);

/** A way in which an account can sign in: a password, hashed, or an identity at an OpenID Connect provider. */
export const credential = snakeCase.table(
  'credential',
  {
    id: key(),
    userId: userId(),
    /** `credential` for a password, else the provider. */
    providerId: text().notNull(),
    /** Who it is at the provider; for a password, the account's own id. */
    accountId: text().notNull(),
    password: text(),
    /** The provider's tokens: never kept, since nothing is asked of it after sign-in. */
    accessToken: text(),
    refreshToken: text(),
    idToken: text(),
    accessTokenExpiresAt: timestamp({ withTimezone: true }),
    refreshTokenExpiresAt: timestamp({ withTimezone: true }),
    scope: text(),
    createdAt: createdAt(),
    updatedAt: createdAt(),
  },
  (t) => [
    unique('credential_of_provider').on(t.providerId, t.accountId),
    index('credential_by_account').on(t.userId),
    check(
      'credential_keeps_no_token',
      sql`${t.accessToken} is null and ${t.refreshToken} is null and ${t.idToken} is null`,
    ),
  ],
);

/** What waits to be used once: sign-in links, password resets, sign-ins under way at a provider. */
export const verification = snakeCase.table(
  'verification',
  {
    id: key(),
    /** Hashed (SHA-256): who reads the table cannot use what is in it. */
    identifier: text().notNull(),
    value: text().notNull(),
    expiresAt: timestamp({ withTimezone: true }).notNull(),
    createdAt: createdAt(),
    updatedAt: createdAt(),
  },
  (t) => [
    index('verification_by_identifier').on(t.identifier),
    index('verification_by_expiry').on(t.expiresAt),
  ],
);

/** How often an address has tried to sign in lately; one row an address and route, shared by all instances. */
export const signInAttempt = snakeCase.table(
  'sign_in_attempt',
  {
    id: key(),
    key: text().notNull(),
    count: integer().notNull(),
    /** Milliseconds since 1970. */
    lastRequest: bigint({ mode: 'number' }).notNull(),
  },
  (t) => [unique('sign_in_attempt_key').on(t.key)],
);

/** What all instances over this database share; one row. */
export const installation = snakeCase.table(
  'installation',
  {
    one: boolean().primaryKey().default(true),
    /** Signs cookies where AUTH_SECRET is not set. */
    authSecret: text().notNull(),
    /** When the first sign-in link was made; it is told once. */
    linkToldAt: timestamp({ withTimezone: true }),
  },
  (t) => [check('installation_is_one', sql`${t.one}`)],
);
