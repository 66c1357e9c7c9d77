import { and, eq, isNull, or, sql } from 'drizzle-orm';
import { newId } from '../../db/columns.ts';
import type { Tx } from '../../db/transaction.ts';
import { write } from '../../feed/write.ts';
import { ConflictError, domainError, FaultList, throwIfFaulty } from '../../protocol/errors.ts';
import { INVITATIONS_MAX } from '../../protocol/limits.ts';
import type { Db } from '../../tables.ts';
import { account } from '../account/account.table.ts';
import { hashOf, newSecret } from '../account/secret.ts';
import { requireWrite } from '../../feed/authorize.ts';
import { requirePerson } from '../account/signed-in.ts';
import { includes, type Role } from '../../protocol/role.ts';
import type { Viewer } from '../account/viewer.ts';
import { actor, recordAudit } from '../audit/audit.command.ts';
import { keyOf } from '../project/ref.query.ts';
import { isOpen, isSecret } from './invitation.query.ts';
import { checkInvitationInput, type InviteMemberInput } from './invitation.rule.ts';
import { invitation, membership } from './membership.table.ts';
import { findOwned, lockMembers, mayRead, requireManager } from './owner.query.ts';

type Key = { projectId: number; id: string };

/** Owners invite, to any role: none is above theirs. @returns the secret for the link too, which is not kept */
export async function inviteMember(
  db: Db,
  viewer: Viewer,
  input: InviteMemberInput<Role>,
): Promise<Key & { secret: string }> {
  const projectId = await findOwned(db, viewer, input.project);
  const faults = new FaultList();
  const { days, ...row } = checkInvitationInput(faults, input);
  throwIfFaulty(faults);
  const [id, secret] = [newId(), newSecret()];
  await write(db, viewer, { projectId, operation: 'inviteMember', needs: 'OWNER', input }, async ({ tx }) => {
    await lockMembers(tx, viewer, projectId, 'project');
    if ((await tx.$count(invitation, and(eq(invitation.projectId, projectId), isOpen))) >= INVITATIONS_MAX)
      throw domainError(
        'LIMIT',
        [],
        `A project has at most ${INVITATIONS_MAX} invitations that can be accepted; revoke some first.`,
      );
    await tx.insert(invitation).values({
      ...{ projectId, id, ...row, tokenHash: hashOf(secret), createdBy: viewer.accountId },
      expiresAt: sql`now() + make_interval(days => ${days})`,
    });
    const entry = { ...actor(viewer), projectId, action: 'INVITED' as const, subject: row.email };
    await recordAudit(tx, { ...entry, detail: { role: row.role, days } });
    return [id];
  });
  return { projectId, id, secret };
}

/** Ends an invitation that nobody has accepted. One that is revoked already stays so. */
export async function revokeInvitation(db: Db, viewer: Viewer, input: { id: string }): Promise<Key> {
  requireWrite(viewer);
  const key = keyOf('Invitation', input.id);
  const { projectId } = key;
  const absent = domainError('NOT_FOUND', 'id', 'There is no such invitation; `invitations` lists them.');
  if (!(await mayRead(db, viewer, projectId))) throw absent;
  requireManager(viewer, projectId, 'id');
  await write(
    db,
    viewer,
    { projectId, operation: 'revokeInvitation', needs: 'OWNER', input },
    async ({ tx }) => {
      await lockMembers(tx, viewer, projectId, 'id');
      const isIt = and(eq(invitation.projectId, projectId), eq(invitation.id, key.id));
      const [now] = await tx.select().from(invitation).where(isIt).for('no key update');
      if (!now) throw absent;
      if (now.acceptedAt !== null)
        throw new ConflictError({
          path: ['id'],
          code: 'CONFLICT',
          message: 'It has been accepted; remove the member instead.',
        });
      if (now.revokedAt !== null) return [key.id];
      await tx
        .update(invitation)
        .set({ revokedAt: sql`now()` })
        .where(isIt);
      const entry = {
        ...actor(viewer),
        projectId,
        action: 'INVITATION_REVOKED' as const,
        subject: now.email,
      };
      await recordAudit(tx, { ...entry, detail: { role: now.role } });
      return [key.id];
    },
  );
  return key;
}

