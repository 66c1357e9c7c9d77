import { and, asc, count, desc, eq, gt, inArray, lt, type SQL, sql } from 'drizzle-orm';
import { change } from '../../feed/change.table.ts';
import { type Entry, entryColumns } from '../../feed/log.ts';
import type { PageRequest } from '../../protocol/page.ts';
import type { Db } from '../../tables.ts';
import { isTold } from '../../visibility.ts';

type Place = { projectId: number; seq: number };

/** Which entries of a log are wanted; empty lists mean none. */
export type ChangeFilter = {
  kinds?: Entry['kind'][] | null | undefined;
  subjectTypes?: Entry['subjectType'][] | null | undefined;
};

/** The states that changes left their subjects in, in the order asked; null for a change that is not there. */
export async function readStates(
  db: Db,
  places: readonly Place[],
): Promise<(Record<string, unknown> | null)[]> {
  const found = new Map<string, Record<string, unknown>>();
  for (const projectId of new Set(places.map((place) => place.projectId))) {
    const seqs = places.filter((place) => place.projectId === projectId).map(({ seq }) => seq);
    const rows = await db
      .select({ seq: change.seq, state: change.state })
      .from(change)
      .where(
        and(
          isTold(change),
          eq(change.projectId, projectId),
          sql`${change.seq} = any(${numbers(seqs)}::bigint[])`,
        ),
      );
    for (const { seq, state } of rows) found.set(`${projectId} ${seq}`, state);
  }
  return places.map(({ projectId, seq }) => found.get(`${projectId} ${seq}`) ?? null);
}

/** One entry more than the page has, newest first (oldest first if it is counted from the end), by subject. One statement. */
export async function readHistories(
  db: Db,
  projectId: number,
  subjectIds: readonly string[],
  page: PageRequest<number>,
): Promise<Map<string, Entry[]>> {
  const subjects = sql`unnest(${texts(subjectIds)}::text[]) as subject (id)`;
  const own = and(
    isTold(change),
    eq(change.projectId, projectId),
    eq(change.subjectId, sql`subject.id`),
    within(page),
  );
  const found = db
    .select(entryColumns)
    .from(change)
    .where(own)
    .orderBy(order(page))
    .limit(page.size + 1)
    .as('found');
  const fields = Object.fromEntries(
    Object.keys(entryColumns).map((name) => [name, found[name as keyof typeof entryColumns]]),
  );
  const rows = (await db
    .select(fields)
    .from(subjects)
    .crossJoinLateral(found)
    .orderBy(page.backward ? asc(found.seq) : desc(found.seq))) as unknown as Entry[];
  const histories = new Map<string, Entry[]>();
  for (const row of rows) histories.set(row.subjectId, [...(histories.get(row.subjectId) ?? []), row]);
  return histories;
}

/** How many changes each subject has had. One statement. */
export async function countHistories(
  db: Db,
  projectId: number,
  subjectIds: readonly string[],
): Promise<Map<string, number>> {
  const rows = await db
    .select({ subjectId: change.subjectId, entries: count() })
    .from(change)
    .where(
      and(
        isTold(change),
        eq(change.projectId, projectId),
        sql`${change.subjectId} = any(${texts(subjectIds)}::text[])`,
      ),
    )
    .groupBy(change.subjectId);
  return new Map(rows.map(({ subjectId, entries }) => [subjectId, entries]));
}

/** As `readHistories`, of a whole project. */
export function readChanges(
  db: Db,
  projectId: number,
  filter: ChangeFilter,
  page: PageRequest<number>,
): Promise<Entry[]> {
  return db
    .select(entryColumns)
    .from(change)
    .where(and(wanted(projectId, filter), within(page)))
    .orderBy(order(page))
    .limit(page.size + 1);
}

export function countChanges(db: Db, projectId: number, filter: ChangeFilter): Promise<number> {
  return db.$count(change, wanted(projectId, filter));
}

function wanted(projectId: number, { kinds, subjectTypes }: ChangeFilter): SQL | undefined {
  return and(
    isTold(change),
    eq(change.projectId, projectId),
    kinds ? inArray(change.kind, kinds) : undefined,
    subjectTypes ? inArray(change.subjectType, subjectTypes) : undefined,
  );
}

/** The newest come first: what lies after a place is older. */
function within({ after, before }: PageRequest<number>): SQL | undefined {
  return and(
    after === null ? undefined : lt(change.seq, after),
    before === null ? undefined : gt(change.seq, before),
  );
}

function order({ backward }: PageRequest<number>): SQL {
  return backward ? asc(change.seq) : desc(change.seq);
}

/** One parameter however many there are, so that the statement stays the same. */
function texts(values: readonly string[]): SQL {
  return sql`${sql.param(`{${values.map((value) => JSON.stringify(value)).join(',')}}`)}`;
}

function numbers(values: readonly number[]): SQL {
  return sql`${sql.param(`{${values.join(',')}}`)}`;
}
