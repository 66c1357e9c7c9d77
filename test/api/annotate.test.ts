import { eq } from 'drizzle-orm';
import { beforeAll, describe, expect, it } from 'vitest';
import { newId } from '../../src/db/columns.ts';
import { account } from '../../src/features/account/account.table.ts';
import { document } from '../../src/features/document/document.table.ts';
import { layer } from '../../src/features/layer/layer.table.ts';
import { change } from '../../src/feed/change.table.ts';
import { encodeGlobalId } from '../../src/protocol/global-id.ts';
import { useService } from '../kit/service.ts';
import { call, faultsOf, seedStudy } from '../kit/study.ts';

const service = useService();

const statement = { speaker: 'rudolf', issue: 'succession', stance: 1, saidOn: '1894-05' };
const base = { project: 'study', document: 'speech', ranges: [{ start: 0, end: 6 }] };
const annotate = (input: object) => call(service, 'annotate', { ...base, ...input });

async function changesAfter(seq: number) {
  return service.app.db.query.change.findMany({ where: { seq: { gt: seq } }, orderBy: { seq: 'asc' } });
}

async function lastSeq(): Promise<number> {
  return service.app.db.$count(change);
}

async function documentRow(slug: string) {
  const [row] = await service.app.db.select().from(document).where(eq(document.slug, slug));
  return row as NonNullable<typeof row>;
}

