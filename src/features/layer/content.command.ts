import { sql } from 'drizzle-orm';
import type { Tx } from '../../db/transaction.ts';
import type { NewChange } from '../../feed/append.ts';

type Key = { projectId: number; id: string; documentId: string };

/** Whether nothing lies on a layer, and nothing ever did. */
export async function isEmptyLayer(tx: Tx, { projectId, id, documentId }: Key): Promise<boolean> {
  const [row] = await tx.execute<{ empty: boolean }>(sql`
    select not exists (select from change where project_id = ${projectId} and document_id = ${documentId}
      and layer_id = ${id} and subject_type <> 'LAYER') as empty`);
  return row?.empty ?? false;
}

/** What stands on a layer, each as its last change left it, as changes that add it. In the order in which it was made. */
export async function contentAnew(tx: Tx, { projectId, id, documentId }: Key): Promise<NewChange[]> {
  const rows = await tx.execute<Omit<NewChange, 'kind'> & { kind: string }>(sql`
    select kind, subject_type as "subjectType", subject_id as "subjectId", version, state, document_id as "documentId",
      layer_id as "layerId"
    from (
      select distinct on (subject_id) *, min(seq) over (partition by subject_id) as first_seq
      from change
      where project_id = ${projectId} and document_id = ${documentId} and layer_id = ${id} and subject_type <> 'LAYER'
      order by subject_id, seq desc
    ) last
    where kind <> 'REMOVED' order by first_seq`);
  return [...rows].map((row) => ({ ...row, kind: 'ADDED' as const }));
}
