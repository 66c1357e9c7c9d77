import { doublePrecision, snakeCase, text, timestamp } from 'drizzle-orm/pg-core';

/**
 * How full the bucket of an account, token or address is, for all instances together. The migration makes it UNLOGGED:
 * after a crash all buckets are empty, which harms nobody.
 */
export const rateBucket = snakeCase.table('rate_bucket', {
  key: text().primaryKey(),
  /** Requests in it at `at`; they leak out at the bucket's rate. */
  requests: doublePrecision().notNull(),
  /** Points of cost in it at `at`. */
  points: doublePrecision().notNull(),
  at: timestamp({ withTimezone: true }).notNull(),
  /** What the last drawing was given, for its statement to return. */
  drawnRequests: doublePrecision().notNull(),
  drawnPoints: doublePrecision().notNull(),
});
