import { and, eq, type RelationsFilter, sql } from 'drizzle-orm';
import type { PgColumn, PgTable } from 'drizzle-orm/pg-core';
import type { Tx } from '../../db/transaction.ts';
import type { relations } from '../../tables.ts';
import { annotation } from '../annotation/annotation.table.ts';
import type { Use } from '../in-use.rule.ts';
import { statement } from '../statement/statement.table.ts';
import { issue } from './issue.table.ts';

/** A condition on issues, as Drizzle's relational queries take it. */
export type IssueWhere = RelationsFilter<(typeof relations)['issue'], typeof relations>;

/** How often anything names an issue, in one statement. */
export async function issueUses(tx: Tx, key: { projectId: number; id: string }): Promise<Use[]> {
  const count = (table: PgTable & { projectId: PgColumn }, column: PgColumn) =>
    tx.$count(table, and(eq(table.projectId, key.projectId), eq(column, key.id)));
  const [uses] = await tx
    .select({
      statements: count(statement, statement.issueId),
      tags: count(annotation, annotation.issueId),
      narrower: count(issue, issue.broaderId),
    })
    .from(issue)
    .where(and(eq(issue.projectId, key.projectId), eq(issue.id, key.id)));
  if (!uses) return [];
  return [
    [uses.statements, 'statement', 'on it'],
    [uses.tags, 'tag', 'in documents'],
    [uses.narrower, 'narrower issue', ''],
  ];
}

/** Whether an issue stands below another, however deep. */
export async function standsBelow(
  tx: Tx,
  below: { projectId: number; broaderId: string | null },
  aboveId: string,
): Promise<boolean> {
  const [row] = await tx.execute<{ found: boolean }>(sql`
    with recursive above(id) as (
      select ${below.broaderId}::uuid
      union
      select i.broader_id from above join ${issue} i on i.project_id = ${below.projectId} and i.id = above.id
    ) select exists (select from above where id = ${aboveId}) as found`);
  return row?.found ?? false;
}
