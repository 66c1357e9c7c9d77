import { drizzleConnectionHelpers } from '@pothos/plugin-drizzle';
import { builder } from '../../graphql/builder.ts';
import { addMutation, addRemoval } from '../../graphql/mutation.ts';
import { dayArgument } from '../../graphql/scalars.graphql.ts';
import { changeActor, createActor, removeActor } from './actor.command.ts';
import { holdsOn, memberCount } from './actor.query.ts';
import { type actor, actorKind, affiliationKind, externalScheme } from './actor.table.ts';

const ActorKind = builder.enumType('ActorKind', {
  description: 'What sort of actor it is.',
  values: {
    PERSON: { description: 'A human being.' },
    STATE: { description: 'A state; also where its capital stands for its rulers.' },
    GOVERNMENT: { description: 'A government or cabinet, where the text says so.' },
    ORGANIZATION: { description: 'A party, company, agency or international body.' },
    GROUP: { description: 'People without an organisation of their own.' },
    UNNAMED: { description: 'Somebody whom a document does not name, such as its “officials”.' },
  } satisfies Record<(typeof actorKind.enumValues)[number], object>,
});

const AffiliationKind = builder.enumType('AffiliationKind', {
  description: 'How one actor belongs to another. Every kind counts as membership.',
  values: {
    PART_OF: { description: 'A part of a whole, as a ministry of a government.' },
    MEMBER_OF: { description: 'One of several members.' },
    HOLDS_POST: { description: 'Holds a post in it; the role names the post.' },
    SPEAKS_FOR: { description: 'Speaks for it without belonging to it.' },
  } satisfies Record<(typeof affiliationKind.enumValues)[number], object>,
});

const ExternalScheme = builder.enumType('ExternalScheme', {
  description: 'Where an external id comes from.',
  values: {
    WIKIDATA: { description: 'Wikidata item, such as Q132345.' },
    ISO_3166_1_ALPHA_3: { description: 'Country code of three letters, such as PRK.' },
  } satisfies Record<(typeof externalScheme.enumValues)[number], object>,
});

const ActorName = builder.drizzleObject('actorName', {
  name: 'ActorName',
  description: 'Another name or spelling of an actor.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'The name.' }),
    language: t.exposeString('language', {
      nullable: true,
      description: 'Its language (BCP 47), where known.',
    }),
  }),
});

const ActorExternalId = builder.drizzleObject('actorExternalId', {
  name: 'ActorExternalId',
  description: 'The id of the same actor elsewhere.',
  fields: (t) => ({
    scheme: t.expose('scheme', { type: ExternalScheme, description: 'Where it comes from.' }),
    value: t.exposeString('value', { description: 'The id there.' }),
  }),
});

