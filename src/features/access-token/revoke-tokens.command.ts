import { and, eq, isNull, sql } from 'drizzle-orm';
import type { Db } from '../../tables.ts';
import { accessToken } from './access-token.table.ts';

/** Ends all access tokens of an account. @param db the owner's handle */
export async function revokeTokensOf(db: Db, accountId: string): Promise<void> {
  await db
    .update(accessToken)
    .set({ revokedAt: sql`now()` })
    .where(and(eq(accessToken.accountId, accountId), isNull(accessToken.revokedAt)));
}
