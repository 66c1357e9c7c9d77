import { builder } from '../../graphql/builder.ts';
import { refFilter } from '../../graphql/ref-filter.ts';
import { dayArgument } from '../../graphql/scalars.graphql.ts';
import { containing } from '../../graphql/text-filter.ts';
import { isSlug } from '../../protocol/slug.ts';
import { Document } from '../document/document.graphql.ts';
import { testedAlone } from '../tested-alone.query.ts';
import { Actor, ActorKind } from './actor.graphql.ts';
import { type ActorWhere, nameLike } from './actor.query.ts';
import { holdsOn } from './affiliation.query.ts';

const MemberFilter = builder.inputType('MemberFilter', {
  description: 'Inside which actors.',
  fields: (t) => ({
    of: t.stringList({ required: true, description: 'Directly inside one of these actors, by slug or id.' }),
    asOf: t.field({ type: 'Date', description: 'On this day; without one, ever.' }),
  }),
});

const ActorFilter = builder.inputType('ActorFilter', {
  description:
    'Which actors; all that is given must hold. A name that nothing in the project bears matches nothing.',
  fields: (t) => ({
    kinds: t.field({ type: [ActorKind], description: 'Of one of these kinds.' }),
    search: t.string({
      description:
        'One of whose names has this text in it, in whatever capitals. With typing errors: searchActors.',
    }),
    member: t.field({ type: MemberFilter, description: 'Inside certain actors.' }),
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
      with: { actors: nested({ where: { slug: { in: [args.slug].filter(isSlug) } }, limit: 1 }) },
    }),
    resolve: (parent) => parent.actors[0] ?? null,
  }),
);

const ActorConnection = builder.connectionObject(
  {
    type: Actor,
    name: 'ActorConnection',
    description: 'A page of actors.',
    fields: (t) => ({
      totalCount: t.int({
        description: 'How many there are on all pages.',
        extensions: { pothosDrizzleTotalCount: true },
        resolve: (connection) => (connection as unknown as { totalCount: number }).totalCount,
      }),
    }),
  },
  { name: 'ActorEdge', description: 'An actor in a page.' },
);

builder.drizzleObjectField('project', 'actors', (t) =>
  t.relatedConnection(
    'actors',
    {
      type: Actor,
      totalCount: true,
      description: 'The actors of the project.',
      args: {
        filter: t.arg({ type: ActorFilter, description: 'Which actors; without one, all.' }),
        orderBy: t.arg({ type: ActorOrder, defaultValue: 'NAME', description: 'In which order.' }),
      },
      query: ({ filter, orderBy }) => ({
        where: actorWhere(filter),
        orderBy: orderings[orderBy ?? 'NAME'],
      }),
    },
    ActorConnection,
  ),
);

builder.drizzleObjectField(Actor, 'documents', (t) =>
  t.relatedConnection(
    'documents',
    {
      type: Document,
      totalCount: true,
      description: 'The documents that it wrote, by title.',
      query: { orderBy: { title: 'asc' } },
    },
    {
      description: 'A page of documents that an actor wrote.',
      fields: (t) => ({
        totalCount: t.int({
          description: 'How many there are on all pages.',
          extensions: { pothosDrizzleTotalCount: true },
          resolve: (connection) => (connection as unknown as { totalCount: number }).totalCount,
        }),
      }),
    },
    { description: 'A document in a page.' },
  ),
);

function actorWhere(filter: typeof ActorFilter.$inferInput | null | undefined): ActorWhere {
  const { kinds, search, member } = filter ?? {};
  const pattern = containing('filter.search', search);
  const of = refFilter('Actor', 'filter.member.of', member?.of);
  const day = dayArgument('filter.member.asOf', member?.asOf);
  return {
    AND: [
      kinds ? { kind: { in: [...kinds] } } : {},
      pattern ? nameLike(pattern) : {},
      of ? testedAlone<ActorWhere>({ membershipLinks: { of, ...holdsOn(day) } }) : {},
    ],
  };
}
