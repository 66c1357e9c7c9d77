import {
  boolean,
  foreignKey,
  index,
  primaryKey,
  snakeCase,
  text,
  timestamp,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import { bytes, createdAt, newId, projectId } from '../../db/columns.ts';
import { account } from '../account/account.table.ts';
import { project } from '../project/project.table.ts';

/** What a program signs in with: it has the rights of its account, narrowed to some projects and to reading if so made. */
export const accessToken = snakeCase.table(
  'access_token',
  {
    id: uuid().primaryKey().$defaultFn(newId),
    accountId: uuid()
      .notNull()
      .references(() => account.id),
    name: text().notNull(),
    /** SHA-256 of the token; the token itself is shown once and not kept. */
    tokenHash: bytes().notNull(),
    mayWrite: boolean().notNull(),
    /** Whether it reaches all projects of its account, those of later too; else those of `access_token_project`. */
    allProjects: boolean().notNull(),
    /** Empty: it holds until it is revoked. */
    expiresAt: timestamp({ withTimezone: true }),
    createdAt: createdAt(),
    lastUsedAt: timestamp({ withTimezone: true }),
    revokedAt: timestamp({ withTimezone: true }),
  },
  (t) => [
    uniqueIndex('access_token_by_hash').on(t.tokenHash),
    index('access_token_by_account').on(t.accountId, t.id),
  ],
);

/** The projects that a token is narrowed to. */
export const accessTokenProject = snakeCase.table(
  'access_token_project',
  { tokenId: uuid().notNull(), projectId: projectId() },
  (t) => [
    primaryKey({ columns: [t.tokenId, t.projectId] }),
    foreignKey({
      name: 'access_token_project_token',
      columns: [t.tokenId],
      foreignColumns: [accessToken.id],
    }).onDelete('cascade'),
    foreignKey({
      name: 'access_token_project_project',
      columns: [t.projectId],
      foreignColumns: [project.id],
    }).onDelete('cascade'),
    index('access_token_project_by_project').on(t.projectId),
  ],
);
