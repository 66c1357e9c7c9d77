import { builder } from '../../graphql/builder.ts';
import { Actor, ActorKind } from './actor.graphql.ts';

const ActorFilter = builder.inputType('ActorFilter', {
  description: 'Which actors; all that is given must hold.',
  fields: (t) => ({
    kinds: t.field({ type: [ActorKind], description: 'Only actors of these kinds.' }),
  }),
});

const ActorOrder = builder.enumType('ActorOrder', {
  description: 'The order of actors.',
  values: {
    NAME: { description: 'By name.' },
    SLUG: { description: 'By slug.' },
    CREATED: { description: 'The earliest created first.' },
    NEWEST: { description: 'The latest created first.' },
  },
});

const orderings = {
  NAME: { name: 'asc' },
  SLUG: { slug: 'asc' },
  // Ids sort by time of creation.
  CREATED: { id: 'asc' },
  NEWEST: { id: 'desc' },
} as const;

builder.drizzleObjectField('project', 'actor', (t) =>
  t.field({
    type: Actor,
    nullable: true,
    description: 'One actor; null where the project has none of that name.',
    args: { slug: t.arg.string({ required: true, description: 'Its slug.' }) },
    select: (args, _context, nested) => ({
      with: { actors: nested({ where: { slug: args.slug }, limit: 1 }) },
    }),
    resolve: (parent) => parent.actors[0] ?? null,
  }),
);

builder.drizzleObjectField('project', 'actors', (t) =>
  t.relatedConnection('actors', {
    type: Actor,
    totalCount: true,
    description: 'The actors of the project.',
    args: {
      filter: t.arg({ type: ActorFilter, description: 'Which actors; without one, all.' }),
      orderBy: t.arg({ type: ActorOrder, defaultValue: 'NAME', description: 'In which order.' }),
    },
    query: ({ filter, orderBy }) => ({
      where: filter?.kinds ? { kind: { in: filter.kinds } } : {},
      orderBy: orderings[orderBy ?? 'NAME'],
    }),
  }),
);
