import { sql } from 'drizzle-orm';
import {
  type AnyPgColumn,
  boolean,
  check,
  date,
  doublePrecision,
  foreignKey,
  index,
  integer,
  jsonb,
  pgEnum,
  primaryKey,
  snakeCase,
  text,
  unique,
  uuid,
} from 'drizzle-orm/pg-core';
import { createdAt, createdBy, hiddenFor, id, projectId, version } from '../../db/columns.ts';
import { account } from '../account/account.table.ts';
import { actor } from '../actor/actor.table.ts';
import { document } from '../document/document.table.ts';
import { event } from '../event/event.table.ts';
import { issue } from '../issue/issue.table.ts';
import { layer } from '../layer/layer.table.ts';
import { variable } from '../project/project.table.ts';

export const attributionType = pgEnum('attribution_type', ['COMMUNICATION', 'BELIEF', 'INTENTION']);
export const speechAct = pgEnum('speech_act', [
  'ASSERT',
  'DEMAND',
  'OFFER',
  'PROMISE',
  'THREAT',
  'WISH',
  'QUESTION',
]);
export const certainty = pgEnum('certainty', ['CERTAIN', 'PROBABLE', 'POSSIBLE', 'UNKNOWN']);
export const quotation = pgEnum('quotation', ['DIRECT', 'INDIRECT', 'MIXED']);
export const saidOnOrigin = pgEnum('said_on_origin', ['STATEMENT', 'REPORT', 'DOCUMENT']);

/** The key by which connections sort latest first (statement.query.ts): never null, since pages over nulls lose rows. */
const lastDay = (latest: AnyPgColumn) => sql`(coalesce(${latest}, '-infinity'::date)) desc`;

/**
 * One act of attribution: who says what, according to whom. The first block of columns is what a coder recorded; the block
 * marked *resolved* is derived from it, from the statements it is reported in and from the document, and is written by the
 * database alone (migrations, function `resolve_statements`), at commit.
 */
