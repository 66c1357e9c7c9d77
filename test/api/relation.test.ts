import { beforeAll, describe, expect, it } from 'vitest';
import { useService } from '../kit/service.ts';
import { call, faultsOf, seedStudy } from '../kit/study.ts';

const service = useService();

async function record(document = 'speech'): Promise<string> {
  const statement = { speaker: 'rudolf', issue: 'succession', stance: 1 };
  const made = await call(service, 'annotate', {
    project: 'study',
    document,
    ranges: [{ start: 0, end: 6 }],
    body: { statement },
  });
  return made.body.id;
}

const relate = (consequent: string, antecedents: string[], more: object = {}) =>
  call(service, 'relateStatements', { consequent, operator: 'ONLY_IF', antecedents, ...more });

describe('a relation', () => {
  beforeAll(() => seedStudy(service));

  it('keeps its antecedents in the order given, and is told of', async () => {
    const [a = '', b = '', c = ''] = [await record(), await record(), await record()];
    const made = await relate(a, [c, b]);
    expect(made).toMatchObject({
      __typename: 'StatementRelation',
      version: 1,
      operator: 'ONLY_IF',
      consequent: { id: a },
      antecedents: [{ id: c }, { id: b }],
    });
    const changed = await call(service, 'changeRelation', {
      id: made.id,
      expectedVersion: 1,
      operator: 'BECAUSE',
      antecedents: [b],
    });
    expect(changed).toMatchObject({ version: 2, operator: 'BECAUSE', antecedents: [{ id: b }] });
    const kept = await call(service, 'changeRelation', { id: made.id, expectedVersion: 2, operator: 'IF' });
    expect(kept).toMatchObject({ version: 3, antecedents: [{ id: b }] });
    const late = await call(service, 'removeRelation', { id: made.id, expectedVersion: 2 });
    expect(late).toMatchObject({ code: 'CONFLICT', current: { __typename: 'StatementRelation' } });
    const gone = await call(service, 'removeRelation', { id: made.id, expectedVersion: 3 });
    expect(gone).toMatchObject({ __typename: 'Removed', id: made.id });
    const feed = await service.app.db.query.change.findMany({
      where: { subjectType: 'STATEMENT_RELATION' },
      orderBy: { seq: 'asc' },
    });
    expect(feed.map(({ kind, version, state }) => [kind, version, state['operator']])).toEqual([
      ['ADDED', 1, 'ONLY_IF'],
      ['CHANGED', 2, 'BECAUSE'],
      ['CHANGED', 3, 'IF'],
      ['REMOVED', 4, 'IF'],
    ]);
  });

  it('joins no statement to itself, none twice, and none of another document', async () => {
    const [a = '', b = '', far = ''] = [await record(), await record(), await record('reply')];
    const refused = await relate(a, [b, a, b, far, 'nonsense']);
    expect(faultsOf(refused).toSorted()).toEqual([
      'antecedents.1 INVALID',
      'antecedents.2 INVALID',
      'antecedents.3 INVALID',
      'antecedents.4 INVALID',
    ]);
    expect(faultsOf(await relate(a, []))).toEqual(['antecedents INVALID']);
    expect(faultsOf(await relate(a, Array(51).fill(b)))).toEqual(['antecedents LIMIT']);
    expect(faultsOf(await relate('nonsense', [b]))).toEqual(['consequent INVALID']);
  });

  it('may stand in a circle: each side makes the other’s step its condition', async () => {
    const [a = '', b = ''] = [await record(), await record()];
    expect(await relate(a, [b])).toMatchObject({ __typename: 'StatementRelation' });
    expect(await relate(b, [a])).toMatchObject({ __typename: 'StatementRelation' });
  });

  it('stands once: the same again, in whatever order of antecedents, is a conflict that names the first', async () => {
    const [a = '', b = '', c = ''] = [await record(), await record(), await record()];
    const first = await relate(a, [b, c]);
    const again = await relate(a, [c, b]);
    expect(again).toMatchObject({
      __typename: 'ConflictError',
      faults: [{ path: ['antecedents'], code: 'CONFLICT' }],
      current: { __typename: 'StatementRelation', id: first.id },
    });
    expect(again['message']).toContain(first.id);
    const other = await relate(a, [b]);
    expect(other).toMatchObject({ __typename: 'StatementRelation' });
    expect(await relate(a, [b], { operator: 'IF' })).toMatchObject({ __typename: 'StatementRelation' });
    const change = (input: object) =>
      call(service, 'changeRelation', { id: other.id, expectedVersion: 1, ...input });
    expect(await change({ antecedents: [b, c] })).toMatchObject({ current: { id: first.id } });
    expect(await change({ operator: 'IF' })).toMatchObject({ code: 'CONFLICT' });
    // Its own antecedents in another order are no other relation's.
    const turned = await call(service, 'changeRelation', {
      id: first.id,
      expectedVersion: 1,
      antecedents: [c, b],
    });
    expect(turned).toMatchObject({ version: 2, antecedents: [{ id: c }, { id: b }] });
  });

  it('[W2] stands once where many writers make it at the same moment', async () => {
    const [a = '', b = ''] = [await record(), await record()];
    const results = await Promise.all(Array.from({ length: 8 }, () => relate(a, [b])));
    const made = results.filter(({ __typename }) => __typename === 'StatementRelation');
    expect(made).toHaveLength(1);
    const refused = results.filter((result) => !made.includes(result));
    expect(refused.map(({ current }) => current.id)).toEqual(Array(7).fill(made[0]?.id));
  });

  it('[W1] is made once under one key', async () => {
    const [a = '', b = ''] = [await record(), await record()];
    const first = await relate(a, [b], { idempotencyKey: 'once' });
    expect(await relate(a, [b], { idempotencyKey: 'once' })).toEqual(first);
  });
});
