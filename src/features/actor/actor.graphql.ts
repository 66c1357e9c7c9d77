import { builder } from '../../graphql/builder.ts';
import type { actorKind, externalScheme } from './actor.table.ts';

export const ActorKind = builder.enumType('ActorKind', {
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

export const ExternalScheme = builder.enumType('ExternalScheme', {
  description: 'Where an external id comes from.',
  values: {
    WIKIDATA: { description: 'Wikidata item, such as Q132345.' },
    ISO_3166_1_ALPHA_3: { description: 'Country code of three letters, such as PRK.' },
  } satisfies Record<(typeof externalScheme.enumValues)[number], object>,
});

builder.drizzleObject('actorName', {
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

builder.drizzleObject('actorExternalId', {
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
