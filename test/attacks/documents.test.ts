import { afterEach, describe, expect, it } from 'vitest';
import { useService } from '../kit/service.ts';
import { countStatements } from '../kit/statements.ts';
import { stillServes } from '../kit/still-serves.ts';
import { ways } from '../kit/ways.ts';

const service = useService({ demo: true });

const inProject = (fields: string) => `{ project(slug: "abe-kim-2018") { ${fields} } }`;
const times = (count: number, part: (at: number) => string) =>
  Array.from({ length: count }, (_, at) => part(at)).join(' ');
const nested = (depth: number, open: string, inner: string) =>
  `${open.repeat(depth)}${inner}${' }'.repeat(depth)}`;
const page = (field: string, below: string) => `${field}(first: 100) { edges { node { ${below} } } }`;

/** Attacks by documents, with the limit that each meets. */
const attacks: [name: string, document: string, limit: string][] = [
  ['aliases', inProject(times(500, (at) => `a${at}: name`)), 'aliases'],
  [
    'aliases, multiplied by fragments',
    `${inProject(times(30, () => '... on Project { ...F }'))} fragment F on Project { ${times(20, (at) => `a${at}: name`)} }`,
    'aliases',
  ],
  ['aliases of __typename', `{ ${times(500, (at) => `a${at}: __typename`)} }`, 'aliases'],
  [
    'aliases of a search',
    inProject(times(201, (at) => `a${at}: searchDocuments(query: "x") { totalCount }`)),
    'aliases',
  ],
  ['one field, very often', inProject(times(10_000, () => 'name')), 'tokens in a GraphQL document'],
  ['one connection, very often', inProject(times(600, () => 'actors { totalCount }')), 'fields of one name'],
  [
    'one connection, very often, in fragments',
    `${inProject(times(300, (at) => `...F${at}`))} ${times(300, (at) => `fragment F${at} on Project { actors { totalCount } }`)}`,
    'fields of one name',
  ],
  ['commas and blanks', inProject(`name${' ,'.repeat(100_000)}`), 'characters in a GraphQL document'],
  ['a comment', `# ${'x'.repeat(200_000)}\n{ __typename }`, 'characters in a GraphQL document'],
  [
    'a string',
    inProject(`actor(slug: "${'x'.repeat(200_000)}") { name }`),
    'characters in a GraphQL document',
  ],
  ['many operations', times(2_000, (at) => `query Q${at} { __typename }`), 'tokens in a GraphQL document'],
  ['brackets', '{'.repeat(10_000), 'brackets inside one another'],
  [
    'lists in lists',
    inProject(`actor(slug: ${'['.repeat(400)}${']'.repeat(400)}) { name }`),
    'brackets inside one another',
  ],
  [
    'depth',
    inProject(nested(40, 'actor(slug: "japan") { project { ', 'name').replace(/ }$/, `${' }'.repeat(41)}`)),
    'fields inside one another',
  ],
  [
    'depth, by fragments',
    `${inProject('...F0')} ${times(20, (at) => `fragment F${at} on Project { actor(slug: "japan") { project { ...F${at + 1} } } }`)}
      fragment F20 on Project { name }`,
    'fields inside one another',
  ],
  ['directives', inProject(`name ${times(200, () => '@include(if: true)')}`), 'directives'],
  ['unknown directives', inProject(times(50, () => 'name @a @b @c @d')), 'directives'],
  [
    'directives, multiplied by fragments',
    `${inProject(times(30, () => '...F'))} fragment F on Project { ${times(10, () => 'name @skip(if: false)')} }`,
    'directives',
  ],
  [
    'a circle of connections',
    inProject(page('actors', page('statements', page('annotations', 'id')))),
    'nodes',
  ],
  [
    'a circle through one connection',
    inProject(
      page('statements', `document { ${page('statements', `document { ${page('statements', 'id')} }`)} }`),
    ),
    'nodes',
  ],
  [
    'a circle of lists',
    inProject(
      page(
        'statements',
        nested(9, 'conditions { antecedents { ', 'issue { label }').replace(/ }$/, `${' }'.repeat(10)}`),
      ),
    ),
    'cost in points',
  ],
  ['texts of all documents', inProject(page('documents', 'text')), 'cost in points'],
  [
    'fragments that double',
    `${inProject('...F0')} ${times(100, (at) => `fragment F${at} on Project { ...F${at + 1} ...F${at + 1} }`)}
      fragment F100 on Project { name }`,
    'cost in points',
  ],
];

// Whatever happened, the next one is served.
afterEach(() => stillServes(service));

describe.each(ways)('over $name, before a single statement', ({ ask }) => {
  it.each(attacks)('[L1] [L2] [L3] %s are refused', async (_, query, limit) => {
    let answer: Awaited<ReturnType<typeof ask>> = {};
    const statements = await countStatements(service, async () => {
      answer = await ask(service.url, { query });
    });
    expect(answer.data ?? null).toBeNull();
    expect(answer.errors?.map(({ extensions }) => extensions)).toEqual([
      expect.objectContaining({ code: 'LIMIT', limit: expect.objectContaining({ name: limit }) }),
    ]);
    expect(answer.errors?.[0]?.message).toMatch(/^The limit of .+ is [\d,]+.*\. [A-Z].+\.$/);
    expect(statements).toBe(0);
  });

  it('[L2] fragments in a circle are refused, whichever way it goes', async () => {
    for (const query of [
      `${inProject('...A')} fragment A on Project { name ...A }`,
      `${inProject('...A')} fragment A on Project { ...B } fragment B on Project { ...C } fragment C on Project { ...A }`,
      `${inProject('name')} fragment A on Project { ...B } fragment B on Project { ...A }`,
    ]) {
      const statements = await countStatements(service, async () => {
        const { errors } = await ask(service.url, { query });
        expect(errors?.some(({ message }) => message.includes('within itself'))).toBe(true);
      });
      expect(statements).toBe(0);
    }
  });

  it('[L3] tells what an operation costs and may cost, refused or not', async () => {
    const cost = async (query: string) =>
      ((await ask(service.url, { query })) as { extensions?: { cost: unknown } }).extensions?.cost;
    const limit = { nodes: 250_000, points: 5_000_000 };
    expect(await cost(inProject('actors(first: 3) { edges { node { slug } } }'))).toEqual({
      requested: { nodes: 3, points: 9 },
      limit,
    });
  });
});

describe('over HTTP', () => {
  it('[L3] the cost is told with a refusal too', async () => {
    const response = await fetch(service.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        query: inProject(page('actors', page('statements', page('annotations', 'id')))),
      }),
    });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({
      errors: [{ extensions: { limit: { name: 'nodes', max: 250_000, asked: 1_010_100 } } }],
      extensions: { cost: { requested: { nodes: 1_010_100 } } },
    });
  });

  it('arrays of operations are refused', async () => {
    const body = JSON.stringify(Array.from({ length: 1_000 }, () => ({ query: inProject('name') })));
    const statements = await countStatements(service, async () => {
      const response = await fetch(service.url, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body,
      });
      expect(response.status).toBe(400);
    });
    expect(statements).toBe(0);
  });
});
