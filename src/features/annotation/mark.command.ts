import { and, eq, inArray } from 'drizzle-orm';
import { newId } from '../../db/columns.ts';
import { insertRows } from '../../db/insert-rows.ts';
import type { Tx } from '../../db/transaction.ts';
import type { NewChange } from '../../feed/append.ts';
import type { ConstraintFaults, Write } from '../../feed/write.ts';
import type { Span } from '../../protocol/selectors.ts';
import { type Body, type Motivation, motivationOf, type Part } from './annotation.rule.ts';
import { annotation, annotationRange } from './annotation.table.ts';
import type { Place } from './place.query.ts';

/** A mark whose input has been checked. */
export type NewMark = {
  body: Body;
  ranges: readonly Span[];
  motivation?: Motivation | null | undefined;
  part?: Part | null | undefined;
};

/** What the tables refuse of a mark, met only where two writers cross. */
export const markConstraints: ConstraintFaults = {
  annotation_statement: gone('statement'),
  annotation_event: gone('event'),
  annotation_actor: gone('actor'),
  annotation_issue: gone('issue'),
};

function gone(what: string) {
  return {
    path: ['body'],
    code: 'NOT_FOUND' as const,
    message: `The ${what} was removed meanwhile; name another.`,
  };
}

/**
 * Makes any number of marks in two statements, and tells of each as added.
 *
 * @returns their ids, in the order given
 */
export async function insertMarks(
  { tx, viewer, changes }: Write,
  place: Place,
  marks: readonly NewMark[],
): Promise<string[]> {
  const { projectId, documentId, layerId } = place;
  const rows = marks.map((mark) => ({
    projectId,
    id: newId(),
    documentId,
    layerId,
    motivation: mark.motivation ?? motivationOf(mark.body),
    part: mark.part ?? ('WHOLE' as const),
    ...mark.body,
    createdBy: viewer.accountId,
  }));
  await insertRows(tx, annotation, rows);
  const ranges = await insertRanges(
    tx,
    place,
    rows.map(({ id }, at) => ({ annotationId: id, ranges: marks[at]?.ranges ?? [] })),
  );
  for (const row of rows) {
    changes.push({ ...about(row, 1), kind: 'ADDED', state: stateOf(row, ranges.get(row.id) ?? []) });
  }
  return rows.map(({ id }) => id);
}

/** A range as the log keeps it, with its words: its document may go some day. */
type StoredRange = { start: number; end: number; exact: string; versionId: string };

/** @returns the ranges with their words, by annotation, in the order of the text */
export async function insertRanges(
  tx: Tx,
  { projectId, documentId, versionId }: Place,
  of: readonly { annotationId: string; ranges: readonly Span[] }[],
): Promise<Map<string, StoredRange[]>> {
  const rows = of.flatMap(({ annotationId, ranges }) =>
    ranges.map(({ start, end }, ordinal) => ({
      projectId,
      annotationId,
      ordinal,
      documentId,
      versionId,
      start,
      end,
    })),
  );
  const filled = await insertRows(tx, annotationRange, rows, ['annotationId', 'ordinal', 'exact']);
  const exact = new Map(
    filled.map((row) => [`${row['annotation_id']} ${row['ordinal']}`, String(row['exact'])]),
  );
  const result = new Map<string, StoredRange[]>();
  for (const { annotationId, ordinal, start, end } of rows) {
    const range = { start, end, exact: exact.get(`${annotationId} ${ordinal}`) ?? '', versionId };
    result.set(annotationId, [...(result.get(annotationId) ?? []), range]);
  }
  return result;
}

/** Removes all marks of statements, and tells of each as removed. */
export async function removeMarksOf(
  { tx, changes }: Write,
  projectId: number,
  statementIds: readonly string[],
): Promise<void> {
  const marks = await tx.query.annotation.findMany({
    where: { projectId, statementId: { in: [...statementIds] } },
    with: { ranges: { orderBy: { ordinal: 'asc' } } },
    orderBy: { id: 'asc' },
  });
  if (marks.length === 0) return;
  await tx.delete(annotation).where(
    and(
      eq(annotation.projectId, projectId),
      inArray(
        annotation.id,
        marks.map(({ id }) => id),
      ),
    ),
  );
  for (const mark of marks) {
    changes.push({ ...about(mark, mark.version + 1), kind: 'REMOVED', state: stateOf(mark, mark.ranges) });
  }
}

type Row = Pick<
  typeof annotation.$inferSelect,
  'id' | 'documentId' | 'layerId' | 'motivation' | 'part' | keyof Body
>;

/** What names an annotation in a change. */
export function about(row: Pick<Row, 'id' | 'documentId' | 'layerId'>, version: number) {
  return {
    subjectType: 'ANNOTATION',
    subjectId: row.id,
    version,
    documentId: row.documentId,
    layerId: row.layerId,
  } satisfies Partial<NewChange>;
}

/** An annotation as the log keeps it; of the five bodies, the one that it has. */
export function stateOf(row: Row, ranges: readonly StoredRange[]): Record<string, unknown> {
  const { statementId, eventId, actorId, issueId, comment } = row;
  const body = Object.entries({ statementId, eventId, actorId, issueId, comment });
  return {
    documentId: row.documentId,
    layerId: row.layerId,
    motivation: row.motivation,
    part: row.part,
    body: Object.fromEntries(body.filter(([, value]) => value !== null)),
    ranges: ranges.map(({ start, end, exact, versionId }) => ({ start, end, exact, versionId })),
  };
}
