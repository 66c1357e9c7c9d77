import {
  bigint,
  foreignKey,
  jsonb,
  pgEnum,
  primaryKey,
  snakeCase,
  text,
  unique,
  boolean,
} from 'drizzle-orm/pg-core';
import { createdAt, createdBy, id, newProjectId, projectId, version } from '../../db/columns.ts';
import { account } from '../account/account.table.ts';

/** One study: the unit of access and of placement. */
export const project = snakeCase.table(
  'project',
  {
    id: bigint({ mode: 'number' }).primaryKey().$defaultFn(newProjectId),
    /** Unique among those of one creator: were it among all, taking one would tell of projects that are not shown. */
    slug: text().notNull(),
    name: text().notNull(),
    description: text(),
    /** Whether everybody may read it, also without signing in. */
    readableByAnyone: boolean().notNull().default(false),
    version: version(),
    createdAt: createdAt(),
    createdBy: createdBy().references(() => account.id),
  },
  (t) => [unique('project_slug').on(t.slug, t.createdBy)],
);

export const variableType = pgEnum('variable_type', ['BOOLEAN', 'INTEGER', 'TEXT', 'CHOICE']);

/** A variable of the project's own that its coders fill in on statements. */
export const variable = snakeCase.table(
  'variable',
  {
    projectId: projectId(),
    id: id(),
    slug: text().notNull(),
    label: text().notNull(),
    description: text(),
    type: variableType().notNull(),
    /** The values of a CHOICE, in the order in which they are offered; empty for other types. */
    options: jsonb().$type<string[]>().notNull().default([]),
    required: boolean().notNull().default(false),
    version: version(),
    createdAt: createdAt(),
    createdBy: createdBy().references(() => account.id),
  },
  (t) => [
    primaryKey({ columns: [t.projectId, t.id] }),
    unique('variable_slug').on(t.projectId, t.slug),
    foreignKey({ name: 'variable_project', columns: [t.projectId], foreignColumns: [project.id] }).onDelete(
      'cascade',
    ),
  ],
);
