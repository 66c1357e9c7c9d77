import { eq } from 'drizzle-orm';
import { beforeAll, describe, expect, it } from 'vitest';
import { change } from '../../src/feed/change.table.ts';
import { mutate, paths, readAll, type Result, succeed } from '../kit/mutate.ts';
import { useService } from '../kit/service.ts';
import { countStatements } from '../kit/statements.ts';

const service = useService();

const FIELDS = 'id slug label definition version broader { slug } mergedInto { slug }';
const create = (input: Record<string, unknown>) =>
  mutate(service, 'createIssue', 'Issue', { project: 'study', ...input }, FIELDS);
const made = (slug: string, broader?: string) =>
  succeed(service, 'createIssue', 'Issue', { project: 'study', slug, label: slug, broader }, FIELDS);
const edit = (input: Record<string, unknown>) => mutate(service, 'changeIssue', 'Issue', input, FIELDS);
const merge = (from: Result, into: string, expectedVersion = 1) =>
  mutate(service, 'mergeIssue', 'Issue', { id: from['id'], expectedVersion, into }, FIELDS);
const remove = (issue: Result, expectedVersion = 1) =>
  mutate(service, 'removeIssue', 'Removed', { id: issue['id'], expectedVersion });

/** An issue of the study, by slug. */
async function read(slug: string, fields = FIELDS) {
  const query = `query ($slug: String!) { project(slug: "study") { issue(slug: $slug) { ${fields} } } }`;
  const { data, errors } = await service.ask(query, { slug });
  expect(errors).toBeUndefined();
  return data.project.issue;
}

const annotate = (body: Record<string, unknown>) =>
  succeed(
    service,
    'annotate',
    'Annotation',
    { project: 'study', document: 'speech', ranges: [{ start: 0, end: 8 }], body },
    'id version body { __typename ... on Statement { id version } }',
  );
const sayOn = (issue: string, stance = 1) => annotate({ statement: { speaker: 'rudolf', issue, stance } });

beforeAll(async () => {
  await succeed(service, 'createProject', 'Project', { slug: 'study', name: 'A study' });
  await succeed(service, 'createActor', 'Actor', { project: 'study', name: 'Rudolf', kind: 'PERSON' });
  const speech = { project: 'study', slug: 'speech', title: 'A speech', text: 'The king will name an heir.' };
  await succeed(service, 'createDocument', 'Document', speech);
});