export const statement = snakeCase.table(
  'statement',
  {
    projectId: projectId(),
    id: id(),
    documentId: uuid().notNull(),
    layerId: uuid().notNull(),
    hiddenFor: hiddenFor(),
    speakerId: uuid().notNull(),
    onBehalfOfId: uuid(),
    issueId: uuid(),
    /** −1 rejects … +1 supports; empty where the statement takes none. */
    stance: doublePrecision(),
    towardId: uuid(),
    /** The event that is the statement's content. */
    eventId: uuid(),
    /** The event at which it was said. */
    saidAtId: uuid(),
    attributionType: attributionType().notNull().default('COMMUNICATION'),
    speechAct: speechAct().notNull().default('ASSERT'),
    certainty: certainty().notNull().default('UNKNOWN'),
    quotation: quotation().notNull().default('INDIRECT'),
    /** False for what is only supposed or asked. `assertedResolved` is the effective value. */
    asserted: boolean().notNull().default(true),
    /** EDTF level 1 as the text gives it; empty where it gives none. */
    saidOn: text(),
    /** The first and last day of `saidOn`; empty at an open or unknown end. */
    saidFrom: date({ mode: 'string' }),
    saidUntil: date({ mode: 'string' }),
    reportedInId: uuid(),
    version: version(),
    createdAt: createdAt(),
    createdBy: createdBy().references(() => account.id),

    /** Resolved: asserted here and in every statement it is reported in. */
    assertedResolved: boolean().notNull().default(true),
    /** Resolved: its own date, else that of the statement it is reported in, else the document's. */
    saidOnResolved: text(),
    saidOnOrigin: saidOnOrigin(),
    /** Resolved: the earliest day; empty where the start is open or there is no date. */
    earliest: date({ mode: 'string' }),
    /** Resolved: the latest day, an open end closed; empty only where there is no date. */
    latest: date({ mode: 'string' }),
    /** Resolved: how many speakers stand between the statement and its document. */
    intermediaryCount: integer().notNull().default(0),
  },
  (t) => [
    primaryKey({ columns: [t.projectId, t.id] }),
    unique('statement_of_layer').on(t.projectId, t.layerId, t.id),
    foreignKey({
      name: 'statement_document',
      columns: [t.projectId, t.documentId],
      foreignColumns: [document.projectId, document.id],
    }),
    foreignKey({
      name: 'statement_layer',
      columns: [t.projectId, t.documentId, t.layerId],
      foreignColumns: [layer.projectId, layer.documentId, layer.id],
    }),
    foreignKey({
      name: 'statement_speaker',
      columns: [t.projectId, t.speakerId],
      foreignColumns: [actor.projectId, actor.id],
    }),
    foreignKey({
      name: 'statement_on_behalf_of',
      columns: [t.projectId, t.onBehalfOfId],
      foreignColumns: [actor.projectId, actor.id],
    }),
    foreignKey({
      name: 'statement_toward',
      columns: [t.projectId, t.towardId],
      foreignColumns: [actor.projectId, actor.id],
    }),
    foreignKey({
      name: 'statement_issue',
      columns: [t.projectId, t.issueId],
      foreignColumns: [issue.projectId, issue.id],
    }),
    foreignKey({
      name: 'statement_event',
      columns: [t.projectId, t.eventId],
      foreignColumns: [event.projectId, event.id],
    }),
    foreignKey({
      name: 'statement_said_at',
      columns: [t.projectId, t.saidAtId],
      foreignColumns: [event.projectId, event.id],
    }),
    foreignKey({
      name: 'statement_reported_in',
      columns: [t.projectId, t.layerId, t.reportedInId],
      foreignColumns: [t.projectId, t.layerId, t.id],
    }),
    check('statement_stance', sql`${t.stance} between -1 and 1`),
    check('statement_stance_on_issue', sql`${t.stance} is null or ${t.issueId} is not null`),
    check('statement_days', sql`${t.saidFrom} <= ${t.saidUntil}`),
    check(
      'statement_said_on',
      sql`(${t.saidOn} is null) = (num_nonnulls(${t.saidFrom}, ${t.saidUntil}) = 0)`,
    ),
    check('statement_not_in_itself', sql`${t.id} <> ${t.reportedInId}`),
    index('statement_by_speaker').on(t.projectId, t.speakerId, lastDay(t.latest), t.id),
    index('statement_by_represented').on(t.projectId, t.onBehalfOfId, lastDay(t.latest), t.id),
    index('statement_by_issue').on(t.projectId, t.issueId, lastDay(t.latest), t.id),
    index('statement_by_creation').on(t.projectId, t.speakerId, t.id),
    index('statement_by_document').on(t.projectId, t.documentId, t.layerId, t.id),
    index('statement_by_report').on(t.projectId, t.reportedInId, t.id),
    index('statement_by_time').on(t.projectId, lastDay(t.latest), t.id),
    index('statement_by_start').on(
      t.projectId,
      sql`(coalesce(${t.earliest}, ${t.latest}, 'infinity'::date))`,
      t.id,
    ),
    index('statement_by_event').on(t.projectId, t.eventId),
    index('statement_by_said_at').on(t.projectId, t.saidAtId),
    index('statement_by_toward').on(t.projectId, t.towardId, t.id),
  ],
);

/** To whom a statement was made. */
export const statementAddressee = snakeCase.table(
  'statement_addressee',
  {
    projectId: projectId(),
    statementId: uuid().notNull(),
    hiddenFor: hiddenFor(),
    actorId: uuid().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.projectId, t.statementId, t.actorId] }),
    foreignKey({
      name: 'statement_addressee_statement',
      columns: [t.projectId, t.statementId],
      foreignColumns: [statement.projectId, statement.id],
    }).onDelete('cascade'),
    foreignKey({
      name: 'statement_addressee_actor',
      columns: [t.projectId, t.actorId],
      foreignColumns: [actor.projectId, actor.id],
    }),
    index('statement_addressee_statements').on(t.projectId, t.actorId, t.statementId),
  ],
);

