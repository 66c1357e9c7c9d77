import {
  bigint,
  foreignKey,
  index,
  jsonb,
  pgEnum,
  snakeCase,
  text,
  timestamp,
  uuid,
} from 'drizzle-orm/pg-core';
import { newId } from '../../db/columns.ts';
import { account } from '../account/account.table.ts';
import { project } from '../project/project.table.ts';

export const auditAction = pgEnum('audit_action', [
  'SIGNED_IN',
  'SIGN_IN_FAILED',
  'SIGNED_OUT',
  'PASSWORD_CHANGED',
  'PROJECT_CREATED',
  'PROJECT_OPENED',
  'PROJECT_CLOSED',
  'INVITED',
  'INVITATION_REVOKED',
  'INVITATION_ACCEPTED',
  'ROLE_CHANGED',
  'MEMBER_REMOVED',
  'TOKEN_CREATED',
  'TOKEN_REVOKED',
  'EXPORTED',
]);

/** Who did what to accounts and rights. Append-only; what concerns a project goes with it. */
export const auditEntry = snakeCase.table(
  'audit_entry',
  {
    id: uuid().primaryKey().$defaultFn(newId),
    /** The project it concerns; empty for what an account did for itself, such as signing in. */
    projectId: bigint({ mode: 'number' }),
    /** Who did it. */
    accountId: uuid()
      .notNull()
      .references(() => account.id),
    action: auditAction().notNull(),
    /** Whom or what it was done to, in words: an address, a token's name. Never a secret. */
    subject: text(),
    /** What else is worth knowing, such as the role before and after. */
    detail: jsonb().$type<Record<string, unknown>>().notNull().default({}),
    /** The network address it came from, where it came over the network. */
    address: text(),
    at: timestamp({ withTimezone: true }).notNull().defaultNow(),
  },
  (t) => [
    foreignKey({
      name: 'audit_entry_project',
      columns: [t.projectId],
      foreignColumns: [project.id],
    }).onDelete('cascade'),
    index('audit_entry_by_project').on(t.projectId, t.id),
    index('audit_entry_by_account').on(t.accountId, t.id),
  ],
);
