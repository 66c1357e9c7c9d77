import { createHash } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { beforeAll, describe, expect, it } from 'vitest';
import { newId } from '../../src/db/columns.ts';
import { document, documentVersion } from '../../src/features/document/document.table.ts';
import { startSeed } from '../kit/seed.ts';
import { useService } from '../kit/service.ts';
import { countStatements } from '../kit/statements.ts';

const service = useService();
const ids = {} as Record<string, string>;
let globalId: (type: 'Annotation' | 'Layer' | 'Account', id: string) => string;

const TEXT = 'Abe 🕊 will meet Kim at the summit, if Kim agrees.';

beforeAll(async () => {
  await service.app.db.transaction(async (tx) => {
    const seed = await startSeed(tx as never, 'study');
    globalId = seed.globalId;
    ids['account'] = seed.accountId;
    const [abe, kim] = [await seed.actor('abe'), await seed.actor('kim')];
    const summit = await seed.issue('summit');
    const place = await seed.issue('place', { broaderId: summit });
    const talks = await seed.event('talks');
    const news = await seed.document('news', TEXT);
    const said = await seed.statement(news, abe, { issueId: place, stance: 1 });
    ids['comment'] = await seed.mark(news, [[40, 43]], { comment: 'Which?', motivation: 'QUESTIONING' });
    ids['statement'] = await seed.mark(
      news,
      [
        [35, 49],
        [6, 20],
      ],
      { statementId: said, part: 'CONTENT' },
    );
    ids['mention'] = await seed.mark(news, [[0, 3]], { actorId: abe, motivation: 'IDENTIFYING' });
    ids['other'] = await seed.mark(news, [[16, 19]], { actorId: kim, motivation: 'IDENTIFYING' });
    ids['tag'] = await seed.mark(news, [[16, 33]], { issueId: summit, motivation: 'TAGGING' });
    ids['event'] = await seed.mark(news, [[27, 33]], { eventId: talks });
    const own = await seed.addLayer(news.id, { kind: 'PERSONAL', ownerId: seed.accountId });
    ids['layer'] = own;
    ids['private'] = await seed.mark({ ...news, layerId: own }, [[0, 3]], { comment: 'Mine.' });
    // A later text, in which one mark has not been found again.
    const later = `Yesterday: ${TEXT}`;
    const memo = await seed.document('memo', TEXT);
    ids['lost'] = await seed.mark(memo, [[0, 3]], { comment: 'Lost.' });
    const versionId = newId();
    const sha256 = createHash('sha256').update(later).digest('hex');
    await tx.insert(documentVersion).values({
      projectId: seed.projectId,
      id: versionId,
      documentId: memo.id,
      number: 2,
      text: later,
      sha256,
      createdBy: seed.accountId,
    });
    await tx.update(document).set({ currentVersionId: versionId }).where(eq(document.id, memo.id));
    ids['found'] = await seed.mark({ ...memo, versionId }, [[11, 14]], { comment: 'Found.' });
  });
}, 120_000);

function nameOf(id: string): string {
  return Object.keys(ids).find((name) => globalId('Annotation', ids[name] as string) === id) ?? id;
}

async function named(args: string, of = 'project(slug: "study")'): Promise<string[]> {
  const { data, errors } = await service.ask(
    `{ found: ${of} { ${args} { totalCount edges { node { id } } } } }`,
  );
  expect(errors).toBeUndefined();
  const [connection] = Object.values(data.found) as [
    { totalCount: number; edges: { node: { id: string } }[] },
  ];
  expect(connection.totalCount).toBe(connection.edges.length);
  return connection.edges.map(({ node }) => nameOf(node.id));
}

describe('an annotation', () => {
  it('is read with its ranges and its body, whatever kind it is, in one SQL statement', async () => {
    const query = `{ project(slug: "study") { annotations(filter: { documents: ["news"], counting: true }) { edges { node {
      motivation part ranges { start end exact prefix suffix documentVersion { number } } document { slug } layer { kind }
      creator { name } version createdAt body { __typename
        ... on Statement { id speaker { slug } issue { slug } stance }
        ... on Event { slug title } ... on Actor { slug name } ... on Issue { slug label } ... on Comment { text } } } } } } }`;
    let answer: Awaited<ReturnType<typeof service.ask>> = {};
    const sent = await countStatements(service, async () => {
      answer = await service.ask(query);
    });
    expect(answer.errors).toBeUndefined();
    const nodes = answer.data.project.annotations.edges.map(({ node }: { node: object }) => node);
    expect(nodes).toMatchObject([
      { motivation: 'QUESTIONING', body: { __typename: 'Comment', text: 'Which?' } },
      {
        part: 'CONTENT',
        ranges: [
          {
            start: 35,
            end: 49,
            exact: 'if Kim agrees.',
            prefix: ' 🕊 will meet Kim at the summit, ',
          },
          { start: 6, end: 20, prefix: 'Abe 🕊 ' },
        ],
        body: { __typename: 'Statement', speaker: { slug: 'abe' }, issue: { slug: 'place' }, stance: 1 },
      },
      { ranges: [{ exact: 'Abe' }], body: { __typename: 'Actor', slug: 'abe', name: 'abe' } },
      { body: { __typename: 'Actor', slug: 'kim' } },
      { body: { __typename: 'Issue', slug: 'summit', label: 'summit' } },
      { body: { __typename: 'Event', slug: 'talks', title: 'talks' }, layer: { kind: 'SHARED' } },
    ]);
    expect(sent).toBe(1);
  });
});