/** The value of one of the project's own variables. */
export const statementValue = snakeCase.table(
  'statement_value',
  {
    projectId: projectId(),
    statementId: uuid().notNull(),
    hiddenFor: hiddenFor(),
    variableId: uuid().notNull(),
    value: jsonb().$type<boolean | number | string>().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.projectId, t.statementId, t.variableId] }),
    foreignKey({
      name: 'statement_value_statement',
      columns: [t.projectId, t.statementId],
      foreignColumns: [statement.projectId, statement.id],
    }).onDelete('cascade'),
    foreignKey({
      name: 'statement_value_variable',
      columns: [t.projectId, t.variableId],
      foreignColumns: [variable.projectId, variable.id],
    }),
    check('statement_value_scalar', sql`jsonb_typeof(${t.value}) in ('boolean', 'number', 'string')`),
    index('statement_value_statements').on(t.projectId, t.variableId, t.value, t.statementId),
  ],
);

/**
 * Resolved, written by the database alone: the speakers between a statement and its document, outermost first (position 0),
 * without the document's author.
 */
export const statementIntermediary = snakeCase.table(
  'statement_intermediary',
  {
    projectId: projectId(),
    statementId: uuid().notNull(),
    hiddenFor: hiddenFor(),
    position: integer().notNull(),
    actorId: uuid().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.projectId, t.statementId, t.position] }),
    foreignKey({
      name: 'statement_intermediary_statement',
      columns: [t.projectId, t.statementId],
      foreignColumns: [statement.projectId, statement.id],
    }).onDelete('cascade'),
    foreignKey({
      name: 'statement_intermediary_actor',
      columns: [t.projectId, t.actorId],
      foreignColumns: [actor.projectId, actor.id],
    }),
    index('statement_intermediary_statements').on(t.projectId, t.actorId, t.statementId),
  ],
);

export const relationOperator = pgEnum('relation_operator', [
  'IF',
  'ONLY_IF',
  'UNLESS',
  'IN_RETURN_FOR',
  'BECAUSE',
]);

/** Consequent, operator, antecedents joined by AND; several relations of one consequent are joined by OR. */
export const statementRelation = snakeCase.table(
  'statement_relation',
  {
    projectId: projectId(),
    id: id(),
    documentId: uuid().notNull(),
    layerId: uuid().notNull(),
    hiddenFor: hiddenFor(),
    consequentId: uuid().notNull(),
    operator: relationOperator().notNull(),
    version: version(),
    createdAt: createdAt(),
    createdBy: createdBy().references(() => account.id),
  },
  (t) => [
    primaryKey({ columns: [t.projectId, t.id] }),
    unique('statement_relation_of_layer').on(t.projectId, t.layerId, t.id),
    foreignKey({
      name: 'statement_relation_layer',
      columns: [t.projectId, t.documentId, t.layerId],
      foreignColumns: [layer.projectId, layer.documentId, layer.id],
    }),
    foreignKey({
      name: 'statement_relation_consequent',
      columns: [t.projectId, t.layerId, t.consequentId],
      foreignColumns: [statement.projectId, statement.layerId, statement.id],
    }),
    index('statement_relation_by_consequent').on(t.projectId, t.consequentId, t.id),
  ],
);

/** A statement on which a relation's consequent depends, in the order given. */
export const relationAntecedent = snakeCase.table(
  'relation_antecedent',
  {
    projectId: projectId(),
    relationId: uuid().notNull(),
    statementId: uuid().notNull(),
    layerId: uuid().notNull(),
    hiddenFor: hiddenFor(),
    ordinal: integer().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.projectId, t.relationId, t.statementId] }),
    foreignKey({
      name: 'relation_antecedent_relation',
      columns: [t.projectId, t.layerId, t.relationId],
      foreignColumns: [statementRelation.projectId, statementRelation.layerId, statementRelation.id],
    }).onDelete('cascade'),
    foreignKey({
      name: 'relation_antecedent_statement',
      columns: [t.projectId, t.layerId, t.statementId],
      foreignColumns: [statement.projectId, statement.layerId, statement.id],
    }),
    index('relation_antecedent_by_statement').on(t.projectId, t.statementId),
  ],
);
