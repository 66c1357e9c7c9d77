import { beforeAll, describe, expect, it } from 'vitest';
import { startSeed } from '../kit/seed.ts';
import { useService } from '../kit/service.ts';
import { countStatements } from '../kit/statements.ts';

const service = useService();
const ids = {} as Record<string, string>;
let globalId: (type: 'Statement' | 'Layer' | 'StatementRelation', id: string) => string;

const TEXT = 'Moon told Abe that Kim was ready to talk if Japan apologised, because time is short. 🕊 Fin.';

beforeAll(async () => {
  await service.app.db.transaction(async (tx) => {
    const seed = await startSeed(tx as never, 'study');
    globalId = seed.globalId;
    const writer = await seed.actor('writer');
    const [moon, abe, kim, japan] = [
      await seed.actor('moon'),
      await seed.actor('abe'),
      await seed.actor('kim'),
      await seed.actor('japan', { kind: 'STATE' }),
    ];
    const summit = await seed.issue('summit');
    const place = await seed.issue('place', { broaderId: summit });
    const hall = await seed.issue('hall', { broaderId: place });
    const apology = await seed.issue('apology');
    await seed.issue('meeting', { mergedIntoId: summit });
    const talks = await seed.event('talks');
    const tone = await seed.variable('tone');
    const news = await seed.document('news', TEXT, { authorId: writer, publishedOn: '2018-11-05' });
    const memo = await seed.document('memo', 'An undated memo.');
    ids['told'] = await seed.statement(news, moon, { saidOn: '2018-09', saidAtId: talks });
    await seed.addressee(ids['told'], abe);
    ids['ready'] = await seed.statement(news, kim, {
      reportedInId: ids['told'],
      issueId: summit,
      stance: 1,
      towardId: abe,
      attributionType: 'INTENTION',
      speechAct: 'OFFER',
      onBehalfOfId: japan,
    });
    ids['apologise'] = await seed.statement(news, kim, {
      reportedInId: ids['told'],
      issueId: apology,
      stance: 0.5,
      asserted: false,
    });
    ids['short'] = await seed.statement(news, kim, {
      reportedInId: ids['told'],
      eventId: talks,
      certainty: 'CERTAIN',
    });
    await seed.relation(news, ids['ready'], 'IF', [ids['short'], ids['apologise']]);
    await seed.relation(news, ids['ready'], 'BECAUSE', [ids['short']]);
    await seed.value(ids['ready'], tone, 'calm');
    ids['written'] = await seed.statement(news, writer, { issueId: hall, stance: -0.5 });
    ids['undated'] = await seed.statement(memo, abe, { issueId: place, stance: 0 });
    await seed.mark(
      news,
      [
        [19, 22],
        [27, 32],
      ],
      { statementId: ids['ready'] },
    );
    const own = await seed.addLayer(news.id, { kind: 'PERSONAL', ownerId: seed.accountId });
    ids['layer'] = own;
    ids['own'] = await seed.statement({ ...news, layerId: own }, abe, { issueId: summit, stance: -1 });
  });
}, 120_000);

/** The names of the statements that a filter leaves, in the order asked for. */
async function named(filter: string, rest = ''): Promise<string[]> {
  const { data, errors } = await service.ask(`{
    project(slug: "study") { statements(filter: {${filter}} ${rest}) { totalCount edges { node { id } } } }
  }`);
  expect(errors).toBeUndefined();
  const { totalCount, edges } = data.project.statements;
  const names = edges.map((edge: { node: { id: string } }) => nameOf(edge.node.id));
  expect(totalCount).toBe(names.length);
  return names;
}

function nameOf(id: string): string {
  return Object.keys(ids).find((name) => globalId('Statement', ids[name] as string) === id) ?? id;
}

const ALL = `
  speaker { slug } onBehalfOf { slug } addressees { slug } toward { slug } issue { slug } stance event { slug } saidAt { slug }
  attributionType speechAct certainty quotation asserted assertedByItself saidOn saidOnOrigin saidOnGiven saidOnEarliest
  saidOnLatest reportedIn { id } attribution { writer { slug } intermediaries { slug } }
  conditions { operator consequent { id } antecedents { id speaker { slug } } }
  reasons { operator antecedents { id stance } } antecedentOf { operator consequent { id } }
  values { variable { slug } value } annotations(first: 3) { totalCount edges { node { ranges { exact } } } }
  reports(first: 5) { totalCount edges { node { id } } }
  document { slug } layer { kind } project { slug } creator { name } version createdAt`;

