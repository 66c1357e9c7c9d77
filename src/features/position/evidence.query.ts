import { sql } from 'drizzle-orm';
import { type Page, type PageRequest, toPage } from '../../protocol/page.ts';
import type { Db } from '../../tables.ts';
import { heardByActors, idArray } from './candidate.query.ts';
import { evidenceKey, evidenceOrder, type Position } from './position.query.ts';

/** Where a page of evidence goes on: the sort key of the statement before it. */
export type EvidenceCursor = { day: string | null; id: string };

/** The first page of a position's evidence comes with the position itself, if it asks for no more than a usual page. */
export function firstEvidence(position: Position, page: PageRequest<EvidenceCursor>): Page<string> | null {
  const further = page.after !== null || page.before !== null || page.backward;
  const atHand = position.evidence.length > page.size || position.evidence.length === position.statementCount;
  return further || !atHand ? null : evidencePage(position.evidence.slice(0, page.size + 1), position, page);
}

/**
 * A page of the evidence of several positions of one project and filter, in one statement: ids of exactly the statements
 * that each was computed from, newest first.
 */
export async function evidenceOf(
  db: Db,
  positions: readonly Position[],
  page: PageRequest<EvidenceCursor>,
): Promise<Page<string>[]> {
  const [any] = positions;
  if (!any) return [];
  const order = page.backward ? sql`latest nulls first, id desc` : evidenceOrder;
  const rows = (await db.execute(sql`
    with recursive ${heardByActors(any.projectId, [...new Set(positions.map((p) => p.actorId))], any.filter)},
    asked(root, holder) as (
      select * from unnest(${idArray(positions.map((p) => p.actorId))}, ${idArray(positions.map((p) => p.issueId))})
    ), paged as (
      select root, holder, h.id, h.latest, row_number() over (partition by root, holder order by ${order}) as place
      from asked join heard h using (root) join cover c using (issue_id, holder)
      where ${beyond(page)}
    )
    select root || ' ' || holder as position, ${evidenceKey} as key from paged
    where place <= ${page.size + 1}::int order by place`)) as unknown as { position: string; key: string }[];
  return positions.map((position) => {
    const name = `${position.actorId} ${position.issueId}`;
    const keys = rows.filter((row) => row.position === name).map((row) => row.key);
    return evidencePage(keys, position, page);
  });
}

/** The same order as a comparison; undated statements come last, as if of the first of all days. */
function beyond({ after, before }: PageRequest<EvidenceCursor>) {
  const conditions = [sql`true`];
  const day = (cursor: EvidenceCursor) => sql`${cursor.day ?? '-infinity'}::date`;
  const own = sql`coalesce(h.latest, '-infinity'::date)`;
  if (after)
    conditions.push(sql`(${own} < ${day(after)} or ${own} = ${day(after)} and h.id > ${after.id}::uuid)`);
  if (before)
    conditions.push(sql`(${own} > ${day(before)} or ${own} = ${day(before)} and h.id < ${before.id}::uuid)`);
  return sql.join(conditions, sql` and `);
}

function evidencePage(
  keys: readonly string[],
  position: Position,
  page: PageRequest<EvidenceCursor>,
): Page<string> {
  const entries = keys.map((key) => {
    const [day = '', id = ''] = key.split(' ');
    return { cursor: [day || null, id], node: id };
  });
  return toPage(entries, position.statementCount, page);
}
