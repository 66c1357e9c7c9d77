import { randomBytes } from 'node:crypto';
import { isNull } from 'drizzle-orm';
import { installation } from '../../features/account/session.table.ts';
import type { Db } from '../../tables.ts';

/** @returns what signs cookies: the one set, else the one that all instances over the database share, made at the first start */
export async function authSecret(db: Db, given: string | undefined): Promise<string> {
  await db
    .insert(installation)
    .values({ authSecret: randomBytes(32).toString('base64url') })
    .onConflictDoNothing();
  if (given !== undefined) return given;
  const [row] = await db.select({ authSecret: installation.authSecret }).from(installation);
  if (!row) throw new Error('The table installation has no row');
  return row.authSecret;
}

/** @returns true to a single caller over the life of the database, to whom it falls to tell the first sign-in link */
export async function isFirstStart(db: Db): Promise<boolean> {
  const told = await db
    .update(installation)
    .set({ linkToldAt: new Date() })
    .where(isNull(installation.linkToldAt))
    .returning({ one: installation.one });
  return told.length > 0;
}
