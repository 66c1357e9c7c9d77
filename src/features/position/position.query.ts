import { type SQL, sql } from 'drizzle-orm';
import { PAGE_DEFAULT } from '../../protocol/limits.ts';
import { type Page, type PageRequest, toPage } from '../../protocol/page.ts';
import type { Db } from '../../tables.ts';
import { heardByActors, heardOnIssues, idArray, type PositionFilter } from './candidate.query.ts';

/** What one actor holds on one issue, derived from `statementCount` statements. Stances −1 … 1; days YYYY-MM-DD. */
export type Position = {
  projectId: number;
  actorId: string;
  issueId: string;
  /** Mean over the latest: the statements than which none is certainly later. */
  stance: number;
  meanStance: number;
  lowestStance: number;
  highestStance: number;
  statementCount: number;
  /** Whether one of the latest is the consequent of a condition. */
  conditional: boolean;
  conditionalCount: number;
  /** Null where no statement has a date. */
  firstHeldOn: string | null;
  lastHeldOn: string | null;
  /** The first page of the evidence: entries as `evidenceKey` makes them. */
  evidence: string[];
  filter: PositionFilter;
};

/** Where a page of positions goes on: the sort key of the position before it. */
export type PositionCursor = { day: string | null; slug: string };

type Row = Omit<Position, 'projectId' | 'actorId' | 'issueId' | 'filter'> & {
  owner: string;
  other: string | null;
  slug: string;
  total: number;
};

/**
 * The positions of several actors in one statement: by the day last held, newest first and undated last, then by the
 * issue's slug. `issues`, if given, are the only ones told.
 */
export async function positionsOfActors(
  db: Db,
  project: number,
  actors: readonly string[],
  filter: PositionFilter,
  page: PageRequest<PositionCursor>,
  issues: readonly string[] | null = null,
): Promise<Map<string, Page<Position>>> {
  const asked = issues === null ? sql`true` : sql`holder = any (${idArray(issues)})`;
  const rows = await run(db, heardByActors(project, actors, filter), asked, 'actor', project, page);
  return pages(rows, page, (row) => ({ projectId: project, actorId: row.owner, issueId: row.other, filter }));
}

/** Who holds what on several issues, in one statement: by the day last held, then by the actor's slug. */
export async function positionsOnIssues(
  db: Db,
  project: number,
  issues: readonly string[],
  filter: PositionFilter,
  page: PageRequest<PositionCursor>,
): Promise<Map<string, Page<Position>>> {
  const rows = await run(db, heardOnIssues(project, issues, filter), sql`true`, 'issue', project, page);
  return pages(rows, page, (row) => ({ projectId: project, actorId: row.other, issueId: row.owner, filter }));
}

/** How evidence is named between this file and `evidence.query.ts`: latest day (or nothing), a space, the statement's id. */
export const evidenceKey = sql`coalesce(to_char(latest, 'YYYY-MM-DD'), '') || ' ' || id`;

/** Newest first; ties and undated ones by id. */
export const evidenceOrder = sql`latest desc nulls last, id`;

async function run(
  db: Db,
  heard: SQL,
  asked: SQL,
  owner: 'actor' | 'issue',
  project: number,
  page: PageRequest<PositionCursor>,
): Promise<Row[]> {
  const [ownerColumn, otherColumn] = owner === 'actor' ? [sql`root`, sql`holder`] : [sql`holder`, sql`root`];
  const otherTable = owner === 'actor' ? sql`issue` : sql`actor`;
  const rows = await db.execute(sql`
    with recursive ${heard}, judged as (
      select h.root, cover.holder, h.id, h.stance, h.earliest, h.latest,
        -- A statement is among the latest unless another begins after its last day; one without a date always is.
        latest is null
          or latest >= max(coalesce(earliest, latest)) over (partition by h.root, cover.holder) as is_latest,
        exists (
          select from statement_relation r
          where r.project_id = ${project} and r.consequent_id = h.id and r.operator <> 'BECAUSE'
        ) as is_conditional
      from heard h join cover on cover.issue_id = h.issue_id
      where ${asked}
    ), position as (
      select ${ownerColumn} as owner, ${otherColumn} as other,
        avg(stance) filter (where is_latest) as stance, avg(stance) as mean_stance,
        min(stance) as lowest_stance, max(stance) as highest_stance,
        count(*)::int as statement_count,
        bool_or(is_latest and is_conditional) as conditional,
        (count(*) filter (where is_conditional))::int as conditional_count,
        min(coalesce(earliest, latest)) as first_held_on, max(latest) as last_held_on,
        (array_agg(${evidenceKey} order by ${evidenceOrder}))[1:${PAGE_DEFAULT + 1}] as evidence
      from judged group by root, holder
    ), named as (
      select p.*, t.slug collate "C" as slug, coalesce(last_held_on, '-infinity'::date) as day
      from position p join ${otherTable} t on t.project_id = ${project} and t.id = p.other
    ), paged as (
      select *, row_number() over (partition by owner order by ${inOrder(page)}) as place
      from named where ${afterCursor(page)}
    )
    select total.owner, total.n as total, other, slug, stance, mean_stance as "meanStance",
      lowest_stance as "lowestStance", highest_stance as "highestStance", statement_count as "statementCount",
      conditional, conditional_count as "conditionalCount", to_char(first_held_on, 'YYYY-MM-DD') as "firstHeldOn",
      to_char(last_held_on, 'YYYY-MM-DD') as "lastHeldOn", evidence
    from (select owner, count(*)::int as n from position group by owner) total
    left join paged on paged.owner = total.owner and paged.place <= ${page.size + 1}::int
    order by total.owner, place`);
  return rows as unknown as Row[];
}

function inOrder({ backward }: PageRequest<PositionCursor>): SQL {
  return backward ? sql`day, slug desc` : sql`day desc, slug`;
}

function afterCursor({ after, before }: PageRequest<PositionCursor>): SQL {
  const conditions = [sql`true`];
  const day = (cursor: PositionCursor) => sql`${cursor.day ?? '-infinity'}::date`;
  if (after) conditions.push(sql`(day < ${day(after)} or day = ${day(after)} and slug > ${after.slug})`);
  if (before) conditions.push(sql`(day > ${day(before)} or day = ${day(before)} and slug < ${before.slug})`);
  return sql.join(conditions, sql` and `);
}

function pages(
  rows: readonly Row[],
  page: PageRequest<PositionCursor>,
  keys: (row: Row & { other: string }) => Pick<Position, 'projectId' | 'actorId' | 'issueId' | 'filter'>,
): Map<string, Page<Position>> {
  const byOwner = new Map<string, Row[]>();
  for (const row of rows) byOwner.set(row.owner, [...(byOwner.get(row.owner) ?? []), row]);
  return new Map(
    [...byOwner].map(([owner, its]) => {
      const found = its.filter((row): row is Row & { other: string } => row.other !== null);
      const entries = found.map((row) => ({
        cursor: [row.lastHeldOn, row.slug],
        node: { ...row, ...keys(row) },
      }));
      return [owner, toPage(entries, its[0]?.total ?? 0, page)];
    }),
  );
}
