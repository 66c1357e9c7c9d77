import { sql } from 'drizzle-orm';
import { boolean, snakeCase, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { createdAt, newId } from '../../db/columns.ts';

/** A person or program that reads and writes. Accounts belong to no project. */
export const account = snakeCase.table(
  'account',
  {
    id: uuid().primaryKey().$defaultFn(newId),
    name: text().notNull(),
    /** The one account that acts for whoever sits at this machine. */
    localOwner: boolean().notNull().default(false),
    createdAt: createdAt(),
  },
  (t) => [
    uniqueIndex('account_one_local_owner')
      .on(t.localOwner)
      .where(sql`local_owner`),
  ],
);
