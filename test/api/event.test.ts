import { beforeAll, describe, expect, it } from 'vitest';
import { mutate, paths, readAll, succeed } from '../kit/mutate.ts';
import { useService } from '../kit/service.ts';
import { countStatements } from '../kit/statements.ts';

const service = useService();

const FIELDS = `id slug title description typeScheme typeCode date earliest latest status place version
  parent { slug } participants { role actor { slug } }`;
const record = (input: Record<string, unknown>) =>
  mutate(service, 'recordEvent', 'Event', { project: 'study', status: 'ACTUAL', ...input }, FIELDS);
const change = (input: Record<string, unknown>) => mutate(service, 'changeEvent', 'Event', input, FIELDS);
const remove = (id: unknown, expectedVersion = 1) =>
  mutate(service, 'removeEvent', 'Removed', { id, expectedVersion });

beforeAll(async () => {
  for (const slug of ['study', 'calendar']) {
    await succeed(service, 'createProject', 'Project', { slug, name: slug });
    for (const actor of ['rudolf', 'michael'])
      await succeed(service, 'createActor', 'Actor', { project: slug, name: actor, kind: 'PERSON' });
  }
});

describe('events', () => {
  it('are recorded with the days that their dates stand for, their parts and participants', async () => {
    await record({ slug: 'festival', title: 'Festival' });
    const input = {
      title: 'Coronation of Rudolf V',
      description: 'In the cathedral.',
      type: { code: '010' },
      date: '1894-06~',
      place: ' Strelsau ',
      parent: 'festival',
      participants: [
        { actor: 'michael', role: 'PARTICIPANT' },
        { actor: 'rudolf', role: 'INITIATOR' },
        { actor: 'rudolf', role: 'HOST' },
      ],
    };
    expect(await record(input)).toMatchObject({
      slug: 'coronation-of-rudolf-v',
      typeScheme: 'PLOVER',
      typeCode: '010',
      date: '1894-06~',
      earliest: '1894-06-01',
      latest: '1894-06-30',
      place: 'Strelsau',
      parent: { slug: 'festival' },
      version: 1,
      participants: [
        { role: 'INITIATOR', actor: { slug: 'rudolf' } },
        { role: 'HOST', actor: { slug: 'rudolf' } },
        { role: 'PARTICIPANT', actor: { slug: 'michael' } },
      ],
    });
    expect(await record(input)).toMatchObject({ slug: 'coronation-of-rudolf-v-2' });
    expect(await record({ ...input, slug: 'festival' })).toMatchObject({
      __typename: 'ConflictError',
      faults: [{ path: ['slug'] }],
    });
    expect(await record({ title: 'Since', date: '2003/..' })).toMatchObject({
      earliest: '2003-01-01',
      latest: null,
    });
    const once = { idempotencyKey: 'event-once', title: 'Once' };
    expect(await record(once)).toEqual(await record(once));
    expect(await record({ ...once, place: 'Zenda' })).toMatchObject({ code: 'CONFLICT' });
  });

  it('tell all faults of an input at once', async () => {
    const bad = {
      slug: '-',
      title: ' ',
      description: '\u0000',
      type: { scheme: '', code: '' },
      date: '2018-02-30',
      place: '\ud800',
      parent: 'nothing',
      participants: [
        { actor: 'rudolf', role: 'HOST' },
        { actor: 'nobody', role: 'HOST' },
        { actor: 'rudolf', role: 'HOST' },
      ],
    };
    expect(paths(await record(bad)).toSorted()).toEqual([
      'date',
      'description',
      'parent',
      'participants.1.actor',
      'participants.2',
      'place',
      'slug',
      'title',
      'type.code',
      'type.scheme',
    ]);
    const crowd = Array.from({ length: 201 }, () => ({ actor: 'rudolf', role: 'HOST' }));
    const { faults } = await record({ title: 'Crowd', participants: crowd });
    expect(faults).toContainEqual(expect.objectContaining({ path: ['participants'], code: 'LIMIT' }));
  });

  it('are changed field by field, by whoever saw the current version', async () => {
    const { id } = await record({
      title: 'Duel',
      date: '1894-07-01',
      type: { scheme: 'OWN', code: 'D' },
      participants: [{ actor: 'rudolf', role: 'INITIATOR' }],
    });
    expect(await change({ id, expectedVersion: 1, status: 'CANCELLED' })).toMatchObject({
      title: 'Duel',
      date: '1894-07-01',
      typeScheme: 'OWN',
      status: 'CANCELLED',
      version: 2,
      participants: [{ actor: { slug: 'rudolf' } }],
    });
    const cleared = { id, expectedVersion: 2, date: null, type: null, participants: [] };
    expect(await change(cleared)).toMatchObject({
      date: null,
      earliest: null,
      latest: null,
      typeScheme: null,
      typeCode: null,
      participants: [],
      version: 3,
    });
    expect(await change({ id, expectedVersion: 2, place: 'Zenda' })).toMatchObject({
      __typename: 'ConflictError',
      current: { __typename: 'Event', id, version: 3 },
    });
  });

  it('are never part of themselves, nor when two writers each close half of a circle', async () => {
    const whole = await record({ slug: 'whole', title: 'Whole' });
    await record({ slug: 'part', title: 'Part', parent: 'whole' });
    const closing = { id: whole['id'], expectedVersion: 1, parent: 'part' };
    expect(await change(closing)).toMatchObject({
      __typename: 'InputError',
      faults: [{ path: ['parent'], code: 'INVALID' }],
    });
    expect(paths(await change({ ...closing, parent: 'whole' }))).toEqual(['parent']);
    for (let round = 0; round < 30; round++) {
      const [a, b] = [await record({ title: `A ${round}` }), await record({ title: `B ${round}` })];
      const halves = await Promise.all([
        change({ id: a['id'], expectedVersion: 1, parent: b['slug'] }),
        change({ id: b['id'], expectedVersion: 1, parent: a['slug'] }),
      ]);
      expect(halves.map(({ __typename }) => __typename).toSorted()).toEqual(['Event', 'InputError']);
    }
  }, 60_000);

  it('are removed only where nothing names them', async () => {
    const event = await record({ slug: 'siege', title: 'Siege' });
    const part = await record({ title: 'Breach', parent: 'siege' });
    await succeed(service, 'createDocument', 'Document', {
      project: 'study',
      slug: 'news',
      title: 'News',
      text: 'A siege.',
    });
    const mark = await succeed(service, 'annotate', 'Annotation', {
      project: 'study',
      document: 'news',
      ranges: [{ start: 2, end: 7 }],
      body: { statement: { speaker: 'rudolf', event: 'siege', saidAt: 'siege' } },
    });
    const refused = await remove(event['id']);
    expect(refused).toMatchObject({ __typename: 'ConflictError', faults: [{ path: ['id'] }] });
    expect(refused['message']).toBe(
      'The event is in use: 1 statement about it, 1 statement made at it, 1 sub-event. Change or remove those first.',
    );
    expect(mark['id']).toBeTypeOf('string');
    expect(await remove(part['id'])).toEqual({ __typename: 'Removed', id: part['id'] });
    expect(await remove(part['id'])).toMatchObject({ code: 'NOT_FOUND' });
  });
});

