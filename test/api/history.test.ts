import { beforeAll, describe, expect, it } from 'vitest';
import { useService } from '../kit/service.ts';
import { countStatements } from '../kit/statements.ts';
import { call, seedStudy } from '../kit/study.ts';

const service = useService();

/** The ids of what the suite has made, by type. */
const made: Record<string, string> = {};

beforeAll(async () => {
  await seedStudy(service);
  const make = async (type: string, mutation: string, input: object) => {
    made[type] = (await call(service, mutation, { project: 'study', ...input })).id;
  };
  await make('Variable', 'createVariable', { slug: 'frame', label: 'Frame', type: 'TEXT' });
  await make('Actor', 'createActor', { slug: 'hentzau', name: 'Rupert', kind: 'PERSON' });
  await make('Affiliation', 'addAffiliation', { actor: 'hentzau', of: 'ruritania', kind: 'MEMBER_OF' });
  await make('Issue', 'createIssue', { slug: 'duel', label: 'They should fight' });
  await make('Document', 'createDocument', { slug: 'letter', title: 'A letter', text: 'Come at once.' });
  await make('Layer', 'openLayer', { document: 'letter', kind: 'PERSONAL' });
  await make('Event', 'recordEvent', { slug: 'hunt', title: 'A hunt', status: 'ACTUAL' });
  const statement = { speaker: 'hentzau', issue: 'duel', stance: 1 };
  const mark = { document: 'letter', ranges: [{ start: 0, end: 4 }] };
  const annotation = await call(service, 'annotate', { project: 'study', ...mark, body: { statement } });
  const other = await call(service, 'annotate', { project: 'study', ...mark, body: { statement } });
  made['Annotation'] = annotation.id;
  made['Statement'] = annotation.body.id;
  const relation = { consequent: annotation.body.id, operator: 'IF', antecedents: [other.body.id] };
  made['StatementRelation'] = (await call(service, 'relateStatements', relation)).id;
});

async function changes(args: string, fields: string) {
  const { data, errors } = await service.ask(
    `{ project(slug: "study") { changes(${args}) { totalCount pageInfo { hasNextPage hasPreviousPage startCursor endCursor } edges { cursor node { ${fields} } } } } }`,
  );
  expect(errors).toBeUndefined();
  return data.project.changes;
}

describe('history', () => {
  it('[F10] is there for every type of subject, with its state after each change', async () => {
    for (const [type, id] of Object.entries(made)) {
      const { data, errors } = await service.ask(
        `{ node(id: "${id}") { ... on ${type} { history { totalCount edges { node { kind version subjectId subjectType state by { name } subject { __typename id } } } } } } }`,
      );
      expect(errors).toBeUndefined();
      expect(data.node.history).toEqual({
        totalCount: 1,
        edges: [
          {
            node: {
              kind: 'ADDED',
              version: 1,
              subjectId: id,
              subjectType: type.replaceAll(/(?<=.)[A-Z]/g, (letter) => `_${letter}`).toUpperCase(),
              state: expect.any(Object),
              by: { name: 'Local owner' },
              subject: { __typename: type, id },
            },
          },
        ],
      });
      expect(Object.keys(data.node.history.edges[0].node.state).length).toBeGreaterThan(0);
    }
  });

  it('[F10] tells the newest first, both sides of each change, and what was removed', async () => {
    const { id } = await call(service, 'createActor', {
      project: 'study',
      slug: 'fritz',
      name: 'Fritz',
      kind: 'PERSON',
    });
    await call(service, 'changeActor', { id, expectedVersion: 1, name: 'Friedrich' });
    const { data } = await service.ask(
      `{ node(id: "${id}") { ... on Actor { history { edges { node { kind version state } } } } } }`,
    );
    const told = data.node.history.edges.map(({ node }: { node: { state: object } }) => node);
    expect(told).toMatchObject([
      { kind: 'CHANGED', version: 2, state: { name: 'Friedrich' } },
      { kind: 'ADDED', version: 1, state: { name: 'Fritz' } },
    ]);
    await call(service, 'removeActor', { id, expectedVersion: 2 });
    const [last] = (await changes('first: 1', 'kind subjectId subject { id } state')).edges;
    expect(last.node).toMatchObject({
      kind: 'REMOVED',
      subjectId: id,
      subject: null,
      state: { name: 'Friedrich' },
    });
  });

  it('of a project comes in pages from either end, whose cursors are the feed’s', async () => {
    const all = await changes('first: 100', 'cursor');
    expect(all.totalCount).toBe(all.edges.length);
    const cursors = all.edges.map((edge: { cursor: string; node: { cursor: string } }) => {
      expect(edge.cursor).toBe(edge.node.cursor);
      return edge.cursor;
    });
    const read = async (size: number, direction: 'first' | 'last') => {
      const pages: string[] = [];
      for (let from = ''; ;) {
        const page = await changes(`${direction}: ${size}${from}`, 'cursor');
        const own = page.edges.map((edge: { cursor: string }) => edge.cursor);
        const { hasNextPage, hasPreviousPage, startCursor, endCursor } = page.pageInfo;
        expect([startCursor, endCursor]).toEqual([own[0], own.at(-1)]);
        if (direction === 'first') pages.push(...own);
        else pages.unshift(...own);
        from = direction === 'first' ? `, after: "${endCursor}"` : `, before: "${startCursor}"`;
        if (!(direction === 'first' ? hasNextPage : hasPreviousPage)) return pages;
      }
    };
    expect(await read(7, 'first')).toEqual(cursors);
    expect(await read(7, 'last')).toEqual(cursors);
    const refused = await service.ask('{ project(slug: "study") { changes(after: "x") { totalCount } } }');
    expect(refused.errors?.[0]?.extensions?.['code']).toBe('INVALID');
  });

  it('of a project can be narrowed by kind and type of subject', async () => {
    const issues = await changes('subjectTypes: [ISSUE]', 'subjectType');
    expect(issues.totalCount).toBe(3);
    expect((await changes('subjectTypes: [ISSUE], kinds: [REMOVED]', 'kind')).edges).toEqual([]);
    expect((await changes('kinds: []', 'kind')).totalCount).toBe(0);
  });

  it('of many subjects is read in as many statements as of one', async () => {
    const ask = (first: number) =>
      service.ask(`{
        project(slug: "study") {
          actors(first: ${first}) { edges { node { history(first: 2) { totalCount edges { node { cursor kind state by { name } subject { id } } } } } } }
        }
      }`);
    // The page of actors; histories, their counts, the states, the authors and the subjects of all.
    expect(await countStatements(service, () => ask(1))).toBe(6);
    expect(await countStatements(service, () => ask(5))).toBe(6);
  });

  it('[F7] leaves a cursor in the statement that reads the row itself', async () => {
    const ask = () =>
      service.ask('{ project(slug: "study") { changeCursor document(slug: "letter") { changeCursor } } }');
    await ask();
    const { data } = await ask();
    expect(data.project.document.changeCursor).toBe(data.project.changeCursor);
    expect(
      await countStatements(service, () =>
        service.ask('{ project(slug: "study") { slug name changeCursor } }'),
      ),
    ).toBe(1);
  });
});
