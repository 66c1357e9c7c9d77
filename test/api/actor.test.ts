import { beforeAll, describe, expect, it } from 'vitest';
import { mutate, paths, readAll, succeed } from '../kit/mutate.ts';
import { useService } from '../kit/service.ts';
import { countStatements } from '../kit/statements.ts';

const service = useService();

const FIELDS =
  'id slug name kind description version names { name language } externalIds { scheme value } creator { name }';
const create = (input: Record<string, unknown>) =>
  mutate(service, 'createActor', 'Actor', { project: 'study', kind: 'PERSON', ...input }, FIELDS);
const change = (input: Record<string, unknown>) => mutate(service, 'changeActor', 'Actor', input, FIELDS);

describe('actors', () => {
  beforeAll(async () => {
    await succeed(service, 'createProject', 'Project', { slug: 'study', name: 'A study' });
    await succeed(service, 'createProject', 'Project', { slug: 'states', name: 'States' });
  });

  it('are created with their other names and ids elsewhere', async () => {
    const input = {
      slug: 'shinzo-abe',
      name: ' Shinzo  Abe ',
      names: [{ name: '安倍晋三', language: 'JA' }, { name: 'Shinzo Abe' }, { name: 'Abe Shinzo' }],
      externalIds: [{ scheme: 'WIKIDATA', value: 'Q132345' }],
    };
    expect(await create(input)).toMatchObject({
      __typename: 'Actor',
      slug: 'shinzo-abe',
      name: 'Shinzo Abe',
      version: 1,
      names: [
        { name: 'Abe Shinzo', language: null },
        { name: '安倍晋三', language: 'ja' },
      ],
      externalIds: [{ scheme: 'WIKIDATA', value: 'Q132345' }],
      creator: { name: 'Local owner' },
    });
    const again = await create({ ...input, externalIds: [] });
    expect(again).toMatchObject({ __typename: 'ConflictError', faults: [{ path: ['slug'] }] });
    const twin = await create({ ...input, slug: 'twin' });
    expect(twin).toMatchObject({ __typename: 'ConflictError', faults: [{ path: ['externalIds'] }] });
  });

  it('tell all faults of an input at once', async () => {
    const result = await create({
      slug: '',
      name: ' ',
      description: 'half a pair \ud800',
      names: [{ name: 'x', language: '!' }],
      externalIds: [
        { scheme: 'ISO_3166_1_ALPHA_3', value: 'Ruritania' },
        { scheme: 'ISO_3166_1_ALPHA_3', value: 'RUR' },
      ],
    });
    expect(paths(result)).toEqual([
      'name',
      'slug',
      'description',
      'names.0.language',
      'externalIds.0.value',
      'externalIds.1.scheme',
    ]);
    expect(await create({ project: 'nowhere', name: 'X' })).toMatchObject({
      code: 'NOT_FOUND',
      faults: [{ path: ['project'] }],
    });
  });

  it('get a free slug made from their name where none is given', async () => {
    const slugs = [];
    for (let nth = 0; nth < 3; nth++) slugs.push((await create({ name: 'Élise Dupont' }))['slug']);
    expect(slugs).toEqual(['elise-dupont', 'elise-dupont-2', 'elise-dupont-3']);
    const long = 'a'.repeat(100);
    expect((await create({ name: long }))['slug']).toBe('a'.repeat(80));
    expect((await create({ name: long }))['slug']).toBe(`${'a'.repeat(74)}-2`);
  });

  it('give the first result again under the same idempotency key, and refuse it another input', async () => {
    const input = { idempotencyKey: 'actor-once', name: 'Once' };
    const [first, second] = await Promise.all([create(input), create(input)]);
    expect(second).toEqual(first);
    expect(await create(input)).toEqual(first);
    expect(await create({ ...input, name: 'Twice' })).toMatchObject({
      __typename: 'ConflictError',
      faults: [{ path: ['idempotencyKey'] }],
    });
    // After a fault the key is free.
    expect(await create({ idempotencyKey: 'freed', name: '' })).toMatchObject({ __typename: 'InputError' });
    expect(await create({ idempotencyKey: 'freed', name: 'Freed' })).toMatchObject({ slug: 'freed' });
  });

  it('are changed field by field, by whoever saw the current version', async () => {
    const { id } = await create({ slug: 'taro', name: 'Taro', description: 'A minister.' });
    const named = await change({ id, expectedVersion: 1, names: [{ name: '太郎', language: 'ja' }] });
    expect(named).toMatchObject({
      name: 'Taro',
      description: 'A minister.',
      version: 2,
      names: [{ name: '太郎' }],
    });
    const renamed = await change({ id, expectedVersion: 2, name: 'Taro Kono', description: null });
    expect(renamed).toMatchObject({ slug: 'taro', name: 'Taro Kono', description: null, version: 3 });
    expect(renamed['names']).toHaveLength(1);
    expect(await change({ id, expectedVersion: 2, kind: 'GROUP' })).toMatchObject({
      __typename: 'ConflictError',
      code: 'CONFLICT',
      current: { __typename: 'Actor', id, version: 3 },
    });
    expect(paths(await change({ id, expectedVersion: 3, slug: '', name: '' }))).toEqual(['name', 'slug']);
    expect(await change({ id, expectedVersion: 3, slug: 'shinzo-abe' })).toMatchObject({
      __typename: 'ConflictError',
      faults: [{ path: ['slug'] }],
    });
    expect(await change({ id: 'taro', expectedVersion: 3 })).toMatchObject({ faults: [{ path: ['id'] }] });
  });

  it('are removed only where nothing names them, and it is said what does', async () => {
    const { id } = await create({ slug: 'rudolf', name: 'Rudolf' });
    await create({ slug: 'michael', name: 'Michael' });
    const link = { project: 'study', actor: 'rudolf', of: 'michael', kind: 'MEMBER_OF' };
    const { id: linkId } = await succeed(service, 'addAffiliation', 'Affiliation', link);
    const event = await succeed(service, 'recordEvent', 'Event', {
      project: 'study',
      title: 'Coronation',
      status: 'ACTUAL',
      participants: [
        { actor: 'rudolf', role: 'HOST' },
        { actor: 'rudolf', role: 'INITIATOR' },
      ],
    });
    const remove = (name: string, id: unknown, expectedVersion = 1) =>
      mutate(service, name, 'Removed', { id, expectedVersion });
    const refused = await remove('removeActor', id);
    expect(refused).toMatchObject({
      __typename: 'ConflictError',
      faults: [{ path: ['id'], code: 'CONFLICT' }],
    });
    expect(refused['message']).toBe(
      'The actor is in use: 1 affiliation of it to others, 2 event participations. Change or remove those first.',
    );
    await remove('removeAffiliation', linkId);
    await remove('removeEvent', event['id']);
    expect(await remove('removeActor', id, 7)).toMatchObject({ current: { id, version: 1 } });
    expect(await remove('removeActor', id)).toEqual({ __typename: 'Removed', id });
    const { data } = await service.ask('{ project(slug: "study") { actor(slug: "rudolf") { id } } }');
    expect(data.project.actor).toBeNull();
  });
});

