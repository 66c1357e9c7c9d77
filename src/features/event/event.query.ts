import { and, eq, type RelationsFilter, sql } from 'drizzle-orm';
import type { PgColumn, PgTable } from 'drizzle-orm/pg-core';
import type { Tx } from '../../db/transaction.ts';
import type { relations } from '../../tables.ts';
import { annotation } from '../annotation/annotation.table.ts';
import type { Use } from '../in-use.rule.ts';
import { statement } from '../statement/statement.table.ts';
import { event, eventParticipant } from './event.table.ts';

/** A condition on events, as Drizzle's relational queries take it. */
export type EventWhere = RelationsFilter<(typeof relations)['event'], typeof relations>;

/** Events whose date has a day from one to another in common with it, both included; undated ones never. */
export function happeningBetween(from: string | null, until: string | null): EventWhere {
  return {
    AND: [
      { date: { isNotNull: true } },
      from === null ? {} : { OR: [{ latest: { isNull: true } }, { latest: { gte: from } }] },
      until === null ? {} : { OR: [{ earliest: { isNull: true } }, { earliest: { lte: until } }] },
    ],
  };
}

// Never null, so that pages can go on from any event.
const earliestKey = (row: typeof event) =>
  sql<string>`coalesce(${row.earliest}, ${row.latest}, 'infinity'::date)`;
const latestKey = (row: typeof event) =>
  sql<string>`coalesce(${row.latest}, ${row.earliest}, '-infinity'::date)`;

/** The orders of events. Ties are broken by the id. */
export const eventOrders = {
  EARLIEST_FIRST: { orderBy: { earliestKey: 'asc' }, extras: { earliestKey } },
  LATEST_FIRST: { orderBy: { latestKey: 'desc' }, extras: { latestKey } },
  TITLE: { orderBy: { title: 'asc' } },
  CREATED: { orderBy: { id: 'asc' } },
} as const;

/** The `earliestKey` of the event that a participation is in. */
export const participationKey = (row: typeof eventParticipant) =>
  sql<string>`(select ${earliestKey(event)} from ${event}
    where ${event.projectId} = ${row.projectId} and ${event.id} = ${row.eventId})`;

/** SQL that counts an actor's participations in events. */
export const participationCount = (row: { projectId: PgColumn; id: PgColumn }) =>
  sql<number>`(select count(*)::int from ${eventParticipant} as counted
    where counted.project_id = ${row.projectId} and counted.actor_id = ${row.id})`;

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
