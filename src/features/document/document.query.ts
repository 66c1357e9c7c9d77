import { and, eq, sql } from 'drizzle-orm';
import type { Tx } from '../../db/transaction.ts';
import { annotation } from '../annotation/annotation.table.ts';
import type { Use } from '../in-use.rule.ts';
import { statement } from '../statement/statement.table.ts';
import { document } from './document.table.ts';

// Never null, so that pages can go on from any document.
const firstKey = (row: typeof document) => sql<string>`coalesce(${row.publishedOn}, 'infinity'::date)`;
const lastKey = (row: typeof document) => sql<string>`coalesce(${row.publishedOn}, '-infinity'::date)`;

/** The orders of documents. Ids, which break ties, sort by time of creation. */
export const documentOrders = {
  TITLE: { orderBy: { title: 'asc', id: 'asc' } },
  TITLE_DESC: { orderBy: { title: 'desc', id: 'desc' } },
  PUBLISHED: { orderBy: { firstKey: 'asc', id: 'asc' }, extras: { firstKey } },
  LATEST: { orderBy: { lastKey: 'desc', id: 'desc' }, extras: { lastKey } },
  CREATED: { orderBy: { id: 'asc' } },
  NEWEST: { orderBy: { id: 'desc' } },
} as const;

/** How much was recorded in a document, on whatever layer, in one statement. */
export async function documentUses(tx: Tx, key: { projectId: number; id: string }): Promise<Use[]> {
  const count = (table: typeof statement | typeof annotation) =>
    tx.$count(table, and(eq(table.projectId, key.projectId), eq(table.documentId, key.id)));
  const [uses] = await tx
    .select({ statements: count(statement), annotations: count(annotation) })
    .from(document)
    .where(and(eq(document.projectId, key.projectId), eq(document.id, key.id)));
  return [
    [uses?.statements ?? 0, 'statement', 'in it'],
    [uses?.annotations ?? 0, 'annotation', 'on it'],
  ];
}
