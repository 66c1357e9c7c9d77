import type { Tx } from '../../db/transaction.ts';
import type { Db } from '../../tables.ts';
import type { Viewer } from '../account/viewer.ts';
import { auditEntry } from './audit.table.ts';

type Row = typeof auditEntry.$inferInsert;

/** What is told of an act. `subject` and `detail` are read by the owners of projects: never a secret, nothing of other projects. */
export type NewAuditEntry = Pick<Row, 'accountId' | 'action'> &
  Partial<Pick<Row, 'projectId' | 'subject' | 'detail' | 'address'>>;

/** Adds to the audit trail; inside the transaction that does what it tells of, where there is one. */
export async function recordAudit(db: Db | Tx, ...entries: readonly NewAuditEntry[]): Promise<void> {
  if (entries.length > 0) await db.insert(auditEntry).values([...entries]);
}

/** Who does it and from where, as an entry tells it. */
export function actor({ accountId, address }: Viewer): Pick<NewAuditEntry, 'accountId' | 'address'> {
  return { accountId, address: address ?? null };
}
