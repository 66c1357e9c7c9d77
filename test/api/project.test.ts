import { sql } from 'drizzle-orm';
import { beforeAll, describe, expect, it } from 'vitest';
import { mutate, paths, readAll, succeed } from '../kit/mutate.ts';
import { useService } from '../kit/service.ts';

const service = useService();

const FIELDS = 'id slug name description version';
const create = (input: Record<string, unknown>) => mutate(service, 'createProject', 'Project', input, FIELDS);
const change = (input: Record<string, unknown>) => mutate(service, 'changeProject', 'Project', input, FIELDS);
const remove = (id: unknown, expectedVersion = 1) =>
  mutate(service, 'removeProject', 'Removed', { id, expectedVersion });

describe('projects', () => {
  it('are created with a slug of their own or one made for them', async () => {
    expect(await create({ name: 'Ruritania', description: 'A kingdom.' })).toMatchObject({
      slug: 'ruritania',
      description: 'A kingdom.',
      version: 1,
    });
    expect(await create({ name: 'Ruritania' })).toMatchObject({ slug: 'ruritania-2' });
    expect(await create({ slug: 'ruritania', name: 'Again' })).toMatchObject({
      __typename: 'ConflictError',
      faults: [{ path: ['slug'] }],
    });
    expect(paths(await create({ slug: '', name: '', description: '\u0000' }))).toEqual([
      'name',
      'slug',
      'description',
    ]);
    const once = { idempotencyKey: 'project-once', name: 'Once' };
    expect(await create(once)).toEqual(await create(once));
    expect(await create({ ...once, name: 'Twice' })).toMatchObject({ code: 'CONFLICT' });
  });

  it('are changed field by field, by whoever saw the current version', async () => {
    const { id } = await create({ slug: 'plain', name: 'Plain', description: 'Text.' });
    expect(await change({ id, expectedVersion: 1, name: 'Fancy' })).toMatchObject({
      slug: 'plain',
      name: 'Fancy',
      description: 'Text.',
      version: 2,
    });
    expect(await change({ id, expectedVersion: 2, slug: 'fancy', description: null })).toMatchObject({
      slug: 'fancy',
      description: null,
      version: 3,
    });
    expect(await change({ id, expectedVersion: 1, name: 'X' })).toMatchObject({
      __typename: 'ConflictError',
      current: { __typename: 'Project', id, version: 3 },
    });
    expect(await change({ id, expectedVersion: 3, slug: 'ruritania' })).toMatchObject({
      faults: [{ path: ['slug'], code: 'CONFLICT' }],
    });
    expect(await change({ id: 'fancy', expectedVersion: 3 })).toMatchObject({ faults: [{ path: ['id'] }] });
  });
});

describe('the connection of projects', () => {
  it('comes by name, counted, and is read through both ways', async () => {
    const page = (args: string) =>
      `{ projects(${args}) { totalCount pageInfo { hasNextPage hasPreviousPage startCursor endCursor } edges { cursor node { slug } } } }`;
    const whole = await service.ask(page('first: 50'));
    const slugs = whole.data.projects.edges.map(({ node }: { node: { slug: string } }) => node.slug);
    expect(whole.data.projects.totalCount).toBe(slugs.length);
    // Two are called Ruritania: which of them comes first is their ids' to say, and those are random.
    expect(slugs.slice(0, 2)).toEqual(['fancy', 'once']);
    expect(slugs.slice(2, 4).toSorted()).toEqual(['ruritania', 'ruritania-2']);
    for (const backwards of [false, true]) {
      const pick = (data: typeof whole.data) => data.projects;
      expect(await readAll(service, page, pick, { size: 2, backwards })).toEqual(slugs);
    }
  });
});