describe('issues', () => {
  it('are created below others, with a slug of their own or one made for them', async () => {
    await made('peace');
    const input = {
      label: 'The king should name an heir',
      definition: 'An heir is named.',
      broader: 'peace',
    };
    expect(await create(input)).toMatchObject({
      slug: 'the-king-should-name-an-heir',
      definition: 'An heir is named.',
      broader: { slug: 'peace' },
      mergedInto: null,
      version: 1,
    });
    expect(await create(input)).toMatchObject({ slug: 'the-king-should-name-an-heir-2' });
    expect(await create({ ...input, slug: 'peace' })).toMatchObject({
      __typename: 'ConflictError',
      faults: [{ path: ['slug'] }],
    });
    const bad = { slug: '', label: '\n', definition: '\u0000', broader: 'nothing' };
    expect(paths(await create(bad))).toEqual(['label', 'slug', 'definition', 'broader']);
    const once = { idempotencyKey: 'issue-once', label: 'Once' };
    expect(await create(once)).toEqual(await create(once));
    expect(await create({ ...once, label: 'Twice' })).toMatchObject({ code: 'CONFLICT' });
  });

  it('are changed field by field, by whoever saw the current version', async () => {
    const issue = await made('tax', 'peace');
    const relabelled = await edit({ id: issue['id'], expectedVersion: 1, label: 'Taxes' });
    expect(relabelled).toMatchObject({ slug: 'tax', label: 'Taxes', broader: { slug: 'peace' }, version: 2 });
    const moved = await edit({ id: issue['id'], expectedVersion: 2, broader: null, slug: 'taxes' });
    expect(moved).toMatchObject({ slug: 'taxes', broader: null, version: 3 });
    expect(await edit({ id: issue['id'], expectedVersion: 1, label: 'X' })).toMatchObject({
      __typename: 'ConflictError',
      current: { __typename: 'Issue', id: issue['id'], version: 3 },
    });
  });

  it('never stand below themselves, nor when two writers each close half of a circle', async () => {
    await made('top');
    await made('middle', 'top');
    await made('bottom', 'middle');
    const top = await read('top');
    expect(await edit({ id: top.id, expectedVersion: 1, broader: 'bottom' })).toMatchObject({
      __typename: 'InputError',
      faults: [{ path: ['broader'], code: 'INVALID' }],
    });
    expect(paths(await edit({ id: top.id, expectedVersion: 1, broader: 'top' }))).toEqual(['broader']);
    for (let round = 0; round < 30; round++) {
      const [a, b] = [await made(`a-${round}`), await made(`b-${round}`)];
      const halves = await Promise.all([
        edit({ id: a['id'], expectedVersion: 1, broader: `b-${round}` }),
        edit({ id: b['id'], expectedVersion: 1, broader: `a-${round}` }),
      ]);
      expect(halves.map(({ __typename }) => __typename).toSorted()).toEqual(['InputError', 'Issue']);
    }
  }, 60_000);

  it('are removed only where nothing is coded on them or stands below', async () => {
    const issue = await made('doomed');
    const below = await made('below', 'doomed');
    const coded = await sayOn('doomed');
    const tag = await annotate({ issue: 'doomed' });
    const refused = await remove(issue);
    expect(refused).toMatchObject({ __typename: 'ConflictError', faults: [{ path: ['id'] }] });
    expect(refused['message']).toBe(
      'The issue is in use: 1 statement on it, 1 tag in documents, 1 narrower issue. Change or remove those first.',
    );
    expect(await merge(issue, 'top')).toMatchObject({ slug: 'top' });
    // What was merged away goes with what it was merged into, whose codings still hold that.
    expect(await remove(await read('top'))).toMatchObject({ code: 'CONFLICT' });
    expect(await remove(below, 2)).toMatchObject({ __typename: 'Removed' });
    expect(coded['body']).toMatchObject({ __typename: 'Statement' });
    expect(tag['version']).toBe(1);
  });
});

