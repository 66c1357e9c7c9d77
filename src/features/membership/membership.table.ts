import {
  foreignKey,
  index,
  pgEnum,
  primaryKey,
  snakeCase,
  text,
  timestamp,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import { bytes, createdAt, createdBy, id, projectId } from '../../db/columns.ts';
import { account } from '../account/account.table.ts';
import { project } from '../project/project.table.ts';

/** In ascending order, each including those before it. */
export const projectRole = pgEnum('project_role', ['VIEWER', 'CODER', 'EDITOR', 'OWNER']);

/**
 * Who belongs to a project, and as what. Whoever leaves keeps a row that has ended, since he stays the author of what he
 * wrote. The database sees to it that a project always has an OWNER.
 */
export const membership = snakeCase.table(
  'membership',
  {
    projectId: projectId(),
    accountId: uuid()
      .notNull()
      .references(() => account.id),
    role: projectRole().notNull(),
    createdAt: createdAt(),
    createdBy: createdBy().references(() => account.id),
    /** When it ended; empty while it holds. */
    endedAt: timestamp({ withTimezone: true }),
  },
  (t) => [
    primaryKey({ columns: [t.projectId, t.accountId] }),
    foreignKey({ name: 'membership_project', columns: [t.projectId], foreignColumns: [project.id] }).onDelete(
      'cascade',
    ),
    index('membership_by_account').on(t.accountId, t.projectId),
  ],
);

/** A link by which somebody becomes a member, once. Only the hash of what is in the link is kept. */
export const invitation = snakeCase.table(
  'invitation',
  {
    projectId: projectId(),
    id: id(),
    role: projectRole().notNull(),
    /** SHA-256 of the secret in the link. */
    tokenHash: bytes().notNull(),
    /** The only address that may accept it; empty: whoever has the link. */
    email: text(),
    createdAt: createdAt(),
    createdBy: createdBy().references(() => account.id),
    expiresAt: timestamp({ withTimezone: true }).notNull(),
    acceptedAt: timestamp({ withTimezone: true }),
    acceptedBy: uuid().references(() => account.id),
    revokedAt: timestamp({ withTimezone: true }),
  },
  (t) => [
    primaryKey({ columns: [t.projectId, t.id] }),
    foreignKey({ name: 'invitation_project', columns: [t.projectId], foreignColumns: [project.id] }).onDelete(
      'cascade',
    ),
    uniqueIndex('invitation_by_token').on(t.tokenHash),
  ],
);
