import { beforeAll, describe, expect, it } from 'vitest';
import { useService } from '../kit/service.ts';
import { statementsOf } from '../kit/statements.ts';
import { call, faultsOf, seedStudy } from '../kit/study.ts';

const service = useService();

const said = { speaker: 'rudolf', issue: 'succession', stance: 1, addressees: ['flavia'] };
const record = (statements: object[], relations?: object[], more: object = {}) =>
  call(service, 'recordStatements', { project: 'study', document: 'speech', statements, relations, ...more });

/** `count` statements, each with two marks, a value and a relation to the one before it. */
function many(count: number): [object[], object[]] {
  const statements = Array.from({ length: count }, (_, n) => ({
    key: `s${n}`,
    statement: { ...said, values: [{ variable: 'line', value: n }] },
    ...(n > 0 && { reportedInKey: 's0' }),
    marks: [
      { ranges: [{ start: 0, end: 6 }] },
      {
        part: 'CUE',
        ranges: [
          { start: 9, end: 13 },
          { start: 14, end: 18 },
        ],
      },
    ],
  }));
  const relations = statements
    .slice(1)
    .map((_, n) => ({ consequent: `s${n + 1}`, operator: 'IF', antecedents: [`s${n}`] }));
  return [statements, relations];
}

describe('recordStatements', () => {
  beforeAll(async () => {
    await seedStudy(service);
    await call(service, 'createVariable', { project: 'study', slug: 'line', label: 'Line', type: 'INTEGER' });
  });

  it('records statements that name each other in any order, with marks and relations', async () => {
    const { statements } = await record(
      [
        {
          key: 'inner',
          statement: { ...said, speaker: 'flavia' },
          reportedInKey: 'middle',
          marks: [{ ranges: [{ quote: { exact: 'heir' } }], part: 'CONTENT' }],
        },
        { key: 'middle', statement: { speaker: 'rudolf', saidOn: '1894-04' }, reportedInKey: 'outer' },
        { key: 'outer', statement: { speaker: 'sapt', asserted: false } },
      ],
      [
        { consequent: 'inner', operator: 'ONLY_IF', antecedents: ['outer', 'middle'] },
        { consequent: 'inner', operator: 'BECAUSE', antecedents: ['middle'] },
      ],
    );
    const [inner, middle, outer] = statements;
    expect(inner).toMatchObject({
      speaker: { slug: 'flavia' },
      asserted: false,
      saidOn: '1894-04',
      reportedIn: { id: middle.id },
      conditions: [{ operator: 'ONLY_IF', antecedents: [{ id: outer.id }, { id: middle.id }] }],
      reasons: [{}],
    });
    expect(middle.reportedIn.id).toBe(outer.id);
    const feed = await service.app.db.query.change.findMany({ orderBy: { seq: 'desc' }, limit: 6 });
    expect(feed.toReversed().map(({ subjectType, state }) => [subjectType, state['asserted']])).toEqual([
      ['STATEMENT', false],
      ['STATEMENT', true],
      ['STATEMENT', true],
      ['STATEMENT_RELATION', undefined],
      ['STATEMENT_RELATION', undefined],
      ['ANNOTATION', undefined],
    ]);
  });

  it('joins new statements to those that stand, by id', async () => {
    const first = await record([{ statement: said }]);
    const [{ id }] = first.statements;
    const second = await record(
      [{ key: 'new', statement: { ...said, reportedIn: id } }],
      [{ consequent: 'new', operator: 'IF', antecedents: [id] }],
    );
    expect(second.statements).toMatchObject([
      { reportedIn: { id }, conditions: [{ antecedents: [{ id }] }] },
    ]);
  });

  it('sends the same SQL statements for 300 statements as for 2', async () => {
    const sent: string[][] = [];
    for (const size of [2, 300]) {
      const [statements, relations] = many(size);
      sent.push(
        await statementsOf(service, async () => {
          const made = await record(statements, relations);
          expect(made.statements).toHaveLength(size);
        }),
      );
    }
    // The last one reads what the client selects of what was made; it names each by its key.
    expect(sent[1]?.slice(0, -1)).toEqual(sent[0]?.slice(0, -1));
    expect(sent[1]).toHaveLength(sent[0]?.length ?? 0);
    expect(sent[0]?.length).toBeLessThan(30);
  });

  it('tells the faults of all items at once, and writes nothing', async () => {
    const before = await service.app.db.query.change.findMany({ columns: { seq: true } });
    const refused = await record(
      [
        { key: 'a', statement: { speaker: 'nobody' } },
        { key: 'a', statement: { ...said, issue: null } },
        { key: 'a b', statement: said, marks: [{ ranges: [{ start: 0, end: 99 }] }, { ranges: [] }] },
        { key: 'x', statement: said, reportedInKey: 'y' },
        { key: 'y', statement: said, reportedInKey: 'x' },
        { statement: said, reportedInKey: 'nowhere' },
        { statement: said },
      ],
      [
        { consequent: 'a', operator: 'IF', antecedents: ['a'] },
        { consequent: 'zz', operator: 'IF', antecedents: [] },
      ],
    );
    expect(faultsOf(refused).toSorted()).toEqual([
      'relations.0.antecedents.0 INVALID',
      'relations.1.antecedents INVALID',
      'relations.1.consequent INVALID',
      'statements.0.statement.speaker NOT_FOUND',
      'statements.1.key INVALID',
      'statements.1.statement.stance INVALID',
      'statements.2.key INVALID',
      'statements.2.marks.0.ranges.0.end INVALID',
      'statements.2.marks.1.ranges INVALID',
      'statements.3.reportedInKey INVALID',
      'statements.5.reportedInKey INVALID',
    ]);
    const after = await service.app.db.query.change.findMany({ columns: { seq: true } });
    expect(after).toHaveLength(before.length);
  });

  it('tells faults in the order of the input', async () => {
    const refused = await record([
      { statement: { speaker: 'nobody' }, reportedInKey: 'nowhere' },
      { statement: { ...said, stance: 2 } },
      { statement: { speaker: 'no-one' } },
      ...Array.from({ length: 9 }, () => ({ statement: said, reportedInKey: 'nowhere' })),
    ]);
    const items = (refused.faults ?? []).map(({ path }) => Number(path[1]));
    expect(items).toEqual([0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
  });

  it('tells a circle of reports once, by the keys in it, and not what is reported in it', async () => {
    const refused = await record([
      { key: 'under', statement: said, reportedInKey: 'b' },
      { key: 'a', statement: said, reportedInKey: 'b' },
      { key: 'b', statement: said, reportedInKey: 'c' },
      { key: 'c', statement: said, reportedInKey: 'a' },
      { key: 'self', statement: said, reportedInKey: 'self' },
    ]);
    expect(faultsOf(refused)).toEqual([
      'statements.1.reportedInKey INVALID',
      'statements.4.reportedInKey INVALID',
    ]);
    expect(refused.faults?.[0]?.message).toContain('a in b in c in a');
    expect(refused.faults?.[1]?.message).toContain('self in self');
  });

  it('says that a relation names statements by key too', async () => {
    const refused = await record(
      [{ key: 'a', statement: said }],
      [{ consequent: 'a', operator: 'IF', antecedents: ['b'] }],
    );
    expect(faultsOf(refused)).toEqual(['relations.0.antecedents.0 INVALID']);
    expect(refused['message']).toMatch(/"b" names no Statement.*key of a statement of this call/);
  });

  it('makes the same relation once, in one call and beside those that stand', async () => {
    const keyed = ['a', 'b', 'c'].map((key) => ({ key, statement: said }));
    const twice = await record(keyed, [
      { consequent: 'a', operator: 'IF', antecedents: ['b', 'c'] },
      { consequent: 'a', operator: 'UNLESS', antecedents: ['b', 'c'] },
      { consequent: 'a', operator: 'IF', antecedents: ['c', 'b'] },
    ]);
    expect(faultsOf(twice)).toEqual(['relations.2 INVALID']);
    const made = await record(keyed, [{ consequent: 'a', operator: 'IF', antecedents: ['b'] }]);
    const [a, b] = made.statements;
    const again = await record(
      [{ statement: said }],
      [{ consequent: a.id, operator: 'IF', antecedents: [b.id] }],
    );
    expect(faultsOf(again)).toEqual(['relations.0 CONFLICT']);
    expect(again['message']).toContain(a.conditions[0].id);
  });

  it('bounds the work of looking for quotes', async () => {
    const text = 'All work and no play. '.repeat(100_000);
    await call(service, 'createDocument', { project: 'study', slug: 'long', title: 'Long', text });
    const marks = [{ ranges: Array.from({ length: 91 }, () => ({ quote: { exact: 'play' } })) }];
    const statements = Array.from({ length: 10 }, () => ({ statement: said, marks }));
    const began = performance.now();
    const refused = await record(statements, [], { document: 'long' });
    expect(faultsOf(refused)).toEqual(['statements LIMIT']);
    expect(refused['message']).toMatch(/at most 909 quotes; these are 910. Give start and end/);
    expect(performance.now() - began).toBeLessThan(5_000);
  });

  it('takes 1 to 500 statements', async () => {
    expect(faultsOf(await record([]))).toEqual(['statements INVALID']);
    const [statements] = many(501);
    expect(faultsOf(await record(statements))).toEqual(['statements LIMIT']);
  });

  it('[W1] gives the same statements again under the same key', async () => {
    const [statements, relations] = many(3);
    const first = await record(statements, relations, { idempotencyKey: 'bulk' });
    const again = await record(statements, relations, { idempotencyKey: 'bulk' });
    expect(again).toEqual(first);
  });
});