/**
 * Makes the viewer a member, by the secret of a link. Of several who accept at once, one does. Whoever is a member already
 * keeps the higher role.
 *
 * @throws DomainError NOT_FOUND, the same whatever the reason
 */
export async function acceptInvitation(db: Db, viewer: Viewer, input: { token: string }): Promise<Key> {
  requirePerson(viewer, 'accept an invitation');
  const [projectId] = await write(
    db,
    viewer,
    { projectId: null, operation: 'acceptInvitation', needs: 'ACCOUNT', input: null },
    async ({ tx }) => {
      const accepted = isSecret(input.token) ? await claim(tx, viewer, input.token) : undefined;
      if (!accepted)
        throw domainError(
          'NOT_FOUND',
          'token',
          'There is no such invitation for you: it may be used, expired or revoked, or for another address. Ask for a new one.',
        );
      await refuseWithoutUse(tx, viewer.accountId, accepted);
      const role = await join(tx, viewer.accountId, accepted);
      if (role) viewer.roles.set(accepted.projectId, role);
      const entry = { ...actor(viewer), projectId: accepted.projectId, subject: accepted.email };
      await recordAudit(tx, { ...entry, action: 'INVITATION_ACCEPTED', detail: { role } });
      return [String(accepted.projectId)];
    },
  );
  return { projectId: Number(projectId), id: '' };
}

type InvitationRow = typeof invitation.$inferSelect;

/** Whoever has that role or a higher one has no use for it, and somebody else may. @throws ConflictError */
async function refuseWithoutUse(
  tx: Tx,
  accountId: string,
  { projectId, role }: InvitationRow,
): Promise<void> {
  const [now] = await tx
    .select({ role: membership.role })
    .from(membership)
    .where(
      and(
        eq(membership.projectId, projectId),
        eq(membership.accountId, accountId),
        isNull(membership.endedAt),
      ),
    );
  if (!includes(now?.role, role)) return;
  throw new ConflictError({
    path: ['token'],
    code: 'CONFLICT',
    message: `You are ${now?.role} of the project already; the invitation stays for somebody else.`,
  });
}

/** Marks the invitation as accepted; whoever comes second waits here, and then finds it so. */
async function claim(tx: Tx, { accountId }: Viewer, secret: string): Promise<InvitationRow | undefined> {
  const own = tx.select({ email: account.email }).from(account).where(eq(account.id, accountId));
  const [accepted] = await tx
    .update(invitation)
    .set({ acceptedAt: sql`now()`, acceptedBy: accountId })
    .where(
      and(
        eq(invitation.tokenHash, hashOf(secret)),
        isOpen,
        or(isNull(invitation.email), eq(invitation.email, sql`${own}`)),
      ),
    )
    .returning();
  return accepted;
}

/** @returns the role that the account has then. Whoever had left begins anew. */
async function join(
  tx: Tx,
  accountId: string,
  { projectId, role, createdBy }: InvitationRow,
): Promise<Role | undefined> {
  const holding = sql`${membership.endedAt} is null`;
  const [now] = await tx
    .insert(membership)
    .values({ projectId, accountId, role, createdBy })
    .onConflictDoUpdate({
      target: [membership.projectId, membership.accountId],
      set: {
        role: sql`case when ${holding} then greatest(${membership.role}, excluded.role) else excluded.role end`,
        createdAt: sql`case when ${holding} then ${membership.createdAt} else now() end`,
        createdBy: sql`case when ${holding} then ${membership.createdBy} else excluded.created_by end`,
        endedAt: null,
      },
    })
    .returning({ role: membership.role });
  return now?.role;
}
