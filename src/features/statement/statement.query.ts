import { and, getTableName, relationsFilterToSQL, type RelationsFilter, type SQL, sql } from 'drizzle-orm';
import { isOnSeenLayer } from '../../visibility.ts';
import type { Db, relations } from '../../tables.ts';
import { annotation, annotationRange } from '../annotation/annotation.table.ts';
import { document } from '../document/document.table.ts';
import { issue } from '../issue/issue.table.ts';
import { testedAlone } from '../tested-alone.query.ts';
import { isNamedIssue, type Named } from './named.query.ts';
import type { statement, statementValue } from './statement.table.ts';

type Relations = typeof relations;
/** A condition on statements, as Drizzle's relational queries take it. */
export type StatementWhere = RelationsFilter<Relations['statement'], Relations>;
type IssueWhere = RelationsFilter<Relations['issue'], Relations>;

/** Statements whose resolved date may lie from one day to another, both included; undated ones never do. */
export function saidBetween(from: string | null, until: string | null): StatementWhere {
  return {
    AND: [
      {
        RAW: (row: typeof statement) =>
          from === null
            ? sql`${statementKeys.latestKey(row)} > '-infinity'`
            : sql`${statementKeys.latestKey(row)} >= ${from}`,
      },
      until === null ? {} : { OR: [{ earliest: { isNull: true } }, { earliest: { lte: until } }] },
    ],
  } as StatementWhere;
}

/** Statements that come down through an actor: it is among the intermediaries, or wrote the document and there are none. */
export function accordingTo(actor: object): StatementWhere {
  return {
    OR: [{ intermediaries: { actor } }, { AND: [{ intermediaryCount: 0 }, { document: { author: actor } }] }],
  };
}

/** Statements that have one of some values of a variable. */
export function hasValue(variable: object, values: readonly (boolean | number | string)[]): StatementWhere {
  const list = sql.join(
    values.map((value) => sql`${JSON.stringify(value)}::text::jsonb`),
    sql`, `,
  );
  return testedAlone({
    values: {
      variable,
      RAW: (row: typeof statementValue) =>
        values.length === 0 ? sql`false` : sql`${row.value} in (${list})`,
    },
  } as StatementWhere);
}

/**
 * Issues that are one of those named, or with `narrower` anywhere below one. A name of an issue that was merged into
 * another stands for that other.
 */
export function isIssue(named: Named, narrower: boolean): IssueWhere {
  return { RAW: (row: typeof issue) => isNamedIssue(row, named, narrower) } as IssueWhere;
}

/**
 * Statements on an issue or any below it, where the query goes issue → project → statements. Drizzle names tables by their
 * depth (`d0`, `d1` …) and hands a condition only its own: the issue stands two above.
 */
export const onIssueAbove = {
  RAW: (row: typeof statement) => {
    const depth = Number(/^d(\d+)$/.exec(getTableName(row))?.[1]);
    if (!(depth >= 2)) throw new Error(`no issue stands above the table ${getTableName(row)}`);
    const above = sql.identifier(`d${depth - 2}`);
    return isOnOrBelow(row, sql`${above}.project_id`, sql`${above}.id`);
  },
} as StatementWhere;

/** SQL that counts the statements on an issue that meet a condition; with `narrower`, also those on any below it. */
export function countOnIssue(
  db: Db,
  row: typeof issue,
  where: StatementWhere,
  narrower: boolean,
): SQL<number> {
  const { relations: all } = db._;
  const { table, relations: own } = all.statement;
  const counted = table as typeof statement;
  const on = narrower
    ? isOnOrBelow(counted, sql`${row.projectId}`, sql`${row.id}`)
    : sql`${counted.issueId} = ${row.id}`;
  const met = (relationsFilterToSQL as ToSql)(counted, where, own, all);
  return sql<number>`(select count(*)::int from ${counted}
    where ${and(sql`${counted.projectId} = ${row.projectId}`, on, met, isOnSeenLayer(counted))})`;
}

/** Says nothing of the statement within, so that the issues are found once and not for each statement. */
function isOnOrBelow(row: typeof statement, projectId: SQL, issueId: SQL): SQL {
  return sql`${row.issueId} in (
    with recursive below(id) as (
      select ${issueId}
      union
      select under.id from below
      join ${issue} as under on under.project_id = ${projectId} and under.broader_id = below.id
    ) select id from below)`;
}

/** Drizzle declares two parameters of four. */
type ToSql = (table: unknown, where: unknown, own: unknown, all: unknown) => SQL | undefined;

/** What statements can be ordered by beside their columns. None is ever null, so that pages can go on from any of them. */
const statementKeys = {
  /** The latest day; without a date, before all days. */
  latestKey: (row: typeof statement) => sql<string>`coalesce(${row.latest}, '-infinity'::date)`,
  /** The earliest day; the latest one where the start is open; without a date, after all days. */
  earliestKey: (row: typeof statement) =>
    sql<string>`coalesce(${row.earliest}, ${row.latest}, 'infinity'::date)`,
  /** Where the statement's first mark begins in the document's current text; without one, after all. */
  startKey: (row: typeof statement) => sql<number>`coalesce((
    select min(span.start) from ${annotation} as mark
    join ${annotationRange} as span on span.project_id = mark.project_id and span.annotation_id = mark.id
    join ${document} as text on text.project_id = span.project_id and text.id = span.document_id
      and text.current_version_id = span.version_id
    where mark.project_id = ${row.projectId} and mark.statement_id = ${row.id}), 2147483647)`,
};

const { latestKey, earliestKey, startKey } = statementKeys;

/** The orders of statements. Each ends in the id, by which ties are broken. */
export const statementOrders = {
  LATEST_FIRST: { orderBy: { latestKey: 'desc', projectId: 'asc', id: 'asc' }, extras: { latestKey } },
  EARLIEST_FIRST: { orderBy: { earliestKey: 'asc', projectId: 'asc', id: 'asc' }, extras: { earliestKey } },
  CREATED: { orderBy: { id: 'asc' } },
  DOCUMENT: { orderBy: { documentId: 'asc', startKey: 'asc', id: 'asc' }, extras: { startKey } },
} as const;
