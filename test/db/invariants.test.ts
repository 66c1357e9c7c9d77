import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { programDb } from '../../src/db/viewer-db.ts';
import { localOwner } from '../../src/features/account/account.command.ts';
import { type Db, relations } from '../../src/tables.ts';
import { type FreshDatabase, freshDatabase } from '../kit/database.ts';
import { startSeed } from '../kit/seed.ts';

// What stands in the database itself, shown by a writer who knows nothing of the service: plain SQL, on connections of its own.

const TEXT = 'Abe is ready to meet Kim.';

let database: FreshDatabase;
let sql: postgres.Sql;
let other: postgres.Sql;
let here: Study;
let there: Study;

beforeAll(async () => {
  database = await freshDatabase();
  const connect = () => postgres(database.url, { max: 1, onnotice: () => {} });
  sql = connect();
  other = connect();
  const db = programDb(sql, relations);
  await localOwner(db);
  here = await study(db, 'here');
  there = await study(db, 'there');
});
afterAll(async () => {
  await Promise.all([sql?.end({ timeout: 1 }), other?.end({ timeout: 1 })]);
  await database?.drop();
});

type Study = Awaited<ReturnType<typeof study>>;

async function study(db: Db, slug: string) {
  return db.transaction(async (tx) => {
    const seed = await startSeed(tx as never, slug);
    const [abe, kim, issueId] = [
      await seed.actor('abe'),
      await seed.actor('kim'),
      await seed.issue('summit'),
    ];
    const text = await seed.document('text', TEXT, { publishedOn: '2018-11-05' });
    const outer = await seed.statement(text, abe);
    const inner = await seed.statement(text, kim, { reportedInId: outer, issueId, stance: 1 });
    const mark = await seed.mark(text, [[0, 3]], { statementId: inner });
    const relation = await seed.relation(text, inner, 'IF', [outer]);
    const state = {
      projectId: seed.projectId,
      accountId: seed.accountId,
      abe,
      kim,
      issueId,
      text,
      outer,
      inner,
    };
    return {
      ...state,
      mark,
      relation,
      broader: await seed.issue('broader'),
      talks: await seed.event('talks'),
    };
  });
}

/** The name of the constraint that refuses the work, at once or at commit; null if it is taken. */
async function refusal(
  work: (tx: postgres.TransactionSql) => Promise<unknown>,
  client = sql,
): Promise<string | null> {
  try {
    await client.begin(work);
    return null;
  } catch (error) {
    if (error instanceof postgres.PostgresError) return error.constraint_name ?? error.message;
    throw error;
  }
}