describe('annotations are filtered', () => {
  const shared = ['comment', 'statement', 'mention', 'other', 'tag', 'event'];

  it.each<[string, string[]]>([
    ['', [...shared, 'private', 'lost', 'found']],
    ['motivations: [IDENTIFYING, TAGGING]', ['mention', 'other', 'tag']],
    ['parts: [CONTENT]', ['statement']],
    ['bodies: [COMMENT]', ['comment', 'private', 'lost', 'found']],
    ['bodies: [EVENT, TAG]', ['tag', 'event']],
    ['bodies: []', []],
    ['documents: ["memo"]', ['lost', 'found']],
    ['documents: ["news"], counting: true', shared],
    ['counting: false', ['private']],
    ['speakers: ["abe"]', ['statement']],
    ['issues: ["summit"]', ['tag']],
    ['issues: ["summit"], narrower: true', ['statement', 'tag']],
    ['mentions: ["kim"]', ['other']],
    ['documents: ["news"], overlapping: { start: 19, end: 27 }', ['statement', 'tag']],
    ['documents: ["news"], overlapping: { start: 33, end: 35 }', []],
    ['documents: ["memo"], overlapping: { start: 0, end: 12 }', ['found']],
  ])('by %s', async (filter, expected) => {
    expect(await named(`annotations(filter: {${filter}})`)).toEqual(expected);
  });

  it('by layer and creator', async () => {
    const layer = globalId('Layer', ids['layer'] as string);
    expect(await named(`annotations(filter: { layers: ["${layer}"] })`)).toEqual(['private']);
    const account = btoa(`Account:${ids['account']}`).replace(/=+$/, '');
    expect(
      await named(`annotations(filter: { documents: ["memo"], creators: ["${account}"] })`),
    ).toHaveLength(2);
  });

  it.each(['overlapping: { start: 5, end: 5 }', 'creators: ["me"]', 'issues: ["?"]', 'layers: [""]'])(
    'and %s is an error of the request',
    async (filter) => {
      const { errors } = await service.ask(
        `{ project(slug: "study") { annotations(filter: {${filter}}) { totalCount } } }`,
      );
      expect(errors?.[0]?.extensions?.['code']).toBe('INVALID');
    },
  );
});

describe('annotations are found from', () => {
  it.each<[string, string, string[]]>([
    ['document(slug: "news")', 'annotations(filter: { bodies: [COMMENT] })', ['comment', 'private']],
    ['actor(slug: "abe")', 'mentions', ['mention']],
    ['issue(slug: "summit")', 'tags', ['tag']],
    ['event(slug: "talks")', 'annotations', ['event']],
  ])('%s { %s }', async (of, args, expected) => {
    const { data, errors } = await service.ask(
      `{ project(slug: "study") { ${of} { found: ${args} { totalCount edges { node { id } } } } } }`,
    );
    expect(errors).toBeUndefined();
    const [{ found }] = Object.values(data.project) as [{ found: { edges: { node: { id: string } }[] } }];
    expect(found.edges.map(({ node }) => nameOf(node.id))).toEqual(expected);
  });
});

describe('annotations are ordered', () => {
  // The comment on the old text of the memo has no range in its current one, and comes after all others of it.
  const byPosition = ['mention', 'private', 'statement', 'other', 'tag', 'event', 'comment', 'found', 'lost'];

  it('by position, the same on pages of every size in both directions', async () => {
    expect(await named('annotations(orderBy: POSITION)')).toEqual(byPosition);
    for (const size of [1, 2, 4]) {
      expect(await walk('first', 'after', size)).toEqual(byPosition);
      expect(await walk('last', 'before', size)).toEqual(byPosition.toReversed());
    }
  });
});

/** Follows the pages to the end, and returns the names met; of pages from the end, from the last to the first. */
async function walk(count: 'first' | 'last', from: 'after' | 'before', size: number): Promise<string[]> {
  const met: string[] = [];
  for (let cursor: string | null = null; ;) {
    const { data } = await service.ask(
      `query ($cursor: String) { project(slug: "study") { annotations(orderBy: POSITION, ${count}: ${size}, ${from}: $cursor) {
        pageInfo { hasNextPage hasPreviousPage startCursor endCursor } edges { node { id } } } } }`,
      { cursor },
    );
    const { edges, pageInfo } = data.project.annotations;
    const names = edges.map((edge: { node: { id: string } }) => nameOf(edge.node.id));
    met.push(...(count === 'first' ? names : names.toReversed()));
    if (!(count === 'first' ? pageInfo.hasNextPage : pageInfo.hasPreviousPage)) return met;
    cursor = count === 'first' ? pageInfo.endCursor : pageInfo.startCursor;
  }
}
