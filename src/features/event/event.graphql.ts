import { builder } from '../../graphql/builder.ts';
import type { eventStatus, participantRole } from './event.table.ts';

export const EventStatus = builder.enumType('EventStatus', {
  description: 'Whether it happened.',
  values: {
    ACTUAL: { description: 'It happened or is happening.' },
    ALLEGED: { description: 'Only a speaker claims it.' },
    PLANNED: { description: 'It is to happen.' },
    HYPOTHETICAL: { description: 'It might happen.' },
    CANCELLED: { description: 'It was to happen and will not.' },
  } satisfies Record<(typeof eventStatus.enumValues)[number], object>,
});

export const ParticipantRole = builder.enumType('ParticipantRole', {
  description: 'As what an actor takes part in an event.',
  values: {
    INITIATOR: { description: 'Does it or sets it going.' },
    RECIPIENT: { description: 'It is done to this actor.' },
    HOST: { description: 'Receives the others.' },
    MEDIATOR: { description: 'Stands between others.' },
    PARTICIPANT: { description: 'Takes part, in no other role.' },
  } satisfies Record<(typeof participantRole.enumValues)[number], object>,
});

const EventParticipant = builder.drizzleObject('eventParticipant', {
  name: 'EventParticipant',
  description: 'Who takes part in an event, and as what.',
  fields: (t) => ({
    role: t.expose('role', { type: ParticipantRole, description: 'As what it takes part.' }),
    actor: t.relation('actor', { description: 'The actor.' }),
  }),
});

export const Event = builder.drizzleNode('event', {
  name: 'Event',
  description: 'What is done, was done or might be done.',
  id: { column: (row) => [row.projectId, row.id], description: 'Global id.' },
  fields: (t) => ({
    slug: t.exposeString('slug', { description: 'The name by which inputs and links call it.' }),
    title: t.exposeString('title', { description: 'The name that people read.' }),
    description: t.exposeString('description', { nullable: true, description: 'What happens.' }),
    typeScheme: t.exposeString('typeScheme', {
      nullable: true,
      description: 'The scheme of its type code, such as PLOVER.',
    }),
    typeCode: t.exposeString('typeCode', {
      nullable: true,
      description: 'What sort of event it is, in that scheme.',
    }),
    date: t.expose('date', { type: 'EDTF', nullable: true, description: 'When it is, as it was given.' }),
    earliest: t.expose('earliest', {
      type: 'Date',
      nullable: true,
      description: 'The first day of its date; empty where the start is open or there is no date.',
    }),
    latest: t.expose('latest', {
      type: 'Date',
      nullable: true,
      description: 'The last day of its date, included; empty where the end is open or there is no date.',
    }),
    status: t.expose('status', { type: EventStatus, description: 'Whether it happened.' }),
    place: t.exposeString('place', { nullable: true, description: 'Where it is.' }),
    parent: t.relation('parent', { nullable: true, description: 'The event that it is a part of.' }),
    participants: t.relation('participants', {
      type: EventParticipant,
      description: 'Who takes part, by role; an actor in several roles comes once for each.',
      query: { orderBy: { role: 'asc', actorId: 'asc' } },
    }),
    version: t.exposeInt('version', { description: 'Counts its changes from 1.' }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was created.' }),
    creator: t.relation('creator', { description: 'Who created it.' }),
    project: t.relation('project', { description: 'The project it belongs to.' }),
  }),
});