describe('connections of events', () => {
  const page = (args: string) =>
    `{ project(slug: "calendar") { events(${args}) { totalCount pageInfo { hasNextPage hasPreviousPage startCursor endCursor } edges { cursor node { slug } } } } }`;
  const slugs = async (args: string) => {
    const { data, errors } = await service.ask(page(args));
    expect(errors).toBeUndefined();
    const { edges, totalCount } = data.project.events;
    expect(edges).toHaveLength(totalCount);
    return edges.map((edge: { node: { slug: string } }) => edge.node.slug);
  };

  beforeAll(async () => {
    const make = (slug: string, date: string | null, more: object = {}) =>
      succeed(service, 'recordEvent', 'Event', {
        project: 'calendar',
        slug,
        title: slug,
        status: 'ACTUAL',
        date,
        ...more,
      });
    await make('undated', null, { status: 'HYPOTHETICAL' });
    await make('june', '2018-06', { type: { code: '042' }, place: 'Singapore' });
    await make('talks', '2003/..', {
      type: { scheme: 'CAMEO', code: '042' },
      participants: [
        { actor: 'rudolf', role: 'HOST' },
        { actor: 'michael', role: 'PARTICIPANT' },
      ],
    });
    await make('round', '2003-08-27/2003-08-29', { parent: 'talks', place: 'Peking' });
    await make('before', '../2002-09-17', {
      place: 'Pyongyang',
      participants: [
        { actor: 'michael', role: 'HOST' },
        { actor: 'michael', role: 'INITIATOR' },
      ],
    });
    await make('unplanned', null, { status: 'CANCELLED' });
  });

  it('filter by days in common, type, status, participant, place and place in the tree', async () => {
    expect(await slugs('filter: { time: { from: "2018-06-30", until: "2018-07-05" } }')).toEqual([
      'talks',
      'june',
    ]);
    expect(await slugs('filter: { time: { until: "2003-01-01" } }')).toEqual(['before', 'talks']);
    expect(await slugs('filter: { time: { from: "2002-09-17", until: "2002-12-31" } }')).toEqual(['before']);
    expect(await slugs('filter: { time: { from: "2002-09-18", until: "2002-12-31" } }')).toEqual([]);
    expect(await slugs('filter: { time: {} }')).toHaveLength(4);
    expect(await slugs('filter: { typeCodes: ["042"] }')).toEqual(['talks', 'june']);
    expect(await slugs('filter: { typeCodes: ["042"], typeSchemes: ["PLOVER"] }')).toEqual(['june']);
    expect(await slugs('filter: { statuses: [CANCELLED, HYPOTHETICAL] }')).toEqual(['undated', 'unplanned']);
    expect(await slugs('filter: { participant: { actors: ["michael"] } }')).toEqual(['before', 'talks']);
    expect(await slugs('filter: { participant: { actors: ["michael"], roles: [PARTICIPANT] } }')).toEqual([
      'talks',
    ]);
    expect(await slugs('filter: { participant: { roles: [HOST] } }')).toEqual(['before', 'talks']);
    expect(await slugs('filter: { place: "PYONG" }')).toEqual(['before']);
    expect(await slugs('filter: { search: "un" }')).toEqual(['round', 'june', 'undated', 'unplanned']);
    expect(await slugs('filter: { parents: ["talks"] }')).toEqual(['round']);
    expect(await slugs('filter: { top: false }')).toEqual(['round']);
  });

  it('refuse a filter that names nothing that could be', async () => {
    for (const filter of [
      '{ time: { from: "2018-02-30" } }',
      '{ participant: { actors: ["No Slug"] } }',
      '{ typeCodes: ["\\u0000"] }',
      '{ place: "\\u0000" }',
    ]) {
      const { errors } = await service.ask(page(`filter: ${filter}`));
      expect(errors?.[0]?.extensions?.['code']).toBe('INVALID');
    }
  });

  it('are ordered, and read through both ways, with open and absent dates among them', async () => {
    const orders = {
      EARLIEST_FIRST: ['before', 'talks', 'round', 'june', 'undated', 'unplanned'],
      LATEST_FIRST: ['june', 'round', 'talks', 'before', 'unplanned', 'undated'],
      TITLE: ['before', 'june', 'round', 'talks', 'undated', 'unplanned'],
      CREATED: ['undated', 'june', 'talks', 'round', 'before', 'unplanned'],
    };
    for (const [order, expected] of Object.entries(orders)) {
      for (const size of [1, 4]) {
        for (const backwards of [false, true]) {
          const read = await readAll(
            service,
            (args) => page(`orderBy: ${order}, ${args}`),
            (data) => data.project.events,
            { size, backwards },
          );
          expect([order, read]).toEqual([order, expected]);
        }
      }
    }
  });

  it('lead from an actor to the events it takes part in, with its role', async () => {
    const read = `query ($first: Int, $after: String) { project(slug: "calendar") { actor(slug: "michael") { events(first: $first, after: $after) { totalCount pageInfo { hasNextPage endCursor } edges { role node { slug subEvents { totalCount edges { node { slug } } } } } } } } }`;
    expect(await countStatements(service, () => service.ask(read, {}))).toBe(1);
    const { data, errors } = await service.ask(read, {});
    expect(errors).toBeUndefined();
    expect(data.project.actor.events).toMatchObject({
      totalCount: 3,
      edges: [
        { role: 'INITIATOR', node: { slug: 'before' } },
        { role: 'HOST', node: { slug: 'before' } },
        {
          role: 'PARTICIPANT',
          node: { slug: 'talks', subEvents: { totalCount: 1, edges: [{ node: { slug: 'round' } }] } },
        },
      ],
    });
    const one = await service.ask(read, { first: 1 });
    const { endCursor } = one.data.project.actor.events.pageInfo;
    const rest = await service.ask(read, { first: 5, after: endCursor });
    expect(rest.data.project.actor.events.edges.map(({ role }: { role: string }) => role)).toEqual([
      'HOST',
      'PARTICIPANT',
    ]);
  });
});
