import { and, eq } from 'drizzle-orm';
import type { PgColumn, PgTable } from 'drizzle-orm/pg-core';
import type { Tx } from '../../db/transaction.ts';
import { annotation } from '../annotation/annotation.table.ts';
import type { Use } from '../in-use.rule.ts';
import { statement } from '../statement/statement.table.ts';
import { event } from './event.table.ts';

/** How often anything names an event, in one statement. */
export async function eventUses(tx: Tx, key: { projectId: number; id: string }): Promise<Use[]> {
  const count = (table: PgTable & { projectId: PgColumn }, column: PgColumn) =>
    tx.$count(table, and(eq(table.projectId, key.projectId), eq(column, key.id)));
  const [uses] = await tx
    .select({
      contents: count(statement, statement.eventId),
      saidHere: count(statement, statement.saidAtId),
      marks: count(annotation, annotation.eventId),
      parts: count(event, event.parentId),
    })
    .from(event)
    .where(and(eq(event.projectId, key.projectId), eq(event.id, key.id)));
  if (!uses) return [];
  return [
    [uses.contents, 'statement', 'about it'],
    [uses.saidHere, 'statement', 'made at it'],
    [uses.marks, 'mark', 'in documents'],
    [uses.parts, 'sub-event', ''],
  ];
}
