import { beforeAll, describe, expect, it } from 'vitest';
import { encodeGlobalId } from '../../src/protocol/global-id.ts';
import { newId } from '../../src/db/columns.ts';
import { useService } from '../kit/service.ts';
import { call, faultsOf, seedStudy } from '../kit/study.ts';

const service = useService();

const base = { project: 'study', document: 'speech', ranges: [{ start: 0, end: 6 }] };
const full = {
  speaker: 'rudolf',
  onBehalfOf: 'ruritania',
  addressees: ['flavia', 'sapt', 'flavia'],
  issue: 'succession',
  stance: 0.5,
  toward: 'sapt',
  saidAt: 'coronation',
  event: 'coronation',
  speechAct: 'PROMISE',
  asserted: false,
  saidOn: '1894~',
  values: [
    { variable: 'mood', value: 'Cafe\u0301' },
    { variable: 'lines', value: 3 },
  ],
};

async function record(statement: object = full, document = 'speech') {
  const made = await call(service, 'annotate', { ...base, document, body: { statement } });
  expect(made.message).toBeUndefined();
  return { mark: made, id: made.body.id as string };
}

const change = (id: string, expectedVersion: number, patch: object) =>
  call(service, 'changeStatement', { id, expectedVersion, ...patch });
const remove = (name: string, id: string, expectedVersion = 1) =>
  call(service, `remove${name}`, { id, expectedVersion });

async function lastChanges(count: number) {
  const rows = await service.app.db.query.change.findMany({ orderBy: { seq: 'desc' }, limit: count });
  return rows.toReversed();
}

describe('a statement', () => {
  beforeAll(async () => {
    await seedStudy(service);
    for (const [slug, type] of [
      ['mood', 'TEXT'],
      ['lines', 'INTEGER'],
    ]) {
      await call(service, 'createVariable', { project: 'study', slug, label: slug, type });
    }
  });

  it('keeps what a change leaves out, and clears what it gives as null', async () => {
    const { id } = await record();
    const changed = await change(id, 1, { stance: -1, toward: null, addressees: ['sapt'] });
    expect(changed).toMatchObject({
      version: 2,
      stance: -1,
      speaker: { slug: 'rudolf' },
      onBehalfOf: { slug: 'ruritania' },
      toward: null,
      addressees: [{ slug: 'sapt' }],
      speechAct: 'PROMISE',
      asserted: false,
      saidOnGiven: '1894~',
    });
    // Stored in NFC, as all texts are.
    expect(changed.values.map(({ value }: { value: unknown }) => value).toSorted()).toEqual([3, 'Caf\u00e9']);
    const cleared = await change(id, 2, {
      saidOn: null,
      stance: null,
      issue: null,
      values: null,
      addressees: null,
    });
    expect(cleared).toMatchObject({
      version: 3,
      saidOnGiven: null,
      saidOn: '1894-05-01',
      stance: null,
      issue: null,
      values: [],
      addressees: [],
    });
    expect(await lastChanges(1)).toMatchObject([
      {
        kind: 'CHANGED',
        subjectType: 'STATEMENT',
        version: 3,
        state: { stance: null, saidOn: null, values: [] },
      },
    ]);
  });

  it('[W2] is not changed over another’s change: the conflict carries it as it stands', async () => {
    const { id } = await record();
    await change(id, 1, { stance: 0 });
    const late = await change(id, 1, { stance: 1 });
    expect(late).toMatchObject({
      __typename: 'ConflictError',
      code: 'CONFLICT',
      current: { __typename: 'Statement', id },
    });
    expect(faultsOf(late)).toEqual(['expectedVersion CONFLICT']);
    const [one, two] = await Promise.all([change(id, 2, { stance: 0.1 }), change(id, 2, { stance: 0.2 })]);
    expect([one.code ?? one.version, two.code ?? two.version].toSorted()).toEqual([3, 'CONFLICT']);
  });

  it('tells all faults of a change at once', async () => {
    const { id } = await record();
    const refused = await change(id, 1, {
      speaker: 'nobody',
      issue: null,
      saidOn: '2018-02-30',
      reportedIn: id,
      values: [
        { variable: 'lines', value: 'three' },
        { variable: 'mood', value: 'a' },
        { variable: 'mood', value: 'b' },
      ],
    });
    expect(faultsOf(refused).toSorted()).toEqual([
      'reportedIn INVALID',
      'saidOn INVALID',
      'speaker NOT_FOUND',
      'stance INVALID',
      'values.0.value INVALID',
      'values.2.variable INVALID',
    ]);
  });

  it('is reported in another of its document alone, and never inside itself', async () => {
    const outer = await record({ speaker: 'sapt' });
    const inner = await record({ ...full, reportedIn: outer.id });
    const elsewhere = await record({ speaker: 'sapt' }, 'reply');
    expect(faultsOf(await change(outer.id, 1, { reportedIn: elsewhere.id }))).toEqual(['reportedIn INVALID']);
    const circle = await change(outer.id, 1, { reportedIn: inner.id });
    expect(faultsOf(circle)).toEqual(['reportedIn INVALID']);
    expect(circle.message).toContain('inside itself');
    expect(await change(inner.id, 1, { reportedIn: null })).toMatchObject({ reportedIn: null });
  });

  it('needs a value for every required variable when it is new and when it changes', async () => {
    const { id } = await record({ speaker: 'sapt' });
    const variable = await call(service, 'createVariable', {
      project: 'study',
      slug: 'page',
      label: 'Page',
      type: 'INTEGER',
      required: true,
    });
    const refused = await call(service, 'annotate', { ...base, body: { statement: full } });
    expect(faultsOf(refused)).toEqual(['body.statement.values INVALID']);
    expect(refused.message).toContain('page');
    expect(faultsOf(await change(id, 1, { stance: null }))).toEqual(['values INVALID']);
    const values = [{ variable: 'page', value: 1.5 }];
    expect(faultsOf(await change(id, 1, { values }))).toEqual(['values.0.value INVALID']);
    expect(await change(id, 1, { values: [{ variable: 'page', value: 7 }] })).toMatchObject({
      values: [{ value: 7 }],
    });
    await call(service, 'changeVariable', { id: variable.id, expectedVersion: 1, required: false });
  });

  it('goes with its marks, values and own relations, each told of; what needs it keeps it', async () => {
    const outer = await record({ speaker: 'sapt' });
    const inner = await record({ ...full, reportedIn: outer.id });
    const relation = await call(service, 'relateStatements', {
      consequent: inner.id,
      operator: 'IF',
      antecedents: [outer.id],
    });
    const refused = await remove('Statement', outer.id);
    expect(refused).toMatchObject({ __typename: 'ConflictError', code: 'CONFLICT' });
    expect(refused.message).toContain('1 statement reported in it');
    expect(refused.message).toContain('1 relation');
    expect(await remove('Statement', inner.id)).toMatchObject({ id: inner.id });
    expect(await lastChanges(3)).toMatchObject([
      { kind: 'REMOVED', subjectType: 'ANNOTATION', state: { ranges: [{ exact: 'Rudolf' }] } },
      { kind: 'REMOVED', subjectType: 'STATEMENT_RELATION', version: 2, state: { operator: 'IF' } },
      { kind: 'REMOVED', subjectType: 'STATEMENT', version: 2, state: { stance: 0.5 } },
    ]);
    expect(await remove('Relation', relation.id)).toMatchObject({ code: 'NOT_FOUND' });
    expect(await remove('Annotation', inner.mark.id)).toMatchObject({ code: 'NOT_FOUND' });
    expect(await remove('Statement', outer.id)).toMatchObject({ __typename: 'Removed' });
    expect(await remove('Statement', outer.id)).toMatchObject({ code: 'NOT_FOUND' });
  });
});