describe('the database refuses', () => {
  const cases: [what: string, constraint: string, work: (tx: postgres.TransactionSql) => Promise<unknown>][] =
    [
      [
        'a stance above 1',
        'statement_stance',
        (tx) => tx`update statement set stance = 1.01 where id = ${here.inner}`,
      ],
      [
        'a stance that is no number',
        'statement_stance',
        (tx) => tx`update statement set stance = 'NaN' where id = ${here.inner}`,
      ],
      [
        'a stance on nothing',
        'statement_stance_on_issue',
        (tx) => tx`update statement set issue_id = null where id = ${here.inner}`,
      ],
      [
        'a range beyond its text',
        'annotation_range_within_text',
        (tx) => tx`update annotation_range set "end" = ${TEXT.length + 1} where annotation_id = ${here.mark}`,
      ],
      ['a range of nothing', 'annotation_range_order', (tx) => tx`update annotation_range set "end" = start`],
      [
        'an annotation without a range',
        'annotation_range_present',
        (tx) => tx`delete from annotation_range where annotation_id = ${here.mark}`,
      ],
      [
        'a relation without an antecedent',
        'relation_antecedent_present',
        (tx) => tx`delete from relation_antecedent where relation_id = ${here.relation}`,
      ],
      [
        'an annotation of two things',
        'annotation_one_body',
        (tx) => tx`update annotation set comment = 'Also this.' where id = ${here.mark}`,
      ],
      [
        'another text under a version',
        'document_version_immutable',
        (tx) => tx`update document_version set text = 'Abe is not.' where id = ${here.text.versionId}`,
      ],
      [
        'a text that is not what its hash says',
        'document_version_sha256',
        (
          tx,
        ) => tx`insert into document_version (project_id, id, document_id, number, text, sha256, created_by)
        values (${here.projectId}, gen_random_uuid(), ${here.text.id}, 2, 'A', 'b', ${here.accountId})`,
      ],
      [
        'a current text that is another document’s',
        'document_current_version',
        (tx) =>
          tx`update document set current_version_id = ${there.text.versionId} where id = ${here.text.id}`,
      ],
      [
        'a statement reported in itself',
        'statement_not_in_itself',
        (tx) => tx`update statement set reported_in_id = id`,
      ],
      [
        'a statement reported in what it reports',
        'statement_reported_in_no_circle',
        (tx) => tx`update statement set reported_in_id = ${here.inner} where id = ${here.outer}`,
      ],
      [
        'a last day before the first',
        'affiliation_days',
        (
          tx,
        ) => tx`insert into affiliation (project_id, id, actor_id, of_id, kind, valid_from, valid_until, created_by)
        values (${here.projectId}, gen_random_uuid(), ${here.abe}, ${here.kim}, 'PART_OF', '2018-02-01', '2018-01-31', ${here.accountId})`,
      ],
      [
        'two shared layers on a document',
        'layer_one_of_kind',
        (tx) => tx`insert into layer (project_id, id, document_id, kind)
        values (${here.projectId}, gen_random_uuid(), ${here.text.id}, 'SHARED')`,
      ],
      ['a shared layer that is blind', 'layer_blind', (tx) => tx`update layer set blind = true`],
      [
        'a change made otherwise afterwards',
        'change_append_only',
        changeLogged((tx) => tx`update change set by = by`),
      ],
      ['a log emptied', 'change_append_only', (tx) => tx`truncate change`],
      ['a change taken back', 'change_append_only', changeLogged((tx) => tx`delete from change`)],
    ];

  it.each(cases)('%s', async (_, constraint, work) => {
    expect(await refusal(work)).toBe(constraint);
  });

  it('whatever leads from one project to another', async () => {
    const links: [constraint: string, table: string, column: string, from: keyof Study, to: keyof Study][] = [
      ['statement_speaker', 'statement', 'speaker_id', 'inner', 'abe'],
      ['statement_on_behalf_of', 'statement', 'on_behalf_of_id', 'inner', 'abe'],
      ['statement_toward', 'statement', 'toward_id', 'inner', 'abe'],
      ['statement_issue', 'statement', 'issue_id', 'inner', 'issueId'],
      ['statement_event', 'statement', 'event_id', 'inner', 'talks'],
      ['statement_said_at', 'statement', 'said_at_id', 'inner', 'talks'],
      ['statement_reported_in', 'statement', 'reported_in_id', 'inner', 'outer'],
      ['statement_relation_consequent', 'statement_relation', 'consequent_id', 'relation', 'inner'],
      ['annotation_statement', 'annotation', 'statement_id', 'mark', 'inner'],
      ['issue_broader', 'issue', 'broader_id', 'issueId', 'broader'],
      ['issue_merged_into', 'issue', 'merged_into_id', 'issueId', 'broader'],
    ];
    for (const [constraint, table, column, from, to] of links) {
      const refused = await refusal(
        (tx) =>
          tx`update ${tx(table)} set ${tx(column)} = ${there[to] as string} where id = ${here[from] as string}`,
      );
      expect([constraint, refused]).toEqual([constraint, constraint]);
    }
  });
});

/** The same work, on a log that has an entry to spoil. */
function changeLogged(work: (tx: postgres.TransactionSql) => Promise<unknown>) {
  return async (tx: postgres.TransactionSql) => {
    await tx`insert into change (project_id, seq, transaction_seq, kind, subject_type, subject_id, version, state, by)
      values (${here.projectId}, 1, 1, 'ADDED', 'PROJECT', 'x', 1, '{}', ${here.accountId})`;
    await work(tx);
  };
}

