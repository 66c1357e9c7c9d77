import { aliasedTable, getTableName, type SQL, sql } from 'drizzle-orm';
import type { PgColumn } from 'drizzle-orm/pg-core';
import { actor } from '../actor/actor.table.ts';
import { document } from '../document/document.table.ts';
import { event } from '../event/event.table.ts';
import { issue } from '../issue/issue.table.ts';
import type { statement } from './statement.table.ts';
import type { StatementWhere } from './statement.query.ts';

/** Things of a project, named by slug or key. */
export type Named = { slugs: string[]; keys: { projectId: number; id: string }[] };

/**
 * What a connection hangs on in a query: the project itself or something in it. By it a condition finds the project outside
 * the statements that it tests.
 */
export type Parent = 'project' | 'part';

const TABLES = {
  speakerId: actor,
  onBehalfOfId: actor,
  towardId: actor,
  eventId: event,
  saidAtId: event,
  documentId: document,
} as const;

/** Statements of which a column names one of some things. */
export function names(column: keyof typeof TABLES, named: Named, parent: Parent): StatementWhere {
  const table = TABLES[column];
  return raw((row) => {
    const project = projectOutside(row, parent);
    const from = sql`from ${table} as named where named.project_id = ${project ?? row.projectId}
      and (${matches(named)})`;
    if (!project) return sql`exists (select ${from} and named.id = ${row[column]})`;
    return isOneOf(row[column], sql`select named.id ${from}`, named);
  });
}

/**
 * Statements on one of some issues, or with `narrower` on any below one. A name of an issue that was merged into another
 * stands for that other.
 */
export function namesIssue(named: Named, narrower: boolean, parent: Parent): StatementWhere {
  return raw((row) => {
    const project = projectOutside(row, parent);
    if (!project) {
      return sql`exists (select from ${issue} as subject where subject.project_id = ${row.projectId}
        and subject.id = ${row.issueId} and ${isNamedIssue(aliasedTable(issue, 'subject'), named, narrower)})`;
    }
    const top = sql`select coalesce(named.merged_into_id, named.id) as id from ${issue} as named
      where named.project_id = ${project} and (${matches(named)})`;
    if (!narrower) return isOneOf(row.issueId, top, named);
    return sql`${row.issueId} = any(array(
      with recursive below(id) as (
        ${top}
        union
        select under.id from below
        join ${issue} as under on under.project_id = ${project} and under.broader_id = below.id
      ) select id from below))`;
  });
}

/** SQL that an issue meets if it is one of some, or with `narrower` anywhere below one. Looks upward from each issue. */
export function isNamedIssue(row: typeof issue, named: Named, narrower: boolean): SQL {
  const from = sql`from ${issue} as named where named.project_id = ${row.projectId} and (${matches(named)})`;
  if (!narrower) return sql`exists (select ${from} and coalesce(named.merged_into_id, named.id) = ${row.id})`;
  return sql`exists (
    with recursive up(id, broader_id) as (
      select ${row.id}, ${row.broaderId}
      union
      select above.id, above.broader_id from up
      join ${issue} as above on above.project_id = ${row.projectId} and above.id = up.broader_id
    )
    select ${from} and coalesce(named.merged_into_id, named.id) in (select id from up))`;
}

/** SQL that a row, called `named`, meets if it is one of some things. */
function matches({ slugs, keys }: Named): SQL {
  const bySlug = sql.join(
    slugs.map((slug) => sql`${slug}`),
    sql`, `,
  );
  return sql.join(
    [
      ...(slugs.length > 0 ? [sql`named.slug in (${bySlug})`] : []),
      ...keys.map((key) => sql`named.project_id = ${key.projectId} and named.id = ${key.id}`),
      sql`false`,
    ],
    sql` or `,
  );
}

// One value lets an index give the rows in order. An array, unlike a list of rows, is not joined: PostgreSQL keeps to the
// order of joins as written from the ninth on, and would test the condition only after all that was selected is joined.
function isOneOf(column: PgColumn, ids: SQL, { slugs, keys }: Named): SQL {
  return slugs.length + keys.length === 1 ? sql`${column} = (${ids})` : sql`${column} = any(array(${ids}))`;
}

/**
 * The project's id as a row outside the statements has it. Drizzle calls tables by their depth, `d0`, `d1` … and hands a
 * condition only its own. Null where there is none outside, as in the SQL that counts.
 */
function projectOutside(row: typeof statement, parent: Parent): SQL | null {
  const depth = Number(/^d(\d+)$/.exec(getTableName(row))?.[1] ?? 0);
  if (depth === 0) return null;
  return sql`${sql.identifier(`d${depth - 1}`)}.${sql.identifier(parent === 'project' ? 'id' : 'project_id')}`;
}

function raw(condition: (row: typeof statement) => SQL): StatementWhere {
  return { RAW: condition } as StatementWhere;
}
