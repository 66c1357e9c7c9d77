import { beforeAll, describe, expect, it } from 'vitest';
import { mutate, paths, type Result, succeed } from '../kit/mutate.ts';
import { useService } from '../kit/service.ts';
import { call, seedStudy } from '../kit/study.ts';

const service = useService();

const LAYER = 'id kind state blind counts version owner { name } document { slug }';

const open = (input: object): Promise<Result> =>
  mutate(service, 'openLayer', 'Layer', { project: 'study', document: 'speech', ...input }, LAYER);
const change = (input: Record<string, unknown>): Promise<Result> =>
  mutate(service, 'changeLayer', 'Layer', input, LAYER);

const layersOf = async (slug: string): Promise<Result[]> => {
  const { data } = await service.ask(
    `query ($slug: String!) { project(slug: "study") { document(slug: $slug) { layers { totalCount edges { node { ${LAYER} } } } } } }`,
    { slug },
  );
  const { layers } = data.project.document;
  expect(layers.totalCount).toBe(layers.edges.length);
  return layers.edges.map((edge: { node: Result }) => edge.node);
};

beforeAll(() => seedStudy(service));

describe('layers', () => {
  it('stand beside the shared one: one for each coder, and one that is settled', async () => {
    expect(await open({ kind: 'PERSONAL', blind: true })).toMatchObject({
      kind: 'PERSONAL',
      state: 'OPEN',
      blind: true,
      counts: false,
      version: 1,
      owner: { name: 'Local owner' },
      document: { slug: 'speech' },
    });
    expect(await open({ kind: 'ADJUDICATED' })).toMatchObject({
      kind: 'ADJUDICATED',
      owner: null,
      counts: false,
    });
    for (const kind of ['PERSONAL', 'ADJUDICATED']) {
      expect(await open({ kind })).toMatchObject({ __typename: 'ConflictError', code: 'CONFLICT' });
    }
    expect((await layersOf('speech')).map((layer) => layer['kind'])).toEqual([
      'SHARED',
      'PERSONAL',
      'ADJUDICATED',
    ]);
  });

  it('tell all faults at once', async () => {
    expect(paths(await open({ kind: 'SHARED', blind: true, document: 'none' }))).toEqual([
      'document',
      'kind',
      'blind',
    ]);
    expect(paths(await open({ kind: 'ADJUDICATED', blind: true, document: 'reply' }))).toEqual(['blind']);
  });

  it('are opened once under one key', async () => {
    const input = { kind: 'PERSONAL', document: 'reply', idempotencyKey: 'open-1' };
    const first = await open(input);
    expect(first).toMatchObject({ __typename: 'Layer' });
    expect((await open(input))['id']).toBe(first['id']);
  });

  it('count by default once adjudication is done, and no longer when it goes on', async () => {
    const adjudicated = (await layersOf('speech')).find((layer) => layer['kind'] === 'ADJUDICATED') as Result;
    const done = await change({ id: adjudicated['id'], expectedVersion: 1, state: 'DONE' });
    expect(done).toMatchObject({ state: 'DONE', counts: true, version: 2 });
    expect((await layersOf('speech')).map((layer) => layer['counts'])).toEqual([false, false, true]);
    expect(await change({ id: adjudicated['id'], expectedVersion: 1, state: 'OPEN' })).toMatchObject({
      __typename: 'ConflictError',
      current: { id: adjudicated['id'] },
    });
    await change({ id: adjudicated['id'], expectedVersion: 2, state: 'OPEN' });
    expect((await layersOf('speech')).map((layer) => layer['counts'])).toEqual([true, false, false]);
    expect(paths(await change({ id: adjudicated['id'], expectedVersion: 3, blind: true }))).toEqual([
      'blind',
    ]);
  });

  it('are removed when empty, but for the shared one', async () => {
    const [shared, personal] = (await layersOf('reply')) as [Result, Result];
    const input = {
      document: 'reply',
      layer: personal['id'],
      ranges: [{ start: 0, end: 6 }],
      body: { comment: { text: 'Who?' } },
    };
    const mark = await call(service, 'annotate', { project: 'study', ...input });
    expect(mark).toMatchObject({ __typename: 'Annotation' });
    const removal = { id: personal['id'], expectedVersion: 1 };
    expect(await mutate(service, 'removeLayer', 'Removed', removal)).toMatchObject({ code: 'CONFLICT' });
    await succeed(service, 'removeAnnotation', 'Removed', { id: mark['id'], expectedVersion: 1 });
    await succeed(service, 'removeLayer', 'Removed', removal);
    expect(
      paths(await mutate(service, 'removeLayer', 'Removed', { id: shared['id'], expectedVersion: 1 })),
    ).toEqual(['id']);
    expect(await layersOf('reply')).toHaveLength(1);
    expect(await change(removal)).toMatchObject({ code: 'NOT_FOUND' });
  });

  it('are not found by ids of something else', async () => {
    for (const id of ['', 'speech', 'x'.repeat(5_000), '\0', '\ud800']) {
      expect(paths(await change({ id, expectedVersion: 1, state: 'DONE' }))).toEqual(['id']);
    }
  });
});