describe('merging issues', () => {
  it('moves statements, tags and narrower issues, and the old slug leads to the new issue', async () => {
    const old = await made('succession');
    await made('heir');
    const below = await made('regency', 'succession');
    const said = await sayOn('succession', -0.5);
    const tag = await annotate({ issue: 'succession' });
    await sayOn('heir');
    expect(await merge(old, 'heir', 2)).toMatchObject({ current: { id: old['id'], version: 1 } });
    expect(await merge(old, 'heir')).toMatchObject({ slug: 'heir', version: 1 });

    const heir = await read(
      'succession',
      'slug statements { totalCount edges { node { id stance version } } } narrower { totalCount edges { node { slug version } } }',
    );
    expect(heir.slug).toBe('heir');
    expect(heir.statements.totalCount).toBe(2);
    expect(heir.statements.edges.map((edge: { node: object }) => edge.node)).toContainEqual({
      id: said['body'].id,
      stance: -0.5,
      version: 2,
    });
    expect(heir.narrower).toEqual({ totalCount: 1, edges: [{ node: { slug: 'regency', version: 2 } }] });
    const { data } = await service.ask(
      'query ($ids: [ID!]!) { nodes(ids: $ids) { ... on Issue { slug version broader { slug } mergedInto { slug } } ... on Annotation { version body { ... on Issue { slug } } } } }',
      { ids: [old['id'], tag['id'], below['id']] },
    );
    expect(data.nodes).toEqual([
      { slug: 'succession', version: 2, broader: null, mergedInto: { slug: 'heir' } },
      { version: 2, body: { slug: 'heir' } },
      { slug: 'regency', version: 2, broader: { slug: 'heir' }, mergedInto: null },
    ]);

    // Inputs that still use the old name mean the new one.
    await sayOn('succession');
    expect((await read('heir', 'statements { totalCount }')).statements.totalCount).toBe(3);
    expect(await edit({ id: old['id'], expectedVersion: 2, label: 'X' })).toMatchObject({ code: 'INVALID' });
    expect(paths(await merge(old, 'peace', 2))).toEqual(['id']);
  });

  it('tells of everything moved in the log, with the whole state', async () => {
    const { projectId } = (await service.app.db.query.issue.findFirst({ where: { slug: 'succession' } }))!;
    const log = await service.app.db.select().from(change).where(eq(change.projectId, projectId));
    const merged = log.find(({ state }) => state['slug'] === 'succession' && state['mergedIntoId'] !== null);
    const together = log.filter(({ transactionSeq }) => transactionSeq === merged?.transactionSeq);
    const heir = merged?.state['mergedIntoId'];
    expect(together.map(({ kind, subjectType, version }) => `${kind} ${subjectType} ${version}`)).toEqual([
      'CHANGED STATEMENT 2',
      'CHANGED ANNOTATION 2',
      'CHANGED ISSUE 2',
      'CHANGED ISSUE 2',
    ]);
    const [statement, annotation, below, old] = together;
    expect(statement?.state).toMatchObject({ issueId: heir, stance: -0.5, addresseeIds: [], values: [] });
    expect(statement?.documentId).not.toBeNull();
    expect(annotation?.state).toMatchObject({ body: { issueId: heir }, ranges: [{ start: 0, end: 8 }] });
    expect(below?.state).toMatchObject({ slug: 'regency', broaderId: heir });
    expect(old?.state).toEqual({
      slug: 'succession',
      label: 'succession',
      definition: null,
      broaderId: null,
      mergedIntoId: heir,
    });
  });

  it('leads all that was merged earlier to the last one', async () => {
    const [first, second] = [await made('first'), await made('second')];
    await made('third');
    await sayOn('first');
    await merge(first, 'second');
    expect(await merge(second, 'third')).toMatchObject({ slug: 'third' });
    for (const slug of ['first', 'second'])
      expect(await read(slug, 'slug statements { totalCount }')).toEqual({
        slug: 'third',
        statements: { totalCount: 1 },
      });
    const { data } = await service.ask(
      'query ($id: ID!) { node(id: $id) { ... on Issue { version mergedInto { slug } } } }',
      { id: first['id'] },
    );
    expect(data.node).toEqual({ version: 3, mergedInto: { slug: 'third' } });
  });

  it('refuses to merge an issue into itself, by whatever name', async () => {
    const [issue, alias] = [await made('self'), await made('alias')];
    expect(paths(await merge(issue, 'self'))).toEqual(['into']);
    await merge(alias, 'self');
    expect(paths(await merge(issue, 'alias'))).toEqual(['into']);
    expect(paths(await merge(issue, 'nothing'))).toEqual(['into']);
  });

  it('puts an issue in the place of the one above that is merged into it', async () => {
    await made('head');
    const above = await made('above', 'head');
    await made('child', 'above');
    await made('grandchild', 'child');
    expect(await merge(above, 'grandchild')).toMatchObject({ slug: 'grandchild', broader: { slug: 'head' } });
    expect(await read('child')).toMatchObject({ broader: { slug: 'grandchild' } });
    expect(await read('above', 'slug')).toEqual({ slug: 'grandchild' });
    const head = await read('head', 'narrower { totalCount edges { node { slug } } }');
    expect(head.narrower).toEqual({ totalCount: 1, edges: [{ node: { slug: 'grandchild' } }] });
  });

  it('loses no coding that is written at the same time', async () => {
    for (let round = 0; round < 15; round++) {
      const from = await made(`from-${round}`);
      await made(`into-${round}`);
      await Promise.all([
        sayOn(`from-${round}`),
        merge(from, `into-${round}`),
        annotate({ issue: `from-${round}` }),
        sayOn(`from-${round}`),
        made(`under-${round}`, `from-${round}`),
      ]);
      const into = await read(
        `from-${round}`,
        'slug statements { totalCount } narrower { totalCount } tags { totalCount }',
      );
      expect(into).toEqual({
        slug: `into-${round}`,
        statements: { totalCount: 2 },
        narrower: { totalCount: 1 },
        tags: { totalCount: 1 },
      });
    }
  }, 60_000);

  it('ends when two issues are merged into each other at once', async () => {
    for (let round = 0; round < 10; round++) {
      const [left, right] = [await made(`left-${round}`), await made(`right-${round}`)];
      const both = await Promise.all([merge(left, `right-${round}`), merge(right, `left-${round}`)]);
      expect(both.filter(({ __typename }) => __typename === 'Issue')).toHaveLength(1);
      const { slug } = await read(`left-${round}`, 'slug');
      expect(await read(`right-${round}`, 'slug')).toEqual({ slug });
    }
  }, 60_000);
});

