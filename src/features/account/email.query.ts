import { and, eq, isNull, or, sql } from 'drizzle-orm';
import type { Db } from '../../tables.ts';
import { isAnyOf } from '../any-of.query.ts';
import { membership } from '../membership/membership.table.ts';
import { account } from './account.table.ts';
import type { Viewer } from './viewer.ts';

/** The addresses of accounts, in the order asked; null of those whose address the viewer may not see. */
export async function readEmails(
  db: Db,
  { accountId, via, roles }: Viewer,
  ids: readonly string[],
): Promise<(string | null)[]> {
  const owned = [...roles].flatMap(([projectId, role]) => (role === 'OWNER' ? [projectId] : []));
  const isMember = db
    .select({ accountId: membership.accountId })
    .from(membership)
    .where(
      and(
        sql`${membership.projectId} = any(${`{${owned.join(',')}}`}::bigint[])`,
        isNull(membership.endedAt),
        eq(membership.accountId, account.id),
      ),
    );
  const isShown = or(eq(account.id, accountId), sql`exists ${isMember}`, sql`${via === 'PROGRAM'}`);
  const rows = await db
    .select({ id: account.id, email: account.email })
    .from(account)
    .where(and(isAnyOf(account.id, 'uuid', ids), isShown));
  return ids.map((id) => rows.find((row) => row.id === id)?.email ?? null);
}
