import { and, desc, eq, gt, isNotNull, isNull, lt, or, type SQL, sql } from 'drizzle-orm';
import type { Tx } from '../../db/transaction.ts';
import type { FaultList } from '../../protocol/errors.ts';
import { parseRef } from '../../protocol/global-id.ts';
import type { PageRequest } from '../../protocol/page.ts';
import type { Db } from '../../tables.ts';
import { account } from '../account/account.table.ts';
import { holds } from '../account/authenticate.query.ts';
import { isAnyOf } from '../any-of.query.ts';
import { membership } from '../membership/membership.table.ts';
import { project } from '../project/project.table.ts';
import { noProject } from '../project/ref.query.ts';
import { accessToken, accessTokenProject } from './access-token.table.ts';

/** A token as its account sees it. */
export type Token = Omit<typeof accessToken.$inferSelect, 'tokenHash'> & {
  /** Those of its projects that the account may read, where it is narrowed to some. */
  projectIds: number[];
};

/** Whose tokens are listed: all of an account's; or one alone, where that is what asks. */
export type TokensOf = { accountId: string; tokenId: string | null };

/** One token more than the page has, the newest first (the oldest first if it is counted from the end). */
export async function readTokens(db: Db, of: TokensOf, page: PageRequest<string>): Promise<Token[]> {
  const within = and(
    page.after === null ? undefined : lt(accessToken.id, page.after),
    page.before === null ? undefined : gt(accessToken.id, page.before),
  );
  return tokens(db, and(isOf(of), within))
    .orderBy(page.backward ? accessToken.id : desc(accessToken.id))
    .limit(page.size + 1);
}

export function countTokens(db: Db, of: TokensOf): Promise<number> {
  return db.$count(accessToken, isOf(of));
}

export async function readToken(db: Db, id: string): Promise<Token | undefined> {
  const [token] = await tokens(db, eq(accessToken.id, id));
  return token;
}

const isOf = ({ accountId, tokenId }: TokensOf) =>
  and(eq(accessToken.accountId, accountId), tokenId === null ? undefined : eq(accessToken.id, tokenId));

function tokens(db: Db, condition: SQL | undefined) {
  return db
    .select({
      id: accessToken.id,
      accountId: accessToken.accountId,
      name: accessToken.name,
      mayWrite: accessToken.mayWrite,
      allProjects: accessToken.allProjects,
      expiresAt: accessToken.expiresAt,
      createdAt: accessToken.createdAt,
      lastUsedAt: accessToken.lastUsedAt,
      revokedAt: accessToken.revokedAt,
      projectIds: sql<string[]>`array(
        select n.project_id from ${accessTokenProject} n join ${project} p on p.id = n.project_id
        where n.token_id = access_token.id and (p.readable_by_anyone or exists (select from ${membership} m
          where m.project_id = p.id and m.account_id = access_token.account_id and m.ended_at is null))
        order by p.slug, p.id)`.mapWith((ids: string[]) => ids.map(Number)) as SQL<number[]>,
    })
    .from(accessToken)
    .where(condition)
    .$dynamic();
}

/** All that there are, the newest first, with whose they are: for whoever runs the service. */
export function allTokens(db: Db) {
  return db
    .select({
      id: accessToken.id,
      name: accessToken.name,
      accountId: accessToken.accountId,
      email: account.email,
      mayWrite: accessToken.mayWrite,
      allProjects: accessToken.allProjects,
      slugs: sql<
        string[]
      >`array(select p.slug from ${accessTokenProject} n join ${project} p on p.id = n.project_id
        where n.token_id = ${accessToken.id} order by p.slug)`,
      createdAt: accessToken.createdAt,
      lastUsedAt: accessToken.lastUsedAt,
      expiresAt: accessToken.expiresAt,
      state: sql<'holds' | 'revoked' | 'expired'>`case when ${holds} then 'holds'
        when ${accessToken.revokedAt} is not null then 'revoked' else 'expired' end`,
    })
    .from(accessToken)
    .innerJoin(account, eq(account.id, accessToken.accountId))
    .orderBy(desc(accessToken.id));
}

/**
 * The projects that an account names, each among those it may read: by slug first of its own, then of those it belongs to,
 * then of open ones.
 */
export async function findProjects(
  tx: Tx,
  accountId: string,
  texts: readonly string[],
  faults: FaultList,
): Promise<number[]> {
  const refs = texts.map((text) => parseRef(text, 'Project'));
  const slugs = refs.flatMap((ref) => ('slug' in ref ? [ref.slug] : []));
  const ids = refs.flatMap((ref) => ('id' in ref ? [ref.id.projectId] : []));
  const isMember = isNotNull(membership.accountId);
  const rows = await tx
    .select({ id: project.id, slug: project.slug })
    .from(project)
    .leftJoin(
      membership,
      and(
        eq(membership.projectId, project.id),
        eq(membership.accountId, accountId),
        isNull(membership.endedAt),
      ),
    )
    .where(
      and(
        or(isAnyOf(project.slug, 'text', slugs), sql`${project.id} = any(${`{${ids.join(',')}}`}::bigint[])`),
        or(isMember, project.readableByAnyone),
      ),
    )
    .orderBy(desc(eq(project.createdBy, accountId)), desc(isMember), project.createdAt, project.id);
  const found = refs.map((ref, at) => {
    if ('fault' in ref) faults.add(['projects', at], ref.fault);
    const row = rows.find(({ id, slug }) =>
      'slug' in ref ? slug === ref.slug : 'id' in ref && id === ref.id.projectId,
    );
    if (!row && !('fault' in ref)) faults.addAll(noProject(texts[at] ?? '', ['projects', at]).faults);
    return row?.id;
  });
  return [...new Set(found.filter((id) => id !== undefined))];
}