describe('a statement', () => {
  it('is read with all that belongs to it in one SQL statement', async () => {
    let answer: Awaited<ReturnType<typeof service.ask>> = {};
    const sent = await countStatements(service, async () => {
      answer = await service.ask(
        `{ project(slug: "study") { statements(filter: { speakers: ["kim"], issues: ["summit"] }) { edges { node { id ${ALL} } } } } }`,
      );
    });
    expect(answer.errors).toBeUndefined();
    const { node } = answer.data.project.statements.edges[0];
    expect(node).toMatchObject({
      speaker: { slug: 'kim' },
      onBehalfOf: { slug: 'japan' },
      addressees: [],
      toward: { slug: 'abe' },
      issue: { slug: 'summit' },
      stance: 1,
      event: null,
      attributionType: 'INTENTION',
      speechAct: 'OFFER',
      asserted: true,
      saidOn: '2018-09',
      saidOnOrigin: 'REPORT',
      saidOnGiven: null,
      saidOnEarliest: '2018-09-01',
      saidOnLatest: '2018-09-30',
      reportedIn: { id: globalId('Statement', ids['told'] as string) },
      attribution: { writer: { slug: 'writer' }, intermediaries: [{ slug: 'moon' }] },
      values: [{ variable: { slug: 'tone' }, value: 'calm' }],
      annotations: { totalCount: 1, edges: [{ node: { ranges: [{ exact: 'Kim' }, { exact: 'ready' }] } }] },
      reports: { totalCount: 0, edges: [] },
      document: { slug: 'news' },
      layer: { kind: 'SHARED' },
    });
    expect(node.conditions).toEqual([
      {
        operator: 'IF',
        consequent: { id: node.id },
        antecedents: ['short', 'apologise'].map((name) => ({
          id: globalId('Statement', ids[name] as string),
          speaker: { slug: 'kim' },
        })),
      },
    ]);
    expect(node.reasons).toEqual([
      {
        operator: 'BECAUSE',
        antecedents: [{ id: globalId('Statement', ids['short'] as string), stance: null }],
      },
    ]);
    expect(sent).toBe(1);
  });

  it('gives the effective value of asserted beside the coded one', async () => {
    const { data } = await service.ask(
      `{ project(slug: "study") { statements(filter: { issues: ["apology"] }) { edges { node { asserted assertedByItself addressees { slug } antecedentOf { operator consequent { speaker { slug } } } } } } } }`,
    );
    expect(data.project.statements.edges[0].node).toEqual({
      asserted: false,
      assertedByItself: false,
      addressees: [],
      antecedentOf: [{ operator: 'IF', consequent: { speaker: { slug: 'kim' } } }],
    });
  });
});

describe('statements are filtered', () => {
  it.each<[string, string[]]>([
    ['speakers: ["moon", "writer"]', ['written', 'told']],
    ['speakers: []', []],
    ['onBehalfOf: ["japan"]', ['ready']],
    ['addressees: ["abe"]', ['told']],
    ['towards: ["abe"]', ['ready']],
    ['issues: ["summit"]', ['own', 'ready']],
    ['issues: ["meeting"]', ['own', 'ready']],
    ['issues: ["summit"], narrower: true', ['written', 'own', 'ready', 'undated']],
    ['issues: ["place", "apology"], narrower: true', ['written', 'apologise', 'undated']],
    ['events: ["talks"]', ['short']],
    ['saidAt: ["talks"]', ['told']],
    ['said: { from: "2018-10-01" }', ['written', 'own']],
    ['said: { until: "2018-09-01" }', ['told', 'ready', 'apologise', 'short']],
    [
      'said: { from: "2018-09-30", until: "2018-11-05" }',
      ['written', 'own', 'told', 'ready', 'apologise', 'short'],
    ],
    ['said: { from: "2018-10-01", until: "2018-11-04" }', []],
    ['speechActs: [OFFER]', ['ready']],
    ['attributionTypes: [INTENTION, BELIEF]', ['ready']],
    ['certainties: [CERTAIN]', ['short']],
    ['asserted: false', ['apologise']],
    ['conditional: true', ['ready']],
    ['reported: { maxIntermediaries: 0 }', ['written', 'own', 'told', 'undated']],
    ['reported: { accordingTo: "moon" }', ['ready', 'apologise', 'short']],
    ['reported: { accordingTo: "writer" }', ['written', 'own', 'told']],
    ['documents: ["memo"]', ['undated']],
    ['counting: false', ['own']],
    ['variables: [{ variable: "tone", equals: "calm" }]', ['ready']],
    ['variables: [{ variable: "tone", in: ["loud", true] }]', []],
    ['stance: { min: -0.5, max: 0.5 }', ['written', 'apologise', 'undated']],
    ['hasStance: false', ['told', 'short']],
    ['speakers: ["kim"], hasStance: true, asserted: true', ['ready']],
  ])('by %s', async (filter, expected) => {
    expect(await named(filter)).toEqual(expected);
  });

  it('by layer and by global ids, those of another project matching nothing', async () => {
    expect(await named(`layers: ["${globalId('Layer', ids['layer'] as string)}"]`)).toEqual(['own']);
    const elsewhere = btoa('Actor:77:01936b2e-0000-7000-8000-000000000001').replace(/=+$/, '');
    expect(await named(`speakers: ["${elsewhere}"]`)).toEqual([]);
  });

  it.each([
    ['speakers: ["No Slug"]', 'filter.speakers.0'],
    ['layers: ["study"]', 'filter.layers.0'],
    ['said: { from: "2018-02-30" }', 'filter.said.from'],
    ['variables: [{ variable: "tone" }]', 'filter.variables.0'],
    ['variables: [{ variable: "tone", equals: { a: 1 } }]', 'filter.variables.0'],
  ])('and %s is an error of the request', async (filter, argument) => {
    const { errors } = await service.ask(
      `{ project(slug: "study") { statements(filter: {${filter}}) { totalCount } } }`,
    );
    expect(errors?.[0]?.extensions?.['code']).toBe('INVALID');
    expect(errors?.[0]?.message).toContain(`${argument}:`);
  });
});

