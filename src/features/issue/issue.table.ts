import { sql } from 'drizzle-orm';
import { check, foreignKey, index, primaryKey, snakeCase, text, unique, uuid } from 'drizzle-orm/pg-core';
import { createdAt, createdBy, id, projectId, version } from '../../db/columns.ts';
import { account } from '../account/account.table.ts';
import { project } from '../project/project.table.ts';

/** What positions are about: a concept whose definition is worded so that it is plain what +1 supports. */
export const issue = snakeCase.table(
  'issue',
  {
    projectId: projectId(),
    id: id(),
    slug: text().notNull(),
    label: text().notNull(),
    definition: text(),
    broaderId: uuid(),
    /** Set once the issue has been merged into another, which then holds its codings; the row stays so that old links lead there. */
    mergedIntoId: uuid(),
    version: version(),
    createdAt: createdAt(),
    createdBy: createdBy().references(() => account.id),
  },
  (t) => [
    primaryKey({ columns: [t.projectId, t.id] }),
    unique('issue_slug').on(t.projectId, t.slug),
    foreignKey({ name: 'issue_project', columns: [t.projectId], foreignColumns: [project.id] }).onDelete(
      'cascade',
    ),
    foreignKey({
      name: 'issue_broader',
      columns: [t.projectId, t.broaderId],
      foreignColumns: [t.projectId, t.id],
    }),
    foreignKey({
      name: 'issue_merged_into',
      columns: [t.projectId, t.mergedIntoId],
      foreignColumns: [t.projectId, t.id],
    }),
    check('issue_not_itself', sql`${t.id} <> ${t.broaderId} and ${t.id} <> ${t.mergedIntoId}`),
    index('issue_narrower').on(t.projectId, t.broaderId, t.id),
    index('issue_label_order').on(t.projectId, t.label, t.id),
  ],
);
