import { drizzleConnectionHelpers } from '@pothos/plugin-drizzle';
import { builder } from '../../graphql/builder.ts';
import { Event, ParticipantRole } from './event.graphql.ts';
import { participationCount, participationKey } from './event.query.ts';

const participations = drizzleConnectionHelpers(builder, 'eventParticipant', {
  query: {
    orderBy: { timeKey: 'asc', eventId: 'asc', role: 'asc' },
    extras: { timeKey: participationKey },
  } as never,
  select: (nested) => ({ with: { event: nested() } }),
  resolveNode: (link) => link.event,
});

builder.drizzleObjectField('actor', 'events', (t) =>
  t.connection(
    {
      type: Event,
      description:
        'The events in which it takes part, the earliest first; one in several roles comes once for each.',
      select: (args, context, nested) => ({
        with: { participations: participations.getQuery(args, context, nested) },
        extras: { participationCount },
      }),
      resolve: async (parent, args, context) => ({
        ...(await participations.resolve(parent.participations as never, args, context)),
        totalCount: parent.participationCount,
      }),
    },
    {
      description: 'A page of events in which an actor takes part.',
      fields: (connection) => ({
        totalCount: connection.int({
          description: 'How many there are on all pages.',
          resolve: ({ totalCount }) => totalCount as number,
        }),
      }),
    },
    {
      description: 'An event in a page, with the part that the actor takes in it.',
      fields: (edge) => ({
        role: edge.field({
          type: ParticipantRole,
          description: 'As what it takes part.',
          resolve: (link) => link.role,
        }),
      }),
    },
  ),
);