describe('statements by their marks', () => {
  it('are those with one, or those without any', async () => {
    expect(await named('marked: true')).toEqual(['ready']);
    expect(await named('marked: false')).toEqual(['written', 'own', 'told', 'apologise', 'short', 'undated']);
  });
});

describe('statements are ordered', () => {
  it('by where they stand in the text of a document or layer, where nothing is asked', async () => {
    const page = 'edges { node { id } }';
    const { data } = await service.ask(
      `{ project(slug: "study") { document(slug: "news") { statements { ${page} } layers { edges { node { kind statements { ${page} } } } } } } }`,
    );
    const namesIn = ({ edges }: { edges: { node: { id: string } }[] }) =>
      edges.map(({ node }) => nameOf(node.id));
    const { statements, layers } = data.project.document;
    expect(namesIn(statements)).toEqual(['ready', 'told', 'apologise', 'short', 'written', 'own']);
    const shared = layers.edges.find(({ node }: { node: { kind: string } }) => node.kind === 'SHARED').node;
    expect(namesIn(shared.statements)).toEqual(['ready', 'told', 'apologise', 'short', 'written']);
  });

  it.each([
    ['LATEST_FIRST', ['written', 'own', 'told', 'ready', 'apologise', 'short', 'undated']],
    ['EARLIEST_FIRST', ['told', 'ready', 'apologise', 'short', 'written', 'own', 'undated']],
    ['CREATED', ['told', 'ready', 'apologise', 'short', 'written', 'undated', 'own']],
    ['DOCUMENT', ['ready', 'told', 'apologise', 'short', 'written', 'own', 'undated']],
  ])('by %s, the same on pages of every size in both directions', async (order, expected) => {
    expect(await named('', `orderBy: ${order}`)).toEqual(expected);
    for (const size of [1, 2, 3, 7]) {
      expect(await walk(order, 'first', 'after', size)).toEqual(expected);
      expect(await walk(order, 'last', 'before', size)).toEqual(expected.toReversed());
    }
  });
});

/** Follows the pages to the end, and returns the names met; of pages from the end, from the last to the first. */
async function walk(order: string, count: 'first' | 'last', from: 'after' | 'before', size: number) {
  const met: string[] = [];
  let cursor: string | null = null;
  for (;;) {
    const { data, errors } = await service.ask(
      `query ($cursor: String) { project(slug: "study") { statements(orderBy: ${order}, ${count}: ${size}, ${from}: $cursor) {
        pageInfo { hasNextPage hasPreviousPage startCursor endCursor } edges { node { id } } } } }`,
      { cursor },
    );
    expect(errors).toBeUndefined();
    const { edges, pageInfo } = data.project.statements;
    const names = edges.map((edge: { node: { id: string } }) => nameOf(edge.node.id));
    met.push(...(count === 'first' ? names : names.toReversed()));
    if (!(count === 'first' ? pageInfo.hasNextPage : pageInfo.hasPreviousPage)) return met;
    cursor = count === 'first' ? pageInfo.endCursor : pageInfo.startCursor;
  }
}