describe('removing a project', () => {
  const fill = async (project: string) => {
    const made = await succeed(service, 'createProject', 'Project', { slug: project, name: project });
    await succeed(service, 'createVariable', 'Variable', { project, label: 'Tone', type: 'TEXT' });
    for (const name of ['Rudolf', 'Michael'])
      await succeed(service, 'createActor', 'Actor', {
        project,
        name,
        kind: 'PERSON',
        names: [{ name: `${name} of Ruritania` }],
        idempotencyKey: name,
      });
    const link = { project, actor: 'rudolf', of: 'michael', kind: 'MEMBER_OF' };
    await succeed(service, 'addAffiliation', 'Affiliation', link);
    await succeed(service, 'createIssue', 'Issue', { project, slug: 'peace', label: 'Peace' });
    await succeed(service, 'createIssue', 'Issue', {
      project,
      slug: 'truce',
      label: 'Truce',
      broader: 'peace',
    });
    const participants = [{ actor: 'rudolf', role: 'HOST' }];
    await succeed(service, 'recordEvent', 'Event', {
      project,
      slug: 'fair',
      title: 'Fair',
      status: 'ACTUAL',
      participants,
    });
    await succeed(service, 'createDocument', 'Document', {
      project,
      slug: 'news',
      title: 'News',
      text: 'A siege.',
      author: 'rudolf',
    });
    const mark = (body: object) =>
      succeed(
        service,
        'annotate',
        'Annotation',
        { project, document: 'news', ranges: [{ start: 0, end: 1 }], body },
        'id body { ... on Statement { id } }',
      );
    const values = [{ variable: 'tone', value: 'calm' }];
    const outer = await mark({
      statement: { speaker: 'rudolf', addressees: ['michael'], issue: 'truce', stance: 1, values },
    });
    await mark({ statement: { speaker: 'michael', reportedIn: outer['body'].id, saidAt: 'fair' } });
    await mark({ comment: { text: 'So it goes.' } });
    return made;
  };
  /** How many rows each table holds of a project, by its number. */
  const count = async (projectId: number) => {
    const tables = await service.app.db.execute<{ name: string }>(
      sql`select table_name as name from information_schema.columns where column_name = 'project_id' and table_schema = 'public'`,
    );
    let rows = 0;
    for (const { name } of tables) {
      const [found] = await service.app.db.execute<{ n: number }>(
        sql`select count(*)::int as n from ${sql.identifier(name)} where project_id = ${projectId}`,
      );
      rows += found?.n ?? 0;
    }
    return rows;
  };
  const numberOf = (id: string) => Number(atob(id).split(':')[1]);

  let ended: { id: string };
  let kept: { id: string };
  beforeAll(async () => {
    ended = (await fill('ended')) as never;
    kept = (await fill('kept')) as never;
  });

  it('takes all that is in it, and nothing else', async () => {
    const before = await count(numberOf(kept.id));
    expect(before).toBeGreaterThan(40);
    expect(await count(numberOf(ended.id))).toBe(before);
    expect(await remove(ended.id, 2)).toMatchObject({
      __typename: 'ConflictError',
      current: { __typename: 'Project', id: ended.id, version: 1 },
    });
    expect(await count(numberOf(ended.id))).toBe(before);
    expect(await remove(ended.id)).toEqual({ __typename: 'Removed', id: ended.id });
    expect(await count(numberOf(ended.id))).toBe(0);
    expect(await count(numberOf(kept.id))).toBe(before);
    const { data } = await service.ask(
      '{ ended: project(slug: "ended") { id } kept: project(slug: "kept") { id } }',
    );
    expect(data).toEqual({ ended: null, kept: { id: kept.id } });
    expect(await remove(ended.id)).toMatchObject({ code: 'NOT_FOUND' });
  });

  it('leaves nothing behind when others write into it at that moment', async () => {
    for (let round = 0; round < 10; round++) {
      const project = `brief-${round}`;
      const { id } = await succeed(
        service,
        'createProject',
        'Project',
        { slug: project, name: project },
        FIELDS,
      );
      await succeed(service, 'createActor', 'Actor', {
        project,
        slug: 'rudolf',
        name: 'Rudolf',
        kind: 'PERSON',
      });
      await succeed(service, 'createDocument', 'Document', {
        project,
        slug: 'news',
        title: 'News',
        text: 'A siege.',
      });
      const writes = Array.from({ length: 4 }, () =>
        mutate(service, 'annotate', 'Annotation', {
          project,
          document: 'news',
          ranges: [{ start: 0, end: 1 }],
          body: { statement: { speaker: 'rudolf' } },
        }),
      );
      const [removed, ...written] = await Promise.all([remove(id), ...writes]);
      expect(removed).toMatchObject({ __typename: 'Removed' });
      for (const { __typename, code } of written)
        expect(['Annotation', 'NOT_FOUND']).toContain(code ?? __typename);
      expect(await count(numberOf(id))).toBe(0);
    }
  }, 60_000);
});