describe('connections of issues', () => {
  const page = (args: string) =>
    `{ project(slug: "tree") { issues(${args}) { totalCount pageInfo { hasNextPage hasPreviousPage startCursor endCursor } edges { cursor node { slug } } } } }`;
  const slugs = async (args: string) => {
    const { data, errors } = await service.ask(page(args));
    expect(errors).toBeUndefined();
    const { edges, totalCount } = data.project.issues;
    expect(edges).toHaveLength(totalCount);
    return edges.map((edge: { node: { slug: string } }) => edge.node.slug);
  };

  beforeAll(async () => {
    await succeed(service, 'createProject', 'Project', { slug: 'tree', name: 'A tree' });
    const make = (slug: string, label: string, broader?: string) =>
      succeed(service, 'createIssue', 'Issue', { project: 'tree', slug, label, broader });
    await make('root', 'Security');
    await make('arms', 'Arms', 'root');
    await make('nuclear', 'Nuclear arms', 'arms');
    await make('trade', 'Trade');
    const gone = await make('gone', 'Arms', 'root');
    await succeed(service, 'mergeIssue', 'Issue', { id: gone['id'], expectedVersion: 1, into: 'arms' });
  });

  it('filter by place in the tree, by text and by whether they were merged', async () => {
    expect(await slugs('filter: { top: true }')).toEqual(['root', 'trade']);
    expect(await slugs('filter: { top: false }')).toEqual(['arms', 'nuclear']);
    expect(await slugs('filter: { broader: ["root"] }')).toEqual(['arms']);
    expect(await slugs('filter: { under: ["root"] }')).toEqual(['arms', 'nuclear']);
    expect(await slugs('filter: { under: ["gone"] }')).toEqual(['nuclear']);
    expect(await slugs('filter: { search: "ARMS" }')).toEqual(['arms', 'nuclear']);
    expect(await slugs('filter: { merged: true }')).toEqual(['gone']);
    expect(await slugs('filter: { merged: null }')).toHaveLength(5);
    const { errors } = await service.ask(page('filter: { under: ["No Slug"] }'));
    expect(errors?.[0]?.extensions?.['code']).toBe('INVALID');
  });

  it('are read through a merged one’s slug, down to the narrower ones, in one SQL statement', async () => {
    const query = `{ project(slug: "tree") { issue(slug: "gone") { slug broader { slug } narrower { totalCount edges { node { slug narrower { totalCount } } } } } } }`;
    expect(await countStatements(service, () => service.ask(query))).toBe(1);
    const { data } = await service.ask(query);
    expect(data.project.issue).toEqual({
      slug: 'arms',
      broader: { slug: 'root' },
      narrower: { totalCount: 1, edges: [{ node: { slug: 'nuclear', narrower: { totalCount: 0 } } }] },
    });
  });

  it('are ordered, and read through both ways', async () => {
    const orders = {
      LABEL: ['arms', 'nuclear', 'root', 'trade'],
      SLUG: ['arms', 'nuclear', 'root', 'trade'],
      CREATED: ['root', 'arms', 'nuclear', 'trade'],
      NEWEST: ['trade', 'nuclear', 'arms', 'root'],
    };
    for (const [order, expected] of Object.entries(orders)) {
      for (const backwards of [false, true]) {
        const read = await readAll(
          service,
          (args) => page(`orderBy: ${order}, ${args}`),
          (data) => data.project.issues,
          { size: 3, backwards },
        );
        expect(read).toEqual(expected);
      }
    }
  });
});
