import { type RelationsFilter, sql } from 'drizzle-orm';
import type { relations } from '../../tables.ts';
import { document } from '../document/document.table.ts';
import { type annotation, annotationRange } from './annotation.table.ts';

type Relations = typeof relations;
/** A condition on annotations, as Drizzle's relational queries take it. */
export type AnnotationWhere = RelationsFilter<Relations['annotation'], Relations>;

/** Annotations of which a range shares at least one code point with [start, end) of the document's current text. */
export function overlaps(start: number, end: number): AnnotationWhere {
  return {
    ranges: {
      start: { lt: end },
      end: { gt: start },
      RAW: (row: typeof annotationRange) => sql`exists (
        select from ${document} as text
        where text.project_id = ${row.projectId} and text.id = ${row.documentId}
          and text.current_version_id = ${row.versionId})`,
    },
  } as AnnotationWhere;
}

/** Where an annotation's first range begins in the document's current text; without one there, after all. */
const startKey = (row: typeof annotation) => sql<number>`coalesce((
  select min(span.start) from ${annotationRange} as span
  join ${document} as text on text.project_id = span.project_id and text.id = span.document_id
    and text.current_version_id = span.version_id
  where span.project_id = ${row.projectId} and span.annotation_id = ${row.id}), 2147483647)`;

/** The orders of annotations. Each ends in the id, by which ties are broken. */
export const annotationOrders = {
  CREATED: { orderBy: { id: 'asc' } },
  POSITION: { orderBy: { documentId: 'asc', startKey: 'asc', id: 'asc' }, extras: { startKey } },
} as const;
