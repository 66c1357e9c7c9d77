import { sql } from 'drizzle-orm';
import {
  check,
  date,
  foreignKey,
  index,
  pgEnum,
  primaryKey,
  snakeCase,
  text,
  unique,
  uuid,
} from 'drizzle-orm/pg-core';
import { createdAt, createdBy, id, projectId, version } from '../../db/columns.ts';
import { account } from '../account/account.table.ts';
import { project } from '../project/project.table.ts';

export const actorKind = pgEnum('actor_kind', [
  'PERSON',
  'STATE',
  'GOVERNMENT',
  'ORGANIZATION',
  'GROUP',
  'UNNAMED',
]);

/** Whoever says, does or is addressed. */
export const actor = snakeCase.table(
  'actor',
  {
    projectId: projectId(),
    id: id(),
    slug: text().notNull(),
    name: text().notNull(),
    kind: actorKind().notNull(),
    description: text(),
    version: version(),
    createdAt: createdAt(),
    createdBy: createdBy().references(() => account.id),
  },
  (t) => [
    primaryKey({ columns: [t.projectId, t.id] }),
    unique('actor_slug').on(t.projectId, t.slug),
    foreignKey({ name: 'actor_project', columns: [t.projectId], foreignColumns: [project.id] }).onDelete(
      'cascade',
    ),
    index('actor_name_order').on(t.projectId, t.name, t.id),
    index('actor_name_trigram').using('gin', t.projectId, sql`lower(${t.name}) gin_trgm_ops`),
  ],
);

/** Another name or spelling of an actor, in any language. */
export const actorName = snakeCase.table(
  'actor_name',
  {
    projectId: projectId(),
    id: id(),
    actorId: uuid().notNull(),
    name: text().notNull(),
    /** BCP 47, such as `ja`; empty where unknown. */
    language: text(),
  },
  (t) => [
    primaryKey({ columns: [t.projectId, t.id] }),
    unique('actor_name_once').on(t.projectId, t.actorId, t.name),
    foreignKey({
      name: 'actor_name_actor',
      columns: [t.projectId, t.actorId],
      foreignColumns: [actor.projectId, actor.id],
    }).onDelete('cascade'),
    index('actor_name_name_trigram').using('gin', t.projectId, sql`lower(${t.name}) gin_trgm_ops`),
  ],
);

export const externalScheme = pgEnum('external_scheme', ['WIKIDATA', 'ISO_3166_1_ALPHA_3']);

/** The same actor's id elsewhere. */
export const actorExternalId = snakeCase.table(
  'actor_external_id',
  {
    projectId: projectId(),
    actorId: uuid().notNull(),
    scheme: externalScheme().notNull(),
    value: text().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.projectId, t.actorId, t.scheme] }),
    unique('actor_external_id_once').on(t.projectId, t.scheme, t.value),
    foreignKey({
      name: 'actor_external_id_actor',
      columns: [t.projectId, t.actorId],
      foreignColumns: [actor.projectId, actor.id],
    }).onDelete('cascade'),
  ],
);

export const affiliationKind = pgEnum('affiliation_kind', [
  'PART_OF',
  'MEMBER_OF',
  'HOLDS_POST',
  'SPEAKS_FOR',
]);

/** One actor inside another, from a first to a last day, both included; an empty day is an open end. */
export const affiliation = snakeCase.table(
  'affiliation',
  {
    projectId: projectId(),
    id: id(),
    actorId: uuid().notNull(),
    ofId: uuid().notNull(),
    kind: affiliationKind().notNull(),
    role: text(),
    validFrom: date({ mode: 'string' }),
    validUntil: date({ mode: 'string' }),
    version: version(),
    createdAt: createdAt(),
    createdBy: createdBy().references(() => account.id),
  },
  (t) => [
    primaryKey({ columns: [t.projectId, t.id] }),
    foreignKey({
      name: 'affiliation_actor',
      columns: [t.projectId, t.actorId],
      foreignColumns: [actor.projectId, actor.id],
    }),
    foreignKey({
      name: 'affiliation_of',
      columns: [t.projectId, t.ofId],
      foreignColumns: [actor.projectId, actor.id],
    }),
    check('affiliation_days', sql`${t.validFrom} <= ${t.validUntil}`),
    check('affiliation_not_itself', sql`${t.actorId} <> ${t.ofId}`),
    index('affiliation_members').on(t.projectId, t.ofId, t.id),
    index('affiliation_memberships').on(t.projectId, t.actorId, t.id),
  ],
);
