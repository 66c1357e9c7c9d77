import { and, asc, eq, gt, lte, sql } from 'drizzle-orm';
import type { Db } from '../tables.ts';
import { change, projectHead } from './change.table.ts';

/** What the feed carries of a change: names, never content. The state after it stays in the log until somebody asks. */
export type Entry = Omit<typeof change.$inferSelect, 'state'>;

/** Which part of a project's log: all of it, or what concerns one document, or only what became of one type. */
export type Stream = {
  projectId: number;
  documentId?: string | undefined;
  only?: Pick<Entry, 'kind' | 'subjectType'>;
};

/** Whether an entry of the stream's project belongs to the stream. */
export function concerns({ documentId, only }: Stream, entry: Entry): boolean {
  if (documentId !== undefined && entry.documentId !== documentId) return false;
  return !only || (entry.kind === only.kind && entry.subjectType === only.subjectType);
}

export const entryColumns = {
  projectId: change.projectId,
  seq: change.seq,
  transactionSeq: change.transactionSeq,
  documentId: change.documentId,
  layerId: change.layerId,
  kind: change.kind,
  subjectType: change.subjectType,
  subjectId: change.subjectId,
  version: change.version,
  by: change.by,
  at: change.at,
  onlyFor: change.onlyFor,
};

/** Reads a stretch of a log, oldest first: at most `limit` entries after `after`, none beyond `upTo`. */
export function readLog(
  db: Db,
  { projectId, documentId, only }: Stream,
  after: number,
  upTo: number,
  limit: number,
): Promise<Entry[]> {
  return db
    .select(entryColumns)
    .from(change)
    .where(
      and(
        eq(change.projectId, projectId),
        documentId === undefined ? undefined : eq(change.documentId, documentId),
        only && and(eq(change.kind, only.kind), eq(change.subjectType, only.subjectType)),
        gt(change.seq, after),
        lte(change.seq, upTo),
      ),
    )
    .orderBy(asc(change.seq))
    .limit(limit);
}

/** The ends of several logs, by project. One that was removed is missing. */
export async function readHeads(db: Db, projectIds: readonly number[]): Promise<Map<number, number>> {
  const heads = await db
    .select({ projectId: projectHead.projectId, seq: projectHead.seq })
    .from(projectHead)
    .where(sql`${projectHead.projectId} = any(${`{${projectIds.join(',')}}`}::bigint[])`);
  return new Map(heads.map(({ projectId, seq }) => [projectId, seq]));
}