export const Actor = builder.drizzleNode('actor', {
  name: 'Actor',
  description: 'Whoever says, does or is addressed.',
  id: { column: (row) => [row.projectId, row.id], description: 'Global id.' },
  fields: (t) => ({
    slug: t.exposeString('slug', { description: 'The name by which inputs and links call it.' }),
    name: t.exposeString('name', { description: 'The name that people read.' }),
    kind: t.expose('kind', { type: ActorKind, description: 'What sort of actor it is.' }),
    description: t.exposeString('description', { nullable: true, description: 'Who or what it is.' }),
    names: t.relation('names', {
      description: 'Other names and spellings.',
      query: { orderBy: { name: 'asc' } },
    }),
    externalIds: t.relation('externalIds', {
      description: 'Its ids elsewhere.',
      query: { orderBy: { scheme: 'asc' } },
    }),
    version: t.exposeInt('version', { description: 'Counts its changes from 1.' }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was created.' }),
    creator: t.relation('creator', { description: 'Who created it.' }),
    project: t.relation('project', { description: 'The project it belongs to.' }),
  }),
});

export const Affiliation = builder.drizzleNode('affiliation', {
  name: 'Affiliation',
  description: 'One actor inside another, for a time.',
  id: { column: (row) => [row.projectId, row.id], description: 'Global id.' },
  fields: (t) => ({
    kind: t.expose('kind', { type: AffiliationKind, description: 'How it belongs.' }),
    role: t.exposeString('role', { nullable: true, description: 'The title of the post or role.' }),
    validFrom: t.expose('validFrom', {
      type: 'Date',
      nullable: true,
      description: 'First day; empty is open.',
    }),
    validUntil: t.expose('validUntil', {
      type: 'Date',
      nullable: true,
      description: 'Last day, included; empty is open.',
    }),
    actor: t.relation('actor', { description: 'The actor inside.' }),
    of: t.relation('of', { description: 'The actor it is inside of.' }),
    version: t.exposeInt('version', { description: 'Counts its changes from 1.' }),
  }),
});

// Edges that tell of the affiliation, nodes that are the actor at its other end: inward (members) and outward (memberships).
const membersOf = drizzleConnectionHelpers(builder, 'affiliation', {
  args: (t) => ({
    asOf: t.field({
      type: 'Date',
      description: 'Only affiliations that hold on this day; without one, all.',
    }),
  }),
  query: ({ asOf }: { asOf?: string | null }) => ({
    where: holdsOn(dayArgument('asOf', asOf)),
    orderBy: { id: 'asc' },
  }),
  select: (nested) => ({ with: { actor: nested() } }),
  resolveNode: (link) => link.actor,
});

builder.drizzleObjectField(Actor, 'members', (t) =>
  t.connection(
    {
      type: Actor,
      description: 'Actors directly inside this one.',
      args: membersOf.getArgs(),
      select: (args, context, nested) => ({
        with: { memberLinks: membersOf.getQuery(args, context, nested) },
        extras: {
          // Named by the day, so that one query may count on several.
          [`memberCount ${args.asOf ?? ''}`]: (row: typeof actor) =>
            memberCount(row, dayArgument('asOf', args.asOf)),
        },
      }),
      resolve: async (parent, args, context) => ({
        ...(await membersOf.resolve(parent.memberLinks as never, args, context)),
        totalCount: parent[`memberCount ${args.asOf ?? ''}`] as number,
      }),
    },
    {
      fields: (connection) => ({
        totalCount: connection.int({
          description: 'How many there are on all pages.',
          resolve: ({ totalCount }) => totalCount as number,
        }),
      }),
    },
    {
      fields: (edge) => ({
        kind: edge.field({
          type: AffiliationKind,
          description: 'How it belongs.',
          resolve: (link) => link.kind,
        }),
        role: edge.string({
          nullable: true,
          description: 'The title of the post or role.',
          resolve: (link) => link.role,
        }),
        validFrom: edge.field({
          type: 'Date',
          nullable: true,
          description: 'First day; empty is open.',
          resolve: (link) => link.validFrom,
        }),
        validUntil: edge.field({
          type: 'Date',
          nullable: true,
          description: 'Last day, included; empty is open.',
          resolve: (link) => link.validUntil,
        }),
      }),
    },
  ),
);

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
    description: 'The actors of the project, by name.',
    args: { kinds: t.arg({ type: [ActorKind], description: 'Only actors of these kinds.' }) },
    query: ({ kinds }) => ({
      where: kinds ? { kind: { in: kinds } } : {},
      orderBy: { name: 'asc' },
    }),
  }),
);

const NameInput = builder.inputType('ActorNameInput', {
  description: 'Another name or spelling.',
  fields: (t) => ({
    name: t.string({ required: true, description: 'The name.' }),
    language: t.string({ description: 'Its language (BCP 47).' }),
  }),
});

const ExternalIdInput = builder.inputType('ActorExternalIdInput', {
  description: 'The id of the same actor elsewhere.',
  fields: (t) => ({
    scheme: t.field({ type: ExternalScheme, required: true, description: 'Where it comes from.' }),
    value: t.string({ required: true, description: 'The id there.' }),
  }),
});

const CreateActorInput = builder.inputType('CreateActorInput', {
  description: 'A new actor.',
  fields: (t) => ({
    idempotencyKey: t.string({
      description: 'Repeating the call with the same key gives the first result again.',
    }),
    project: t.string({ required: true, description: 'The project, by slug or id.' }),
    slug: t.string({ description: 'Its slug; made from the name where none is given.' }),
    name: t.string({ required: true, description: 'The name that people read.' }),
    kind: t.field({ type: ActorKind, required: true, description: 'What sort of actor it is.' }),
    description: t.string({ description: 'Who or what it is.' }),
    names: t.field({ type: [NameInput], description: 'Other names and spellings.' }),
    externalIds: t.field({ type: [ExternalIdInput], description: 'Its ids elsewhere.' }),
  }),
});

addMutation({
  name: 'createActor',
  description: 'Creates an actor.',
  input: CreateActorInput,
  type: 'Actor',
  ref: Actor,
  run: createActor,
});

const ChangeActorInput = builder.inputType('ChangeActorInput', {
  description: 'What to change of an actor; what is left out stays.',
  fields: (t) => ({
    id: t.string({ required: true, description: 'The actor’s global id.' }),
    expectedVersion: t.int({ required: true, description: 'The version that the change is based on.' }),
    slug: t.string({ description: 'A new slug.' }),
    name: t.string({ description: 'A new name.' }),
    kind: t.field({ type: ActorKind, description: 'Another kind.' }),
    description: t.string({ description: 'Who or what it is; null clears.' }),
    names: t.field({
      type: [NameInput],
      description: 'All other names and spellings, in place of those before.',
    }),
    externalIds: t.field({
      type: [ExternalIdInput],
      description: 'All ids elsewhere, in place of those before.',
    }),
  }),
});

addMutation({
  name: 'changeActor',
  description: 'Changes an actor.',
  input: ChangeActorInput,
  type: 'Actor',
  ref: Actor,
  run: changeActor,
});

addRemoval({
  name: 'removeActor',
  description: 'Removes an actor that nothing else names.',
  run: removeActor,
});
