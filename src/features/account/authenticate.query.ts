import { and, eq, gt, isNull, or, type SQL, sql } from 'drizzle-orm';
import type { Db } from '../../tables.ts';
import { accessToken, accessTokenProject } from '../access-token/access-token.table.ts';
import { membership } from '../membership/membership.table.ts';
import { hashOf } from './secret.ts';
import type { Role } from '../../protocol/role.ts';
import type { Viewer } from './viewer.ts';

/** Letters by which whoever finds one knows what it is; then 32 bytes in base64url. */
const TOKEN = /^dem_[A-Za-z0-9_-]{43}$/;

/**
 * On whose behalf a program acts that shows a token, read in one statement.
 *
 * @param db the owner's handle: nobody is known yet by whose rights it could be read
 * @returns null where no token that holds has this text
 */
export async function viewerOfToken(db: Db, text: string): Promise<Viewer | null> {
  if (!TOKEN.test(text)) return null;
  const rows = await db
    .select({
      tokenId: accessToken.id,
      accountId: accessToken.accountId,
      mayWrite: accessToken.mayWrite,
      allProjects: accessToken.allProjects,
      usedLongAgo: sql<boolean>`${isUsedLongAgo}`,
      projectId: membership.projectId,
      role: membership.role,
    })
    .from(accessToken)
    .leftJoin(
      membership,
      and(
        eq(membership.accountId, accessToken.accountId),
        isNull(membership.endedAt),
        or(accessToken.allProjects, sql`exists ${narrowedTo}`),
      ),
    )
    .where(and(eq(accessToken.tokenHash, hashOf(text)), holds));
  const [first] = rows;
  if (!first) return null;
  const { tokenId, accountId, mayWrite, allProjects } = first;
  if (first.usedLongAgo) noteUse(db, tokenId);
  return { accountId, via: 'TOKEN', sessionId: null, tokenId, roles: rolesOf(rows), mayWrite, allProjects };
}

/** The same for an account that is known already, by its session or as the local owner. */
export async function viewerOfAccount(
  db: Db,
  accountId: string,
  via: Exclude<Viewer['via'], 'TOKEN' | 'NOBODY'>,
  sessionId: string | null = null,
): Promise<Viewer> {
  const rows = await db
    .select({ projectId: membership.projectId, role: membership.role })
    .from(membership)
    .where(and(eq(membership.accountId, accountId), isNull(membership.endedAt)));
  return {
    accountId,
    via,
    sessionId,
    tokenId: null,
    roles: rolesOf(rows),
    mayWrite: true,
    allProjects: true,
  };
}

/** A token that can be used: neither revoked nor expired. */
export const holds = and(
  isNull(accessToken.revokedAt),
  or(isNull(accessToken.expiresAt), gt(accessToken.expiresAt, sql`now()`)),
) as SQL;

const narrowedTo = sql`(select from ${accessTokenProject}
  where ${accessTokenProject.tokenId} = ${accessToken.id} and ${accessTokenProject.projectId} = ${membership.projectId})`;

/** Its last use is told to the minute, so that reading does not become writing. */
const isUsedLongAgo = sql`coalesce(${accessToken.lastUsedAt} < now() - interval '1 minute', true)`;

const underWay = new Set<string>();

/** Nobody waits for it, and its failing fails nothing. */
function noteUse(db: Db, tokenId: string): void {
  if (underWay.has(tokenId)) return;
  underWay.add(tokenId);
  void db
    .update(accessToken)
    .set({ lastUsedAt: sql`now()` })
    .where(and(eq(accessToken.id, tokenId), isUsedLongAgo))
    .catch(() => {})
    .finally(() => underWay.delete(tokenId));
}

function rolesOf(rows: readonly { projectId: number | null; role: Role | null }[]): Map<number, Role> {
  return new Map(rows.flatMap(({ projectId, role }) => (projectId && role ? [[projectId, role]] : [])));
}
