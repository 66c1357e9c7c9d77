import { sql } from 'drizzle-orm';
import {
  check,
  date,
  foreignKey,
  index,
  integer,
  primaryKey,
  snakeCase,
  text,
  unique,
  uuid,
} from 'drizzle-orm/pg-core';
import { createdAt, createdBy, id, projectId, regconfig, tsvector, version } from '../../db/columns.ts';
import { account } from '../account/account.table.ts';
import { actor } from '../actor/actor.table.ts';
import { project } from '../project/project.table.ts';

/** A text that somebody published. Its words are held in versions, of which one is current. */
export const document = snakeCase.table(
  'document',
  {
    projectId: projectId(),
    id: id(),
    slug: text().notNull(),
    title: text().notNull(),
    /** Where it was found: an address or a citation. */
    source: text(),
    publisher: text(),
    authorId: uuid(),
    publishedOn: date({ mode: 'string' }),
    /** BCP 47, such as `en`; empty where unknown. */
    language: text(),
    currentVersionId: uuid().notNull(),
    version: version(),
    createdAt: createdAt(),
    createdBy: createdBy().references(() => account.id),
  },
  (t) => [
    primaryKey({ columns: [t.projectId, t.id] }),
    unique('document_slug').on(t.projectId, t.slug),
    foreignKey({ name: 'document_project', columns: [t.projectId], foreignColumns: [project.id] }).onDelete(
      'cascade',
    ),
    foreignKey({
      name: 'document_author',
      columns: [t.projectId, t.authorId],
      foreignColumns: [actor.projectId, actor.id],
    }),
    index('document_published').on(t.projectId, t.publishedOn, t.id),
    index('document_title_order').on(t.projectId, t.title, t.id),
    index('document_by_author').on(t.projectId, t.authorId),
  ],
);

/** The words of a document at one time: never changed once stored. Offsets count its code points. */
export const documentVersion = snakeCase.table(
  'document_version',
  {
    projectId: projectId(),
    id: id(),
    documentId: uuid().notNull(),
    /** 1 for the first text of the document, and so on. */
    number: integer().notNull(),
    text: text().notNull(),
    /** In code points; the database counts them. */
    length: integer()
      .notNull()
      .generatedAlwaysAs(sql`char_length("text")`),
    /** Of the text's UTF-8 bytes, in hexadecimal. */
    sha256: text().notNull(),
    createdAt: createdAt(),
    createdBy: createdBy().references(() => account.id),
  },
  (t) => [
    primaryKey({ columns: [t.projectId, t.id] }),
    unique('document_version_number').on(t.projectId, t.documentId, t.number),
    unique('document_version_of').on(t.projectId, t.documentId, t.id),
    foreignKey({
      name: 'document_version_document',
      columns: [t.projectId, t.documentId],
      foreignColumns: [document.projectId, document.id],
    }).onDelete('cascade'),
    check('document_version_sha256', sql`${t.sha256} = encode(sha256(convert_to(${t.text}, 'UTF8')), 'hex')`),
    check('document_version_normal', sql`${t.text} is nfc normalized and strpos(${t.text}, chr(13)) = 0`),
    check('document_version_number_positive', sql`${t.number} > 0`),
  ],
);

/**
 * A stretch of a version's text, made when the version is stored so that search finds passages rather than documents.
 * `start` is its offset in the version, in code points.
 */
export const documentPassage = snakeCase.table(
  'document_passage',
  {
    projectId: projectId(),
    versionId: uuid().notNull(),
    ordinal: integer().notNull(),
    documentId: uuid().notNull(),
    start: integer().notNull(),
    text: text().notNull(),
    config: regconfig().notNull(),
    search: tsvector()
      .notNull()
      .generatedAlwaysAs(sql`to_tsvector("config", "text")`),
  },
  (t) => [
    primaryKey({ columns: [t.projectId, t.versionId, t.ordinal] }),
    foreignKey({
      name: 'document_passage_version',
      columns: [t.projectId, t.documentId, t.versionId],
      foreignColumns: [documentVersion.projectId, documentVersion.documentId, documentVersion.id],
    }).onDelete('cascade'),
    index('document_passage_search').using('gin', t.projectId, t.search),
    index('document_passage_trigram').using('gin', t.projectId, sql`lower(${t.text}) gin_trgm_ops`),
  ],
);
