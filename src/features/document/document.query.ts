import { sql } from 'drizzle-orm';
import type { document } from './document.table.ts';

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