describe('connections of actors', () => {
  const page = (args: string) =>
    `{ project(slug: "states") { actors(${args}) { totalCount pageInfo { hasNextPage hasPreviousPage startCursor endCursor } edges { cursor node { slug } } } } }`;
  const slugs = async (args: string) => {
    const { data, errors } = await service.ask(page(args));
    expect(errors).toBeUndefined();
    return data.project.actors.edges.map((edge: { node: { slug: string } }) => edge.node.slug);
  };

  beforeAll(async () => {
    const make = (slug: string, name: string, kind: string, names: string[] = []) =>
      succeed(service, 'createActor', 'Actor', {
        project: 'states',
        slug,
        name,
        kind,
        names: names.map((name) => ({ name })),
      });
    await make('south-korea', 'Korea', 'STATE', ['Republic of Korea']);
    await make('north-korea', 'Korea', 'STATE', ['DPRK', '100%_\\']);
    await make('japan', 'Japan', 'STATE', ['日本']);
    await make('diet', 'Diet', 'ORGANIZATION');
    await make('abe', 'Abe', 'PERSON');
    const link = { project: 'states', kind: 'MEMBER_OF' };
    await succeed(service, 'addAffiliation', 'Affiliation', { ...link, actor: 'diet', of: 'japan' });
    await succeed(service, 'addAffiliation', 'Affiliation', {
      ...link,
      actor: 'abe',
      of: 'diet',
      validFrom: '1993-07-18',
    });
    await succeed(service, 'createDocument', 'Document', {
      project: 'states',
      title: 'A memoir',
      text: 'Once.',
      author: 'abe',
    });
  });

  it('filter by kind, by a part of any name and by membership', async () => {
    expect(await slugs('filter: { kinds: [PERSON, ORGANIZATION] }')).toEqual(['abe', 'diet']);
    expect(await slugs('filter: { kinds: [] }')).toEqual([]);
    expect(await slugs('filter: { search: "dprk" }')).toEqual(['north-korea']);
    expect(await slugs('filter: { search: "本" }')).toEqual(['japan']);
    expect(await slugs('filter: { search: "0%_\\\\" }')).toEqual(['north-korea']);
    expect(await slugs('filter: { search: "%" }')).toEqual(['north-korea']);
    expect(await slugs('filter: { member: { of: ["diet", "japan"] } }')).toEqual(['abe', 'diet']);
    expect(await slugs('filter: { member: { of: ["diet"], asOf: "1993-07-17" } }')).toEqual([]);
    expect(await slugs('filter: { kinds: [STATE], search: "pan" }')).toEqual(['japan']);
  });

  it('refuse a filter that names nothing that could be', async () => {
    for (const filter of [
      '{ member: { of: ["No Slug"] } }',
      '{ member: { of: ["diet"], asOf: "2018-02-30" } }',
      '{ search: "\\u0000" }',
    ]) {
      const { errors } = await service.ask(page(`filter: ${filter}`));
      expect(errors?.[0]?.extensions?.['code']).toBe('INVALID');
    }
  });

  it('are ordered, and read through both ways, whatever shares a name', async () => {
    const orders = {
      NAME: ['abe', 'diet', 'japan', 'south-korea', 'north-korea'],
      SLUG: ['abe', 'diet', 'japan', 'north-korea', 'south-korea'],
      CREATED: ['south-korea', 'north-korea', 'japan', 'diet', 'abe'],
      NEWEST: ['abe', 'diet', 'japan', 'north-korea', 'south-korea'],
    };
    for (const [order, expected] of Object.entries(orders)) {
      expect(await slugs(`orderBy: ${order}`)).toEqual(expected);
      for (const size of [1, 2, 4]) {
        for (const backwards of [false, true]) {
          const read = await readAll(
            service,
            (args) => page(`orderBy: ${order}, ${args}`),
            (data) => data.project.actors,
            { size, backwards },
          );
          expect(read).toEqual(expected);
        }
      }
    }
  });

  it('count what the filter leaves on every level, in one SQL statement', async () => {
    const query = `{ project(slug: "states") {
      actors(filter: { kinds: [STATE] }, first: 1) { totalCount edges { node { slug members { totalCount edges { node { slug members { totalCount edges { validFrom node { slug memberships { totalCount } documents { totalCount edges { node { title } } } } } } } } } } } }
    } }`;
    expect(await countStatements(service, () => service.ask(query))).toBe(1);
    const { data, errors } = await service.ask(query);
    expect(errors).toBeUndefined();
    expect(data.project.actors).toEqual({
      totalCount: 3,
      edges: [
        {
          node: {
            slug: 'japan',
            members: {
              totalCount: 1,
              edges: [
                {
                  node: {
                    slug: 'diet',
                    members: {
                      totalCount: 1,
                      edges: [
                        {
                          validFrom: '1993-07-18',
                          node: {
                            slug: 'abe',
                            memberships: { totalCount: 1 },
                            documents: { totalCount: 1, edges: [{ node: { title: 'A memoir' } }] },
                          },
                        },
                      ],
                    },
                  },
                },
              ],
            },
          },
        },
      ],
    });
  });
});
