import { sql } from 'drizzle-orm';
import { boolean, check, snakeCase, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { createdAt, newId } from '../../db/columns.ts';

/** A person or program that reads and writes. Accounts belong to no project. */
export const account = snakeCase.table(
  'account',
  {
    id: uuid().primaryKey().$defaultFn(newId),
    name: text().notNull(),
    /** Where it is reached, and what it signs in with; in small letters. */
    email: text().notNull(),
    emailVerified: boolean().notNull().default(false),
    image: text(),
    /** The one account that acts for whoever sits at this machine. */
    localOwner: boolean().notNull().default(false),
    createdAt: createdAt(),
    updatedAt: createdAt(),
  },
  (t) => [
    uniqueIndex('account_email').on(t.email),
    check('account_email_small', sql`${t.email} = lower(${t.email})`),
    uniqueIndex('account_one_local_owner')
      .on(t.localOwner)
      .where(sql`local_owner`),
  ],
);
