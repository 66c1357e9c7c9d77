import { sql } from 'drizzle-orm';
import type { Tx } from '../db/transaction.ts';
import type { changeKind, subjectType } from './change.table.ts';

/** A change to be told: what became of which subject, and its state after it (of a removed one, its last). */
export type NewChange = {
  kind: (typeof changeKind.enumValues)[number];
  subjectType: (typeof subjectType.enumValues)[number];
  subjectId: string;
  version: number;
  state: Record<string, unknown>;
  documentId?: string | null;
  layerId?: string | null;
  /** Who alone is told of it beside editors, where the layer itself can no longer say; else the layer does. */
  onlyFor?: string | null;
};

/**
 * Appends changes to a project's feed, in the order given. Must be the last statement of its transaction: it locks the
 * project's head row until commit, which makes the order of `seq` the order of commits, without gaps.
 */
export async function appendChanges(
  tx: Tx,
  projectId: number,
  by: string,
  changes: readonly NewChange[],
): Promise<void> {
  if (changes.length === 0) return;
  await tx.execute(sql`
    with head as (
      update project_head set seq = seq + ${changes.length} where project_id = ${projectId} returning seq
    )
    insert into change (project_id, seq, transaction_seq, document_id, layer_id, kind, subject_type, subject_id, version,
      state, by, at, only_for)
    select ${projectId}, head.seq - ${changes.length} + c.ordinal, head.seq, (c.value ->> 'documentId')::uuid,
      (c.value ->> 'layerId')::uuid, (c.value ->> 'kind')::change_kind, (c.value ->> 'subjectType')::subject_type,
      c.value ->> 'subjectId', (c.value ->> 'version')::int, c.value -> 'state', ${by}::uuid, clock_timestamp(),
      coalesce((c.value ->> 'onlyFor')::uuid, (
        select veil.owner_id from layer as veil
        where veil.project_id = ${projectId} and veil.id = (c.value ->> 'layerId')::uuid and veil.hidden))
    from head, jsonb_array_elements(${JSON.stringify(changes)}::text::jsonb) with ordinality as c(value, ordinal)`);
}