describe('annotate', () => {
  beforeAll(() => seedStudy(service));

  it('records a statement and its mark at once, the statement first in the feed', async () => {
    const seq = await lastSeq();
    const made = await annotate({ ranges: [{ start: 0, end: 8 }], body: { statement } });
    expect(made).toMatchObject({
      __typename: 'Annotation',
      version: 1,
      motivation: 'CLASSIFYING',
      part: 'WHOLE',
      ranges: [
        { start: 0, end: 8, exact: 'Rudolf 👑', prefix: '', suffix: ' will name an heir. Flavia agree' },
      ],
      body: {
        __typename: 'Statement',
        version: 1,
        stance: 1,
        speaker: { slug: 'rudolf' },
        issue: { slug: 'succession' },
        saidOnGiven: '1894-05',
        saidOnEarliest: '1894-05-01',
        saidOnLatest: '1894-05-31',
      },
    });
    const [first, second, ...more] = await changesAfter(seq);
    expect(more).toEqual([]);
    expect(first).toMatchObject({
      kind: 'ADDED',
      subjectType: 'STATEMENT',
      version: 1,
      state: { stance: 1, saidOn: '1894-05', saidFrom: '1894-05-01', addresseeIds: [], values: [] },
    });
    expect(second).toMatchObject({
      kind: 'ADDED',
      subjectType: 'ANNOTATION',
      transactionSeq: second?.seq,
      state: { body: { statementId: first?.subjectId }, ranges: [{ start: 0, end: 8, exact: 'Rudolf 👑' }] },
    });
    expect(first?.documentId).toBe((await documentRow('speech')).id);
  });

  it('marks an event, an actor, an issue or a comment, each with its usual motivation', async () => {
    const bodies = [
      [{ event: 'coronation' }, 'CLASSIFYING', { __typename: 'Event', slug: 'coronation' }],
      [{ mention: 'flavia' }, 'IDENTIFYING', { __typename: 'Actor', slug: 'flavia' }],
      [{ issue: 'marriage' }, 'TAGGING', { __typename: 'Issue', slug: 'marriage' }],
      [{ comment: { text: ' So\r\nbe it. ' } }, 'COMMENTING', { __typename: 'Comment', text: 'So\nbe it.' }],
    ] as const;
    for (const [body, motivation, shown] of bodies) {
      expect(await annotate({ body })).toMatchObject({ __typename: 'Annotation', motivation, body: shown });
    }
  });

  it('gives a statement another mark, on its own document and layer alone', async () => {
    const { body } = await annotate({ body: { statement } });
    const again = await annotate({ body: { mark: body.id }, part: 'CUE', motivation: 'HIGHLIGHTING' });
    expect(again).toMatchObject({ part: 'CUE', motivation: 'HIGHLIGHTING', body: { id: body.id } });
    const elsewhere = await annotate({ document: 'reply', body: { mark: body.id } });
    expect(faultsOf(elsewhere)).toEqual(['body.mark INVALID']);
    expect(elsewhere.message).toContain('another document');
  });

  it('[O5] finds a quote, by prefix and suffix where it stands more than once', async () => {
    const ranges = [
      { quote: { exact: 'Flavia agrees.', prefix: 'heir. ' } },
      { start: 0, end: 6 },
      { quote: { exact: '👑' } },
    ];
    const made = await annotate({ ranges, body: { mention: 'rudolf' } });
    expect(made.ranges).toMatchObject([
      { start: 0, end: 6, exact: 'Rudolf' },
      { start: 7, end: 8, exact: '👑' },
      { start: 28, end: 42, exact: 'Flavia agrees.' },
    ]);
  });

  it('[O6] refuses a quote that is absent or ambiguous, and tells how often it stands where', async () => {
    const ranges = [
      { quote: { exact: 'Flavia agrees.' } },
      { quote: { exact: 'Michael' } },
      { quote: { exact: '' } },
      { start: 3 },
      { end: 3 },
      {},
      { start: 0, end: 1, quote: { exact: 'Rudolf' } },
    ];
    const refused = await annotate({ ranges, body: { mention: 'rudolf' } });
    expect(refused).toMatchObject({ __typename: 'InputError' });
    expect(faultsOf(refused)).toEqual([
      'ranges.0.quote INVALID',
      'ranges.1.quote INVALID',
      'ranges.2.quote.exact INVALID',
      'ranges.3.end INVALID',
      'ranges.4.start INVALID',
      'ranges.5 INVALID',
      'ranges.6 INVALID',
    ]);
    expect(refused.faults?.[0]?.message).toContain('2 times, at 28, 43');
    expect(refused.faults?.[1]?.message).toContain('does not hold "Michael"');
  });

  it('[O7] refuses ranges that are reversed, beyond the text, or share a character', async () => {
    const at = async (...ranges: object[]) =>
      faultsOf(await annotate({ ranges, body: { mention: 'rudolf' } }));
    expect(await at({ start: 5, end: 2 })).toEqual(['ranges.0.end INVALID']);
    expect(await at({ start: 2, end: 2 })).toEqual(['ranges.0.end INVALID']);
    expect(await at({ start: -1, end: 2 }, { start: 0, end: 58 })).toEqual([
      'ranges.0.start INVALID',
      'ranges.1.end INVALID',
    ]);
    expect(await at({ start: 0, end: 5 }, { quote: { exact: 'Rudolf' } })).toEqual(['ranges.1 INVALID']);
    expect(await at()).toEqual(['ranges INVALID']);
    expect(await at(...Array.from({ length: 101 }, (_, n) => ({ start: n, end: n + 1 })))).toEqual([
      'ranges LIMIT',
    ]);
  });

  it('tells all faults of one input at once', async () => {
    const refused = await annotate({
      document: 'nowhere',
      ranges: [{ start: 1 }],
      body: {
        statement: {
          speaker: 'nobody',
          addressees: ['flavia', 'noone'],
          stance: 1.5,
          saidOn: '1894-02-30',
          values: [{ variable: 'mood', value: 1 }],
        },
      },
    });
    expect(faultsOf(refused).toSorted()).toEqual([
      'body.statement.addressees.1 NOT_FOUND',
      'body.statement.saidOn INVALID',
      'body.statement.speaker NOT_FOUND',
      'body.statement.stance INVALID',
      'body.statement.stance INVALID',
      'body.statement.values.0.variable NOT_FOUND',
      'document NOT_FOUND',
      'ranges.0.end INVALID',
    ]);
  });

  it('[W1] repeats under one key without writing twice, and refuses the key for another input', async () => {
    const input = { idempotencyKey: 'a-key', body: { statement } };
    const first = await annotate(input);
    const seq = await lastSeq();
    expect(await annotate(input)).toEqual(first);
    expect(await annotate({ ...input, part: 'CUE' })).toMatchObject({
      __typename: 'ConflictError',
      code: 'CONFLICT',
    });
    expect(await lastSeq()).toBe(seq);
  });

  it('[W1] gives both of two calls that run at once under one key the same annotation', async () => {
    const input = { idempotencyKey: 'at-once', body: { statement } };
    const [one, two] = await Promise.all([annotate(input), annotate(input)]);
    expect(one.id).toBe(two.id);
  });

  it('writes to a layer that is open and the viewer’s own or everybody’s, and to no other', async () => {
    const { projectId, id: documentId } = await documentRow('speech');
    const strangerId = newId();
    await service.app.db
      .insert(account)
      .values({ id: strangerId, name: 'A stranger', email: 'other@example.org' });
    const rows = [
      { projectId, id: newId(), documentId, kind: 'PERSONAL' as const, ownerId: strangerId },
      { projectId, id: newId(), documentId, kind: 'ADJUDICATED' as const, state: 'DONE' as const },
    ];
    await service.app.db.insert(layer).values(rows);
    const [theirs, done] = rows.map(({ id }) => encodeGlobalId('Layer', projectId, id));
    const personal = await call(service, 'openLayer', {
      project: 'study',
      document: 'speech',
      kind: 'PERSONAL',
    });
    const mine = await annotate({ layer: personal.id, body: { statement } });
    expect(mine).toMatchObject({ __typename: 'Annotation' });
    expect(faultsOf(await annotate({ layer: theirs, body: { statement } }))).toEqual(['layer NOT_FOUND']);
    const refused = await annotate({ layer: done, body: { statement } });
    expect(faultsOf(refused)).toEqual(['layer CONFLICT']);
    expect(refused.message).toContain('reopen');
    const joined = { ...statement, reportedIn: mine.body.id };
    expect(faultsOf(await annotate({ body: { statement: joined } }))).toEqual([
      'body.statement.reportedIn INVALID',
    ]);
    expect(faultsOf(await annotate({ document: 'reply', layer: personal.id, body: { statement } }))).toEqual([
      'layer NOT_FOUND',
    ]);
  });
});
