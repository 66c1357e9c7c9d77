import { beforeAll, describe, expect, it } from 'vitest';
import { startSeed } from '../kit/seed.ts';
import { useService } from '../kit/service.ts';
import { countStatements } from '../kit/statements.ts';

const service = useService();
let statementId = '';
let annotationIds: string[] = [];

beforeAll(async () => {
  await service.app.db.transaction(async (tx) => {
    const seed = await startSeed(tx as never, 'study');
    const speakers = [await seed.actor('abe'), await seed.actor('kim')];
    const summit = await seed.issue('summit');
    const place = await seed.issue('place', { broaderId: summit });
    const talks = await seed.event('talks');
    for (const name of ['one', 'two', 'three']) {
      const of = await seed.document(name, `The text of document ${name}.`, { publishedOn: '2018-11-05' });
      for (const speaker of speakers) {
        const first = await seed.statement(of, speaker, { issueId: summit, stance: 1 });
        const second = await seed.statement(of, speaker, { issueId: place, stance: 0, reportedInId: first });
        await seed.relation(of, second, 'IF', [first]);
        await seed.relation(of, second, 'BECAUSE', [first]);
        const mark = await seed.mark(of, [[0, 3]], { statementId: first });
        const others = [
          { actorId: speaker },
          { issueId: summit },
          { eventId: talks },
          { comment: 'Mind this.' },
        ];
        annotationIds = [mark];
        for (const body of others) annotationIds.push(await seed.mark(of, [[4, 8]], body));
        annotationIds = annotationIds.map((id) => seed.globalId('Annotation', id));
        statementId = seed.globalId('Statement', second);
      }
    }
  });
}, 120_000);

/** How many SQL statements a query costs; it must succeed. */
async function cost(query: string): Promise<number> {
  return countStatements(service, async () => {
    const { data, errors } = await service.ask(query);
    expect(errors).toBeUndefined();
    expect(data).toBeTruthy();
  });
}

const page = (fields: string) =>
  `{ totalCount pageInfo { hasNextPage endCursor } edges { cursor node { id ${fields} } } }`;

describe('one SQL statement serves', () => {
  it.each([
    [
      'documents → statements → annotations',
      `documents(first: 2) ${page(`statements(first: 2) ${page(`annotations(first: 1) ${page('version')}`)}`)}`,
    ],
    [
      'actors → statements → reports → annotations, filtered and ordered',
      `actors(first: 2) ${page(
        `statements(first: 3, filter: { issues: ["summit"], narrower: true, said: { until: "2019-01-01" } }, orderBy: DOCUMENT)
         ${page(`reports(first: 2, orderBy: EARLIEST_FIRST) ${page(`annotations ${page('part')}`)}`)}`,
      )}`,
    ],
    [
      'issues → statements on narrower ones → document → layers',
      `issues(first: 5) ${page(`statements(narrower: true, first: 2) ${page(`document { slug layers ${page('kind')} }`)}`)}`,
    ],
    [
      'annotations → bodies of every kind → what belongs to them',
      `annotations(first: 50, orderBy: POSITION) ${page(`ranges { exact } body { __typename
        ... on Statement { speaker { slug } issue { slug } conditions { operator antecedents { speaker { name } } } annotations(first: 2) ${page('part')} }
        ... on Actor { slug statements(first: 1) ${page('stance')} } ... on Issue { slug tags(first: 1) ${page('part')} }
        ... on Event { slug saidHere ${page('stance')} } ... on Comment { text } }`)}`,
    ],
    [
      'statements → attribution, conditions and reasons → their statements’ statements',
      `statements ${page(`attribution { writer { slug } intermediaries { slug } } conditions { antecedents { document { slug } } }
        reasons { operator antecedents { stance } } reportedIn { speaker { slug } } antecedentOf { consequent { stance } }`)}`,
    ],
    ['counts alone', 'statements { totalCount } annotations { totalCount } documents { totalCount }'],
  ])('%s', async (_, fields) => {
    expect(await cost(`{ project(slug: "study") { ${fields} } }`)).toBe(1);
  });
});

// A second connection over the same relation of a row cannot join the first: the plugin reads each further one on its own,
// for all rows of its level together. The same holds beneath it, so the cost is a statement an alias, not a row.
describe('an alias of the same connection with other arguments costs one more SQL statement', () => {
  it('on one row', async () => {
    const both = `{ project(slug: "study") {
      all: statements(first: 1) ${page('stance')}
      own: statements(first: 1, filter: { reported: { maxIntermediaries: 0 } }) ${page('stance')} } }`;
    expect(await cost(both)).toBe(2);
  });

  it('on many rows', async () => {
    const both = `{ project(slug: "study") { actors ${page(`
      all: statements(first: 1) ${page(`annotations(first: 1) ${page('part')}`)}
      own: statements(first: 2, filter: { hasStance: true }) ${page(`annotations(first: 1) ${page('part')}`)}`)} } }`;
    expect(await cost(both)).toBe(2);
  });
});

describe('reading by id costs', () => {
  it('one SQL statement a type, however many ids', async () => {
    const ids = JSON.stringify(annotationIds);
    expect(
      await cost(
        `{ nodes(ids: ${ids}) { id ... on Annotation { body { __typename ... on Actor { slug } } } } }`,
      ),
    ).toBe(1);
    expect(
      await cost(
        `{ node(id: "${statementId}") { ... on Statement { speaker { slug } reportedIn { stance } } } }`,
      ),
    ).toBe(1);
  });
});