describe('two writers who each close half of a circle', () => {
  const halves: [
    what: string,
    table: string,
    column: string,
    first: keyof Study,
    second: keyof Study,
    constraint: string,
  ][] = [
    ['of issues', 'issue', 'broader_id', 'issueId', 'broader', 'issue_broader_no_circle'],
    [
      'of attribution',
      'statement',
      'reported_in_id',
      'first' as keyof Study,
      'second' as keyof Study,
      'statement_reported_in_no_circle',
    ],
    [
      'of events',
      'event',
      'parent_id',
      'first' as keyof Study,
      'second' as keyof Study,
      'event_parent_no_circle',
    ],
  ];

  it.each(halves)(
    '%s: the second is refused at commit, however they overlap',
    async (_, table, column, a, b, constraint) => {
      const db = programDb(sql, relations);
      const pair: Record<string, string> = await db.transaction(
        async (tx): Promise<Record<string, string>> => {
          if (table === 'issue') return { [a]: here[a] as string, [b]: here[b] as string };
          const seed = await startSeed(tx as never, `race-${table}`);
          if (table === 'event') return { first: await seed.event('one'), second: await seed.event('two') };
          const text = await seed.document('text', TEXT);
          const speaker = await seed.actor('abe');
          return { first: await seed.statement(text, speaker), second: await seed.statement(text, speaker) };
        },
      );
      for (let round = 0; round < 10; round += 1) {
        const link = (from: keyof Study, to: keyof Study, client: postgres.Sql) =>
          refusal(
            (tx) =>
              tx`update ${tx(table)} set ${tx(column)} = ${pair[to] ?? ''} where id = ${pair[from] ?? ''}`,
            client,
          );
        const refused = await Promise.all([link(a, b, sql), link(b, a, other)]);
        expect(refused.toSorted((x) => (x === null ? -1 : 1))).toEqual([null, constraint]);
        await sql`update ${sql(table)} set ${sql(column)} = null where id in ${sql(Object.values(pair))}`;
      }
    },
  );
});

describe('what the database derives follows', () => {
  const resolved = async (id: string) => {
    const [row] =
      await sql`select asserted_resolved, said_on_resolved, said_on_origin, earliest::text, latest::text,
      intermediary_count from statement where id = ${id}`;
    return row;
  };

  it('the document’s date and author, and the statement it is reported in', async () => {
    await sql`update document set published_on = '2019-06-10' where id = ${here.text.id}`;
    expect(await resolved(here.inner)).toEqual({
      asserted_resolved: true,
      said_on_resolved: '2019-06-10',
      said_on_origin: 'DOCUMENT',
      earliest: '2019-06-10',
      latest: '2019-06-10',
      intermediary_count: 1,
    });
    await sql`update document set author_id = ${here.abe} where id = ${here.text.id}`;
    await sql`update statement set said_on = '2018-09/..', said_from = '2018-09-01', asserted = false where id = ${here.outer}`;
    expect(await resolved(here.inner)).toEqual({
      asserted_resolved: false,
      said_on_resolved: '2018-09/..',
      said_on_origin: 'REPORT',
      earliest: '2018-09-01',
      latest: '2019-06-10',
      intermediary_count: 0,
    });
  });

  it('which layer of a document counts', async () => {
    const counting = () => sql`select kind from layer where document_id = ${here.text.id} and counts`;
    await sql`insert into layer (project_id, id, document_id, kind)
      values (${here.projectId}, gen_random_uuid(), ${here.text.id}, 'ADJUDICATED')`;
    expect([...(await counting())]).toEqual([{ kind: 'SHARED' }]);
    await sql`update layer set state = 'DONE' where document_id = ${here.text.id} and kind = 'ADJUDICATED'`;
    expect([...(await counting())]).toEqual([{ kind: 'ADJUDICATED' }]);
    await sql`delete from layer where document_id = ${here.text.id} and kind = 'ADJUDICATED'`;
    expect([...(await counting())]).toEqual([{ kind: 'SHARED' }]);
  });

  it('nothing that another writes in its place', async () => {
    const before = await resolved(here.inner);
    await sql`update statement set latest = '1999-01-01', asserted_resolved = true, intermediary_count = 7 where id = ${here.inner}`;
    expect(await resolved(here.inner)).toEqual(before);
    await sql`update layer set counts = not counts where document_id = ${here.text.id}`;
    expect([...(await sql`select counts from layer where document_id = ${here.text.id}`)]).toEqual([
      { counts: true },
    ]);
  });

  it('a quote and its context, which are those of the text whatever is written', async () => {
    await sql`update annotation_range set start = 0, "end" = 3, exact = 'Kim' where annotation_id = ${here.mark}`;
    const [range] =
      await sql`select exact, prefix, suffix from annotation_range where annotation_id = ${here.mark}`;
    expect(range).toEqual({ exact: 'Abe', prefix: '', suffix: ' is ready to meet Kim.' });
  });
});
