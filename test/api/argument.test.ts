import { beforeAll, describe, expect, it } from 'vitest';
import { seedStudy } from '../kit/study.ts';
import { useService } from '../kit/service.ts';

const service = useService();
beforeAll(() => seedStudy(service));

/** The first error's code and its faults, of a request for fields of the study. */
async function refusal(fields: string, variables: Record<string, unknown> = {}, head = '') {
  const { errors } = await service.ask(`${head} { project(slug: "study") { ${fields} } }`, variables);
  const { code, faults } = (errors?.[0]?.extensions ?? {}) as {
    code?: string;
    faults?: { path: string[]; code: string; message: string }[];
  };
  return { code, paths: faults?.map(({ path }) => path), told: faults?.[0]?.message };
}

describe('pages that cannot be', () => {
  const page = 'totalCount edges { node { id } }';

  it.each([
    [`documents(first: -1) { ${page} }`, ['first']],
    [`documents(last: -1) { ${page} }`, ['last']],
    ['documents(first: -1) { totalCount }', ['first']],
    [`documents(first: 1, last: 1) { ${page} }`, ['last']],
    [`documents(after: "abc") { ${page} }`, ['after']],
    [`documents(before: "abc") { ${page} }`, ['before']],
    [`document(slug: "speech") { statements(after: "abc") { ${page} } }`, ['after']],
    ['searchActors(query: "x", first: -1) { totalCount }', ['first']],
    ['searchActors(query: "x", last: 2) { totalCount }', ['last']],
    ['searchActors(query: "x", after: "abc") { totalCount }', ['after']],
    ['actor(slug: "sapt") { positions(after: "abc") { totalCount } }', ['after']],
  ])('are refused with code, path and advice: %s', async (fields, path) => {
    const { code, paths, told } = await refusal(fields);
    expect({ code, paths }).toEqual({ code: 'INVALID', paths: [path] });
    expect(told).toMatch(/^[A-Z].+\.$/);
  });

  it('are refused in variables too, and other arguments of those names are left alone', async () => {
    const { paths } = await refusal(
      'documents(first: $first) { totalCount }',
      { first: -3 },
      'query ($first: Int)',
    );
    expect(paths).toEqual([['first']]);
    expect(await refusal('comparePositions(first: "sapt", second: "flavia") { difference }')).toEqual({});
  });
});

describe('cursors that do not fit', () => {
  const page = 'edges { node { id } }';

  it.each([
    ['documents', 'CREATED', 'PUBLISHED'],
    ['documents', 'TITLE', 'NEWEST'],
    ['documents', 'NEWEST', 'TITLE'],
    ['events', 'TITLE', 'CREATED'],
  ])('are those of another order: of %s %s, %s', async (list, order, other) => {
    const { data } = await service.ask(
      `{ project(slug: "study") { ${list}(first: 2, orderBy: ${order}) { pageInfo { endCursor } } } }`,
    );
    const cursor = data.project[list].pageInfo.endCursor;
    expect(cursor).toEqual(expect.any(String));
    const { code, paths, told } = await refusal(
      `${list}(first: 2, orderBy: ${other}, after: $cursor) { ${page} }`,
      { cursor },
      'query ($cursor: String)',
    );
    expect({ code, paths }).toEqual({ code: 'INVALID', paths: [['after']] });
    expect(told).toMatch(/in this order; start from the first page\.$/);
  });

  it.each([
    'DC:S:01a20b05-549e-7288-9ffc-b894e2a6c1d0',
    'DC:T:["S:a","N:1","S:notauuid"]',
    String.raw`DC:T:["S:\u0000"]`,
    'DC:S:\u0000',
    'DC:["N:x","N:y","N:z"]',
    'DC:T:["N:x","N:y","N:z"]',
    'DC:N:1',
    'DC:D:99999999999999999',
    'DC:J:{"a":1}',
  ])('are forged ones: %j', async (text) => {
    for (const name of ['after', 'before']) {
      const size = name === 'after' ? 'first' : 'last';
      const { code, paths } = await refusal(
        `statements(${size}: 2, orderBy: LATEST_FIRST, ${name}: $cursor) { ${page} }`,
        { cursor: btoa(text) },
        'query ($cursor: String)',
      );
      expect({ code, paths }).toEqual({ code: 'INVALID', paths: [[name]] });
    }
  });

  it('are found in fragments too', async () => {
    const { paths } = await refusal(
      '...Some',
      {},
      `fragment Some on Project { statements(first: 2, after: "${btoa('DC:S:x')}") { ${page} } } query`,
    );
    expect(paths).toEqual([['after']]);
  });

  it.each(['-5', 'abc', '', '99999999999999999999'])('are offsets that none can be: %j', async (offset) => {
    const cursor = btoa(`OffsetConnection:${offset}`);
    for (const [name, more] of [
      ['after', ''],
      ['before', 'last: 1'],
    ]) {
      const { code, paths } = await refusal(
        `searchActors(query: "x", ${name}: "${cursor}" ${more}) { totalCount }`,
      );
      expect({ code, paths }).toEqual({ code: 'INVALID', paths: [[name]] });
    }
  });

  it('but not that of an empty page, which the first page comes after', async () => {
    const search = (after: string) => `searchActors(query: "zzzz"${after}) { pageInfo { endCursor } }`;
    const { data } = await service.ask(`{ project(slug: "study") { ${search('')} } }`);
    const { endCursor } = data.project.searchActors.pageInfo;
    expect(await refusal(search(`, after: "${endCursor}"`))).toEqual({});
  });
});