describe('a mark', () => {
  it('changes without its statement, and leaves it when it goes', async () => {
    const { id, mark } = await record();
    const changed = await call(service, 'changeAnnotation', {
      id: mark.id,
      expectedVersion: 1,
      part: 'CUE',
      ranges: [{ quote: { exact: 'heir' } }, { start: 7, end: 8 }],
    });
    expect(changed).toMatchObject({
      version: 2,
      part: 'CUE',
      motivation: 'CLASSIFYING',
      ranges: [{ exact: '👑' }, { exact: 'heir' }],
      body: { id, version: 1 },
    });
    const kept = await call(service, 'changeAnnotation', {
      id: mark.id,
      expectedVersion: 2,
      motivation: 'TAGGING',
    });
    expect(kept).toMatchObject({ version: 3, ranges: [{ exact: '👑' }, { exact: 'heir' }] });
    expect(
      faultsOf(
        await call(service, 'changeAnnotation', {
          id: mark.id,
          expectedVersion: 3,
          comment: 'x',
          ranges: [{ quote: { exact: 'Michael' } }],
        }),
      ),
    ).toEqual(['ranges.0.quote INVALID', 'comment INVALID']);
    expect(await remove('Annotation', mark.id, 3)).toMatchObject({ id: mark.id });
    expect(await change(id, 1, { stance: 1 })).toMatchObject({ version: 2 });
  });

  it('takes another text where it is a comment', async () => {
    const made = await call(service, 'annotate', { ...base, body: { comment: { text: 'So?' } } });
    const input = { id: made.id, expectedVersion: 1 };
    expect(faultsOf(await call(service, 'changeAnnotation', { ...input, comment: ' ' }))).toEqual([
      'comment INVALID',
    ]);
    expect(await call(service, 'changeAnnotation', { ...input, comment: 'So!' })).toMatchObject({
      version: 2,
      body: { text: 'So!' },
    });
    expect(await lastChanges(1)).toMatchObject([{ state: { body: { comment: 'So!' } } }]);
  });

  it('that is not there is told as NOT_FOUND', async () => {
    const { mark } = await record();
    const projectId = Number(atob(mark.id).split(':')[1]);
    const id = encodeGlobalId('Annotation', projectId, newId());
    expect(await remove('Annotation', id)).toMatchObject({ code: 'NOT_FOUND' });
    expect(await call(service, 'changeAnnotation', { id, expectedVersion: 1 })).toMatchObject({
      code: 'NOT_FOUND',
    });
  });

  it('and its statement rest while their layer is done', async () => {
    const { id, mark } = await record({ speaker: 'sapt' }, 'reply');
    const { data } = await service.ask(
      `{ project(slug: "study") { document(slug: "reply") { layers { edges { node { id version } } } } } }`,
    );
    const [{ node: shared }] = data.project.document.layers.edges;
    const set = (expectedVersion: number, state: string) =>
      call(service, 'changeLayer', { id: shared.id, expectedVersion, state });
    expect(await set(shared.version, 'DONE')).toMatchObject({ id: shared.id });
    expect(await change(id, 1, { stance: null })).toMatchObject({ code: 'CONFLICT' });
    expect(await remove('Statement', id)).toMatchObject({ code: 'CONFLICT' });
    expect(await remove('Annotation', mark.id)).toMatchObject({ code: 'CONFLICT' });
    await set(shared.version + 1, 'OPEN');
    expect(await remove('Statement', id)).toMatchObject({ id });
  });
});
