import { builder } from '../../graphql/builder.ts';
import { refFilter } from '../../graphql/ref-filter.ts';
import { daysArgument } from '../../graphql/scalars.graphql.ts';
import { containing, textArgument } from '../../graphql/text-filter.ts';
import { isSlug } from '../../protocol/slug.ts';
import { DayInterval } from '../statement/statement-filter.graphql.ts';
import { testedAlone } from '../tested-alone.query.ts';
import { Event, EventStatus, ParticipantRole } from './event.graphql.ts';
import { type EventWhere, eventOrders, happeningBetween } from './event.query.ts';

builder.drizzleObjectField('project', 'event', (t) =>
  t.field({
    type: Event,
    nullable: true,
    description: 'One event; null where the project has none of that name.',
    args: { slug: t.arg.string({ required: true, description: 'Its slug.' }) },
    select: (args, _context, nested) => ({
      with: { events: nested({ where: { slug: { in: [args.slug].filter(isSlug) } }, limit: 1 }) },
    }),
    resolve: (parent) => parent.events[0] ?? null,
  }),
);

const ParticipantFilter = builder.inputType('EventParticipantFilter', {
  description: 'Who takes part.',
  fields: (t) => ({
    actors: t.stringList({ description: 'One of these actors, by slug or id.' }),
    roles: t.field({ type: [ParticipantRole], description: 'In one of these roles.' }),
  }),
});

const EventFilter = builder.inputType('EventFilter', {
  description:
    'Which events; all that is given must hold. A name that nothing in the project bears matches nothing.',
  fields: (t) => ({
    time: t.field({
      type: DayInterval,
      description: 'Whose date has a day in common with these days. Undated events never do.',
    }),
    typeSchemes: t.stringList({ description: 'Whose type is of one of these schemes.' }),
    typeCodes: t.stringList({ description: 'Whose type has one of these codes.' }),
    statuses: t.field({ type: [EventStatus], description: 'With one of these.' }),
    participant: t.field({ type: ParticipantFilter, description: 'In which certain actors take part.' }),
    place: t.string({ description: 'Whose place has this text in it, in whatever capitals.' }),
    search: t.string({
      description: 'Whose title or description has this text in it, in whatever capitals.',
    }),
    parents: t.stringList({ description: 'Directly part of one of these events, by slug or id.' }),
    top: t.boolean({
      description: 'True: only events that are part of no other; false: only those that are.',
    }),
  }),
});

const EventOrder = builder.enumType('EventOrder', {
  description: 'The order of events.',
  values: {
    EARLIEST_FIRST: {
      description: 'By the first day of their dates (the last where the start is open); undated ones last.',
    },
    LATEST_FIRST: {
      description:
        'By the last day of their dates (the first where the end is open), the latest first; undated ones last.',
    },
    TITLE: { description: 'By title.' },
    CREATED: { description: 'The earliest recorded first.' },
  } satisfies Record<keyof typeof eventOrders, object>,
});

const EventConnection = builder.connectionObject(
  {
    type: Event,
    name: 'EventConnection',
    description: 'A page of events.',
    fields: (t) => ({
      totalCount: t.int({
        description: 'How many there are on all pages.',
        extensions: { pothosDrizzleTotalCount: true },
        resolve: (connection) => (connection as unknown as { totalCount: number }).totalCount,
      }),
    }),
  },
  { name: 'EventEdge', description: 'An event in a page.' },
);

builder.drizzleObjectField('project', 'events', (t) =>
  t.relatedConnection(
    'events',
    {
      type: Event,
      totalCount: true,
      description: 'The events of the project.',
      args: {
        filter: t.arg({ type: EventFilter, description: 'Which events; without one, all.' }),
        orderBy: t.arg({ type: EventOrder, defaultValue: 'EARLIEST_FIRST', description: 'In which order.' }),
      },
      query: ({ filter, orderBy }) => ({
        where: eventWhere(filter),
        ...eventOrders[orderBy ?? 'EARLIEST_FIRST'],
      }),
    },
    EventConnection,
  ),
);

builder.drizzleObjectField(Event, 'subEvents', (t) =>
  t.relatedConnection(
    'subEvents',
    {
      type: Event,
      totalCount: true,
      description: 'The events that are directly part of this one.',
      args: {
        orderBy: t.arg({ type: EventOrder, defaultValue: 'EARLIEST_FIRST', description: 'In which order.' }),
      },
      query: ({ orderBy }) => eventOrders[orderBy ?? 'EARLIEST_FIRST'],
    },
    EventConnection,
  ),
);

function eventWhere(filter: typeof EventFilter.$inferInput | null | undefined): EventWhere {
  if (!filter) return {};
  const { time, participant } = filter;
  const days = daysArgument(['filter.time.from', time?.from], ['filter.time.until', time?.until]);
  const actor = refFilter('Actor', 'filter.participant.actors', participant?.actors);
  const roles = participant?.roles;
  const parent = refFilter('Event', 'filter.parents', filter.parents);
  const place = containing('filter.place', filter.place);
  const search = containing('filter.search', filter.search);
  return {
    AND: [
      time ? happeningBetween(days.from, days.until) : {},
      oneOf('typeScheme', filter.typeSchemes, 'filter.typeSchemes'),
      oneOf('typeCode', filter.typeCodes, 'filter.typeCodes'),
      filter.statuses ? { status: { in: [...filter.statuses] } } : {},
      participant
        ? testedAlone<EventWhere>({
            participants: { ...(actor && { actor }), ...(roles && { role: { in: [...roles] } }) },
          })
        : {},
      place ? { place: { ilike: place } } : {},
      search ? { OR: [{ title: { ilike: search } }, { description: { ilike: search } }] } : {},
      parent ? testedAlone<EventWhere>({ parent }) : {},
      filter.top === null || filter.top === undefined
        ? {}
        : { parentId: filter.top ? { isNull: true } : { isNotNull: true } },
    ],
  };
}

function oneOf(
  column: 'typeScheme' | 'typeCode',
  texts: readonly string[] | null | undefined,
  argument: string,
): EventWhere {
  if (!texts) return {};
  return { [column]: { in: texts.map((text, index) => textArgument(`${argument}.${index}`, text)) } };
}