describe('arguments that no value can meet', () => {
  it.each<[fields: string, path: string[], variables?: Record<string, unknown>]>([
    ['statements(filter: { stance: { min: 2 } }) { totalCount }', ['filter', 'stance', 'min']],
    ['statements(filter: { stance: { min: 0.5, max: 0 } }) { totalCount }', ['filter', 'stance', 'max']],
    [
      'statements(filter: { said: { from: "2019-01-02", until: "2019-01-01" } }) { totalCount }',
      ['filter', 'said', 'until'],
    ],
    [
      'statements(filter: { reported: { maxIntermediaries: -1 } }) { totalCount }',
      ['filter', 'reported', 'maxIntermediaries'],
    ],
    [
      'events(filter: { time: { from: "2019-01-02", until: "2019-01-01" } }) { totalCount }',
      ['filter', 'time', 'until'],
    ],
    [
      'documents(filter: { publishedFrom: "2019-01-02", publishedUntil: "2019-01-01" }) { totalCount }',
      ['filter', 'publishedUntil'],
    ],
    ['statements(filter: { said: { from: "2019-02-30" } }) { totalCount }', ['filter', 'said', 'from']],
    ['statements(filter: { speakers: ["sapt", "No Slug"] }) { totalCount }', ['filter', 'speakers', '1']],
    [
      'statements(filter: { reported: { accordingTo: "No Slug" } }) { totalCount }',
      ['filter', 'reported', 'accordingTo'],
    ],
    [
      String.raw`statements(filter: { variables: [{ variable: "x", equals: "\u0000" }] }) { totalCount }`,
      ['filter', 'variables', '0', 'equals'],
    ],
    [
      'statements(filter: { variables: [{ variable: "x", in: ["fine", $value] }] }) { totalCount }',
      ['filter', 'variables', '0', 'in', '1'],
      { value: '\ud800' },
    ],
    ['statement(id: "nonsense") { id }', ['id']],
    ['searchDocuments(query: "x", passages: 0) { totalCount }', ['passages']],
    [
      'actor(slug: "sapt") { positions(attribution: { maxIntermediaries: -1 }) { totalCount } }',
      ['attribution', 'maxIntermediaries'],
    ],
  ])('are refused, each with the path that leads to them: %s', async (fields, path, variables) => {
    const { code, paths, told } = await refusal(fields, variables, variables && 'query ($value: JSON!)');
    expect({ code, paths }).toEqual({ code: 'INVALID', paths: [path] });
    expect(told).toMatch(/^(?!filter).+\.$/);
  });

  it('unlike names that nothing bears, which match nothing', async () => {
    const { data, errors } = await service.ask(
      '{ project(slug: "study") { statements(filter: { speakers: ["nobody"] }) { totalCount } } }',
    );
    expect(errors).toBeUndefined();
    expect(data.project.statements.totalCount).toBe(0);
  });
});

it('what is to be changed is named by its id, and a refusal says so', async () => {
  const { data } = await service.ask(
    'mutation { removeActor(input: { id: "sapt", expectedVersion: 1 }) { ... on Error { message } } }',
  );
  expect(data.removeActor.message).toBe(
    '"sapt" is not the id of an Actor; a slug does not do here, ask for its `id`.',
  );
});
