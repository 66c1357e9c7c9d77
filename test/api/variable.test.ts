import { beforeAll, describe, expect, it } from 'vitest';
import { mutate, paths, succeed } from '../kit/mutate.ts';
import { useService } from '../kit/service.ts';

const service = useService();

const FIELDS = 'id slug label description type options required version';
const create = (input: Record<string, unknown>) =>
  mutate(service, 'createVariable', 'Variable', { project: 'study', ...input }, FIELDS);
const change = (input: Record<string, unknown>) =>
  mutate(service, 'changeVariable', 'Variable', input, FIELDS);
const remove = (id: unknown, expectedVersion = 1) =>
  mutate(service, 'removeVariable', 'Removed', { id, expectedVersion });
const code = (variable: string, value: unknown) =>
  succeed(
    service,
    'annotate',
    'Annotation',
    {
      project: 'study',
      document: 'news',
      ranges: [{ start: 0, end: 1 }],
      body: { statement: { speaker: 'rudolf', values: [{ variable, value }] } },
    },
    'body { ... on Statement { id } }',
  );

describe('variables', () => {
  beforeAll(async () => {
    await succeed(service, 'createProject', 'Project', { slug: 'study', name: 'A study' });
    await succeed(service, 'createActor', 'Actor', { project: 'study', name: 'Rudolf', kind: 'PERSON' });
    const document = { project: 'study', slug: 'news', title: 'News', text: 'A siege.' };
    await succeed(service, 'createDocument', 'Document', document);
  });

  it('are created with their options, and listed by slug', async () => {
    expect(
      await create({ label: 'Tone of voice', type: 'CHOICE', options: [' calm ', 'angry'], required: false }),
    ).toMatchObject({
      slug: 'tone-of-voice',
      options: ['calm', 'angry'],
      required: false,
      version: 1,
    });
    const flag = { slug: 'flag', label: 'Flag', type: 'BOOLEAN', description: 'Whether it is flagged.' };
    expect(await create(flag)).toMatchObject({ slug: 'flag', options: [], type: 'BOOLEAN' });
    expect(await create(flag)).toMatchObject({ __typename: 'ConflictError', faults: [{ path: ['slug'] }] });
    const { data } = await service.ask('{ project(slug: "study") { variables { slug type options } } }');
    expect(data.project.variables).toEqual([
      { slug: 'flag', type: 'BOOLEAN', options: [] },
      { slug: 'tone-of-voice', type: 'CHOICE', options: ['calm', 'angry'] },
    ]);
    const once = { idempotencyKey: 'variable-once', label: 'Once', type: 'TEXT' };
    expect(await create(once)).toEqual(await create(once));
    expect(await create({ ...once, type: 'INTEGER' })).toMatchObject({ code: 'CONFLICT' });
  });

  it('tell all faults of an input at once', async () => {
    const bad = { slug: 'A', label: '', description: '\u0000', type: 'TEXT', options: ['x'] };
    expect(paths(await create(bad))).toEqual(['label', 'slug', 'description', 'options']);
    expect(paths(await create({ label: 'Choice', type: 'CHOICE' }))).toEqual(['options']);
    expect(paths(await create({ label: 'Choice', type: 'CHOICE', options: ['a', 'a '] }))).toEqual([
      'options',
    ]);
    expect(paths(await create({ label: 'Choice', type: 'CHOICE', options: ['a', '\u0000'] }))[0]).toBe(
      'options.1',
    );
  });

  it('change as far as the values that statements have stay valid', async () => {
    const { id } = await create({
      slug: 'mood',
      label: 'Mood',
      type: 'CHOICE',
      options: ['calm', 'angry', 'sad'],
    });
    await code('mood', 'angry');
    const fewer = await change({ id, expectedVersion: 1, options: ['angry', 'calm'] });
    expect(fewer).toMatchObject({ options: ['angry', 'calm'], label: 'Mood', version: 2 });
    expect(await change({ id, expectedVersion: 2, options: ['calm'] })).toMatchObject({
      code: 'CONFLICT',
      faults: [{ path: ['options'] }],
    });
    expect(await change({ id, expectedVersion: 2, type: 'TEXT' })).toMatchObject({
      code: 'CONFLICT',
      faults: [{ path: ['type'] }],
    });
    expect(await change({ id, expectedVersion: 1, label: 'X' })).toMatchObject({
      __typename: 'ConflictError',
      current: { __typename: 'Variable', id, version: 2 },
    });
    expect(await change({ id, expectedVersion: 2, required: true })).toMatchObject({
      required: true,
      version: 3,
    });
    expect(await change({ id, expectedVersion: 3, required: false })).toMatchObject({ version: 4 });
    const free = await create({ slug: 'free', label: 'Free', type: 'CHOICE', options: ['x'] });
    expect(await change({ id: free['id'], expectedVersion: 1, type: 'INTEGER' })).toMatchObject({
      type: 'INTEGER',
      options: [],
    });
  });

  it('are removed only while no statement has a value', async () => {
    const { id } = await create({ slug: 'note', label: 'Note', type: 'TEXT' });
    const { id: unused } = await create({ slug: 'unused', label: 'Unused', type: 'TEXT' });
    await code('note', 'first');
    await code('note', 'second');
    expect(await remove(id)).toMatchObject({
      __typename: 'ConflictError',
      message: 'The variable is in use: 2 statements with a value. Change or remove those first.',
    });
    expect(await remove(unused, 2)).toMatchObject({ current: { id: unused, version: 1 } });
    expect(await remove(unused)).toEqual({ __typename: 'Removed', id: unused });
  });
});
