import { and, eq } from 'drizzle-orm';
import type { PgColumn, PgTable } from 'drizzle-orm/pg-core';
import type { Tx } from '../../db/transaction.ts';
import { annotation } from '../annotation/annotation.table.ts';
import { document } from '../document/document.table.ts';
import { eventParticipant } from '../event/event.table.ts';
import type { Use } from '../in-use.rule.ts';
import { statement, statementAddressee } from '../statement/statement.table.ts';
import { actor, affiliation } from './actor.table.ts';

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
