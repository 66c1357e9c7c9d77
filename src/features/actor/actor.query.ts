import { and, eq, type RelationsFilter, sql } from 'drizzle-orm';
import type { PgColumn, PgTable } from 'drizzle-orm/pg-core';
import type { Tx } from '../../db/transaction.ts';
import type { relations } from '../../tables.ts';
import { annotation } from '../annotation/annotation.table.ts';
import { document } from '../document/document.table.ts';
import { eventParticipant } from '../event/event.table.ts';
import type { Use } from '../in-use.rule.ts';
import { statement, statementAddressee } from '../statement/statement.table.ts';
import { actor, type actorName, affiliation } from './actor.table.ts';

/** A condition on actors, as Drizzle's relational queries take it. */
export type ActorWhere = RelationsFilter<(typeof relations)['actor'], typeof relations>;

/** Actors one of whose names is like a pattern in small letters; in the form that the trigram indexes serve. */
export function nameLike(pattern: string): ActorWhere {
  const like = (row: typeof actor | typeof actorName) => sql`lower(${row.name}) like lower(${pattern})`;
  return { OR: [{ RAW: like }, { names: { RAW: like } }] } as ActorWhere;
}

/** How often anything names an actor, in one statement. */
export async function actorUses(tx: Tx, key: { projectId: number; id: string }): Promise<Use[]> {
  const count = (table: PgTable & { projectId: PgColumn }, column: PgColumn) =>
    tx.$count(table, and(eq(table.projectId, key.projectId), eq(column, key.id)));
  const [uses] = await tx
    .select({
      memberships: count(affiliation, affiliation.actorId),
      members: count(affiliation, affiliation.ofId),
      said: count(statement, statement.speakerId),
      represented: count(statement, statement.onBehalfOfId),
      toward: count(statement, statement.towardId),
      addressed: count(statementAddressee, statementAddressee.actorId),
      written: count(document, document.authorId),
      participations: count(eventParticipant, eventParticipant.actorId),
      mentions: count(annotation, annotation.actorId),
    })
    .from(actor)
    .where(and(eq(actor.projectId, key.projectId), eq(actor.id, key.id)));
  if (!uses) return [];
  return [
    [uses.memberships, 'affiliation', 'of it to others'],
    [uses.members, 'affiliation', 'of others to it'],
    [uses.said, 'statement', 'by it'],
    [uses.represented, 'statement', 'on its behalf'],
    [uses.toward, 'statement', 'toward it'],
    [uses.addressed, 'statement', 'addressed to it'],
    [uses.written, 'document', 'written by it'],
    [uses.participations, 'event participation', ''],
    [uses.mentions, 'mention', 'in documents'],
  ];
}
