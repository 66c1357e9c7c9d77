import { builder } from '../../graphql/builder.ts';
import { Event } from './event.graphql.ts';

builder.drizzleObjectField('project', 'event', (t) =>
  t.field({
    type: Event,
    nullable: true,
    description: 'One event; null where the project has none of that name.',
    args: { slug: t.arg.string({ required: true, description: 'Its slug.' }) },
    select: (args, _context, nested) => ({
      with: { events: nested({ where: { slug: args.slug }, limit: 1 }) },
    }),
    resolve: (parent) => parent.events[0] ?? null,
  }),
);

builder.drizzleObjectField('project', 'events', (t) =>
  t.relatedConnection('events', {
    type: Event,
    totalCount: true,
    description: 'The events of the project.',
    query: { orderBy: { title: 'asc' } },
  }),
);

builder.drizzleObjectField(Event, 'subEvents', (t) =>
  t.relatedConnection('subEvents', {
    type: Event,
    totalCount: true,
    description: 'The events that are directly part of this one.',
    query: { orderBy: { title: 'asc' } },
  }),
);
