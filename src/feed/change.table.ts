import { sql } from 'drizzle-orm';
import {
  bigint,
  bytea,
  check,
  foreignKey,
  index,
  integer,
  jsonb,
  pgEnum,
  primaryKey,
  snakeCase,
  text,
  timestamp,
  uuid,
} from 'drizzle-orm/pg-core';
import { projectId } from '../db/columns.ts';
import { account } from '../features/account/account.table.ts';
import { project } from '../features/project/project.table.ts';

export const changeKind = pgEnum('change_kind', ['ADDED', 'CHANGED', 'REMOVED']);

export const subjectType = pgEnum('subject_type', [
  'PROJECT',
  'VARIABLE',
  'ACTOR',
  'AFFILIATION',
  'ISSUE',
  'DOCUMENT',
  'LAYER',
  'STATEMENT',
  'STATEMENT_RELATION',
  'EVENT',
  'ANNOTATION',
]);

/** The end of each project's feed. Its row is locked as the last step of every write, which makes sequence order commit order. */
export const projectHead = snakeCase.table(
  'project_head',
  {
    projectId: projectId().primaryKey(),
    seq: bigint({ mode: 'number' }).notNull().default(0),
    /** Encrypts the project's cursors, so that they tell nothing of changes in between. */
    cursorKey: bytea().notNull(),
  },
  (t) => [
    foreignKey({
      name: 'project_head_project',
      columns: [t.projectId],
      foreignColumns: [project.id],
    }).onDelete('cascade'),
  ],
);

/** One entry of a project's feed, with the subject's state after it. Append-only. */
export const change = snakeCase.table(
  'change',
  {
    projectId: projectId(),
    seq: bigint({ mode: 'number' }).notNull(),
    /** The `seq` of the last change of the same transaction. */
    transactionSeq: bigint({ mode: 'number' }).notNull(),
    documentId: uuid(),
    layerId: uuid(),
    kind: changeKind().notNull(),
    subjectType: subjectType().notNull(),
    subjectId: text().notNull(),
    version: integer().notNull(),
    /** The subject after the change; after a removal, what was removed. */
    state: jsonb().$type<Record<string, unknown>>().notNull(),
    by: uuid()
      .notNull()
      .references(() => account.id),
    at: timestamp({ withTimezone: true }).notNull().defaultNow(),
    /** The coder who, beside editors, alone sees the entry: it was written while his layer was hidden. */
    onlyFor: uuid(),
  },
  (t) => [
    primaryKey({ columns: [t.projectId, t.seq] }),
    foreignKey({ name: 'change_project', columns: [t.projectId], foreignColumns: [project.id] }).onDelete(
      'cascade',
    ),
    check('change_order', sql`${t.seq} > 0 and ${t.seq} <= ${t.transactionSeq}`),
    // The last entry that a coder sees, past however many that he does not.
    index('change_for_all')
      .on(t.projectId, t.seq)
      .where(sql`only_for is null`),
    index('change_for_one')
      .on(t.projectId, t.onlyFor, t.seq)
      .where(sql`only_for is not null`),
    index('change_by_document').on(t.projectId, t.documentId, t.seq),
    index('change_by_subject').on(t.projectId, t.subjectId, t.seq),
  ],
);

/** What a write under an idempotency key gave, kept 30 days. */
export const idempotency = snakeCase.table(
  'idempotency',
  {
    /** 0 for the creation of projects, which happens outside any. */
    projectId: projectId(),
    accountId: uuid()
      .notNull()
      .references(() => account.id),
    key: text().notNull(),
    /** SHA-256 of operation and input, in hexadecimal. */
    inputHash: text().notNull(),
    /** The ids of what was made. */
    result: jsonb().$type<string[]>().notNull(),
    at: timestamp({ withTimezone: true }).notNull().defaultNow(),
  },
  (t) => [primaryKey({ columns: [t.projectId, t.accountId, t.key] }), index('idempotency_age').on(t.at)],
);
