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
import { actor } from '../actor/actor.table.ts';
import { project } from '../project/project.table.ts';

export const eventStatus = pgEnum('event_status', [
  'ACTUAL',
  'ALLEGED',
  'PLANNED',
  'HYPOTHETICAL',
  'CANCELLED',
]);
export const participantRole = pgEnum('participant_role', [
  'INITIATOR',
  'RECIPIENT',
  'HOST',
  'MEDIATOR',
  'PARTICIPANT',
]);

/** What is done, was done or might be done. */
export const event = snakeCase.table(
  'event',
  {
    projectId: projectId(),
    id: id(),
    slug: text().notNull(),
    title: text().notNull(),
    description: text(),
    /** The scheme of `typeCode`, such as PLOVER. */
    typeScheme: text(),
    typeCode: text(),
    /** EDTF level 1, as given; its earliest and latest day beside it (empty at an open end). */
    date: text(),
    earliest: date({ mode: 'string' }),
    latest: date({ mode: 'string' }),
    status: eventStatus().notNull(),
    place: text(),
    parentId: uuid(),
    version: version(),
    createdAt: createdAt(),
    createdBy: createdBy().references(() => account.id),
  },
  (t) => [
    primaryKey({ columns: [t.projectId, t.id] }),
    unique('event_slug').on(t.projectId, t.slug),
    foreignKey({ name: 'event_project', columns: [t.projectId], foreignColumns: [project.id] }).onDelete(
      'cascade',
    ),
    foreignKey({
      name: 'event_parent',
      columns: [t.projectId, t.parentId],
      foreignColumns: [t.projectId, t.id],
    }),
    check('event_not_itself', sql`${t.id} <> ${t.parentId}`),
    check('event_days', sql`${t.earliest} <= ${t.latest}`),
    check('event_type', sql`(${t.typeScheme} is null) = (${t.typeCode} is null)`),
    index('event_subevents').on(t.projectId, t.parentId, t.id),
    index('event_time').on(t.projectId, t.earliest, t.id),
  ],
);

/** Who took part in an event, and as what. */
export const eventParticipant = snakeCase.table(
  'event_participant',
  {
    projectId: projectId(),
    eventId: uuid().notNull(),
    actorId: uuid().notNull(),
    role: participantRole().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.projectId, t.eventId, t.actorId, t.role] }),
    foreignKey({
      name: 'event_participant_event',
      columns: [t.projectId, t.eventId],
      foreignColumns: [event.projectId, event.id],
    }).onDelete('cascade'),
    foreignKey({
      name: 'event_participant_actor',
      columns: [t.projectId, t.actorId],
      foreignColumns: [actor.projectId, actor.id],
    }),
    index('event_participant_events').on(t.projectId, t.actorId, t.eventId),
  ],
);
