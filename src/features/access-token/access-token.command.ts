import { and, eq, sql } from 'drizzle-orm';
import { newId } from '../../db/columns.ts';
import type { Tx } from '../../db/transaction.ts';
import { write } from '../../feed/write.ts';
import { domainError, FaultList, throwIfFaulty } from '../../protocol/errors.ts';
import { decodeGlobalId } from '../../protocol/global-id.ts';
import { TOKENS_MAX } from '../../protocol/limits.ts';
import type { Db } from '../../tables.ts';
import { account } from '../account/account.table.ts';
import { holds } from '../account/authenticate.query.ts';
import { hashOf, newSecret } from '../account/secret.ts';
import { requirePerson } from '../account/signed-in.ts';
import type { Viewer } from '../account/viewer.ts';
import { actor, recordAudit } from '../audit/audit.command.ts';
import { findProjects } from './access-token.query.ts';
import { checkToken, type CreateTokenInput } from './access-token.rule.ts';
import { accessToken, accessTokenProject } from './access-token.table.ts';

const MANAGE = 'create or revoke access tokens';

/** @returns the new token's id, and its text, which is not kept */
export async function createToken(
  db: Db,
  viewer: Viewer,
  input: CreateTokenInput,
): Promise<{ id: string; text: string }> {
  requirePerson(viewer, MANAGE);
  const faults = new FaultList();
  const { days, ...row } = checkToken(faults, input);
  throwIfFaulty(faults);
  const text = `dem_${newSecret()}`;
  const { accountId } = viewer;
  const [id] = await write(
    db,
    viewer,
    { projectId: null, operation: 'createToken', needs: 'ACCOUNT', input },
    async ({ tx }) => {
      const projects = input.projects ? await findProjects(tx, accountId, input.projects, faults) : [];
      throwIfFaulty(faults);
      await refuseTooMany(tx, accountId);
      const id = newId();
      const expiresAt = days === null ? null : sql`now() + make_interval(days => ${days})`;
      await tx.insert(accessToken).values({ id, accountId, ...row, tokenHash: hashOf(text), expiresAt });
      if (projects.length > 0)
        await tx.insert(accessTokenProject).values(projects.map((projectId) => ({ tokenId: id, projectId })));
      await audit(tx, viewer, 'TOKEN_CREATED', { id, ...row }, { write: row.mayWrite, days });
      return [id];
    },
  );
  return { id: id as string, text };
}

/** Ends a token at once, for requests that come after. One that is revoked already stays so. */
export async function revokeToken(db: Db, viewer: Viewer, input: { id: string }): Promise<{ id: string }> {
  requirePerson(viewer, MANAGE);
  const decoded = decodeGlobalId(input.id);
  // What was given is not repeated: it may be the token itself.
  if (decoded?.type !== 'AccessToken')
    throw domainError(
      'INVALID',
      'id',
      'It is not the id of an AccessToken; give one as the service returned it.',
    );
  const { id } = decoded;
  await write(
    db,
    viewer,
    { projectId: null, operation: 'revokeToken', needs: 'ACCOUNT', input },
    async ({ tx }) => {
      const isIts = and(eq(accessToken.id, id), eq(accessToken.accountId, viewer.accountId));
      const [now] = await tx.select().from(accessToken).where(isIts).for('no key update');
      if (!now)
        throw domainError('NOT_FOUND', 'id', 'You have no such access token; `me` lists those you have.');
      if (now.revokedAt !== null) return [id];
      await tx
        .update(accessToken)
        .set({ revokedAt: sql`now()` })
        .where(eq(accessToken.id, id));
      await audit(tx, viewer, 'TOKEN_REVOKED', now);
      return [id];
    },
  );
  return { id };
}

/** Of several who create the last one that is free, one does. */
async function refuseTooMany(tx: Tx, accountId: string): Promise<void> {
  await tx.select({ id: account.id }).from(account).where(eq(account.id, accountId)).for('no key update');
  if ((await tx.$count(accessToken, and(eq(accessToken.accountId, accountId), holds))) >= TOKENS_MAX)
    throw domainError(
      'LIMIT',
      [],
      `An account has at most ${TOKENS_MAX} access tokens that hold; revoke one first.`,
    );
}

/** A token for all projects is told in the trail of each; one narrowed to some in theirs alone, and none of the others. */
async function audit(
  tx: Tx,
  viewer: Viewer,
  action: 'TOKEN_CREATED' | 'TOKEN_REVOKED',
  token: Pick<typeof accessToken.$inferSelect, 'id' | 'name' | 'allProjects'>,
  detail: Record<string, unknown> = {},
): Promise<void> {
  const projects = token.allProjects
    ? [{ projectId: null }]
    : await tx
        .select({ projectId: accessTokenProject.projectId })
        .from(accessTokenProject)
        .where(eq(accessTokenProject.tokenId, token.id));
  await recordAudit(
    tx,
    ...projects.map(({ projectId }) => ({
      ...actor(viewer),
      projectId,
      action,
      subject: token.name,
      detail,
    })),
  );
}
