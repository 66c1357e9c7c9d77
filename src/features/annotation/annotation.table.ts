import { sql } from 'drizzle-orm';
import {
  check,
  foreignKey,
  index,
  integer,
  pgEnum,
  primaryKey,
  snakeCase,
  text,
  unique,
  uuid,
} from 'drizzle-orm/pg-core';
import {
  createdAt,
  createdBy,
  hiddenFor,
  id,
  projectId,
  regconfig,
  tsvector,
  version,
} from '../../db/columns.ts';
import { account } from '../account/account.table.ts';
import { actor } from '../actor/actor.table.ts';
import { documentVersion } from '../document/document.table.ts';
import { event } from '../event/event.table.ts';
import { issue } from '../issue/issue.table.ts';
import { layer } from '../layer/layer.table.ts';
import { statement } from '../statement/statement.table.ts';

/** Why the mark was made, after the W3C Web Annotation vocabulary. */
export const motivation = pgEnum('motivation', [
  'ASSESSING',
  'BOOKMARKING',
  'CLASSIFYING',
  'COMMENTING',
  'DESCRIBING',
  'EDITING',
  'HIGHLIGHTING',
  'IDENTIFYING',
  'LINKING',
  'MODERATING',
  'QUESTIONING',
  'REPLYING',
  'TAGGING',
]);

export const annotationPart = pgEnum('annotation_part', ['WHOLE', 'SOURCE', 'CUE', 'CONTENT']);

/** A mark in a document: one body, one or more ranges. */
export const annotation = snakeCase.table(
  'annotation',
  {
    projectId: projectId(),
    id: id(),
    documentId: uuid().notNull(),
    layerId: uuid().notNull(),
    hiddenFor: hiddenFor(),
    motivation: motivation().notNull(),
    /** Which part of its body's expression the mark covers: all, who speaks, the word of saying, or what is said. */
    part: annotationPart().notNull().default('WHOLE'),
    /** The body: exactly one of the five is set. */
    statementId: uuid(),
    eventId: uuid(),
    actorId: uuid(),
    issueId: uuid(),
    comment: text(),
    version: version(),
    createdAt: createdAt(),
    createdBy: createdBy().references(() => account.id),
  },
  (t) => [
    primaryKey({ columns: [t.projectId, t.id] }),
    unique('annotation_of_document').on(t.projectId, t.documentId, t.id),
    foreignKey({
      name: 'annotation_layer',
      columns: [t.projectId, t.documentId, t.layerId],
      foreignColumns: [layer.projectId, layer.documentId, layer.id],
    }),
    foreignKey({
      name: 'annotation_statement',
      columns: [t.projectId, t.layerId, t.statementId],
      foreignColumns: [statement.projectId, statement.layerId, statement.id],
    }),
    foreignKey({
      name: 'annotation_event',
      columns: [t.projectId, t.eventId],
      foreignColumns: [event.projectId, event.id],
    }),
    foreignKey({
      name: 'annotation_actor',
      columns: [t.projectId, t.actorId],
      foreignColumns: [actor.projectId, actor.id],
    }),
    foreignKey({
      name: 'annotation_issue',
      columns: [t.projectId, t.issueId],
      foreignColumns: [issue.projectId, issue.id],
    }),
    check(
      'annotation_one_body',
      sql`num_nonnulls(${t.statementId}, ${t.eventId}, ${t.actorId}, ${t.issueId}, ${t.comment}) = 1`,
    ),
    index('annotation_by_document').on(t.projectId, t.documentId, t.id),
    index('annotation_by_statement').on(t.projectId, t.statementId, t.id),
    index('annotation_by_event').on(t.projectId, t.eventId, t.id),
    index('annotation_by_actor').on(t.projectId, t.actorId, t.id),
    index('annotation_by_issue').on(t.projectId, t.issueId, t.id),
  ],
);

/**
 * One stretch of a document version, in code points, half-open. `exact`, `prefix`, `suffix`, `length` and `config` are filled
 * in by the database from the version's text (migrations, function `fill_range`), so that a quote can't differ from its text.
 */
export const annotationRange = snakeCase.table(
  'annotation_range',
  {
    projectId: projectId(),
    annotationId: uuid().notNull(),
    hiddenFor: hiddenFor(),
    ordinal: integer().notNull(),
    documentId: uuid().notNull(),
    versionId: uuid().notNull(),
    start: integer().notNull(),
    end: integer().notNull(),
    exact: text().notNull().default(''),
    prefix: text().notNull().default(''),
    suffix: text().notNull().default(''),
    config: regconfig()
      .notNull()
      .default(sql`'simple'`),
    /** Of the first 50,000 code points: PostgreSQL bounds one entry at a megabyte. */
    search: tsvector()
      .notNull()
      .generatedAlwaysAs(sql`to_tsvector("config", left("exact", 50000))`),
  },
  (t) => [
    primaryKey({ columns: [t.projectId, t.annotationId, t.ordinal] }),
    foreignKey({
      name: 'annotation_range_annotation',
      columns: [t.projectId, t.documentId, t.annotationId],
      foreignColumns: [annotation.projectId, annotation.documentId, annotation.id],
    }).onDelete('cascade'),
    foreignKey({
      name: 'annotation_range_version',
      columns: [t.projectId, t.documentId, t.versionId],
      foreignColumns: [documentVersion.projectId, documentVersion.documentId, documentVersion.id],
    }),
    check('annotation_range_order', sql`0 <= ${t.start} and ${t.start} < ${t.end}`),
    index('annotation_range_by_version').on(t.projectId, t.versionId, t.start),
    index('annotation_range_search').using('gin', t.projectId, t.search),
    index('annotation_range_trigram').using(
      'gin',
      t.projectId,
      sql`lower(left(${t.exact}, 50000)) gin_trgm_ops`,
    ),
  ],
);
