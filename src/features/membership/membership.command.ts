import { and, eq, isNull, type SQL, sql } from 'drizzle-orm';
import type { Tx } from '../../db/transaction.ts';
import { type ConstraintFaults, write } from '../../feed/write.ts';
import { ConflictError, domainError } from '../../protocol/errors.ts';
import { parseRef } from '../../protocol/global-id.ts';
import type { Db } from '../../tables.ts';
import { account } from '../account/account.table.ts';
import { includes, type Role } from '../../protocol/role.ts';
import { requirePerson } from '../account/signed-in.ts';
import type { Viewer } from '../account/viewer.ts';
import { actor, recordAudit } from '../audit/audit.command.ts';
import { isOpen } from './invitation.query.ts';
import { invitation, membership } from './membership.table.ts';
import { findOwned, findWritable, lockMembers, requireManager } from './owner.query.ts';

/** Who, in which project; both as inputs name them. */
export type MemberInput = { project: string; account: string };

type Key = { projectId: number; accountId: string };

const lastOwner = {
  path: ['account'],
  code: 'CONFLICT' as const,
  message: 'A project keeps an OWNER; make another member OWNER first.',
};

/** The database looks again at commit. */
const constraints: ConstraintFaults = { project_has_owner: lastOwner };

/** Gives a member another role. Owners do that, to each other and themselves too. */
export async function changeRole(db: Db, viewer: Viewer, input: MemberInput & { role: Role }): Promise<Key> {
  const projectId = await findOwned(db, viewer, input.project);
  const key = { projectId, accountId: accountOf(input.account) };
  await write(
    db,
    viewer,
    { projectId, operation: 'changeRole', needs: 'OWNER', input, constraints },
    async ({ tx }) => {
      await lockMembers(tx, viewer, projectId, 'project');
      const now = await member(tx, key);
      if (now.role === input.role) return [key.accountId];
      if (now.role === 'OWNER') await ceaseToOwn(tx, key);
      // Else an older one would give back what is taken now.
      if (!includes(input.role, now.role)) await revokeOpen(tx, projectId, eq(invitation.email, now.email));
      const detail = { from: now.role, to: input.role };
      await recordAudit(tx, {
        ...actor(viewer),
        projectId,
        action: 'ROLE_CHANGED',
        subject: now.email,
        detail,
      });
      // Last, since whoever takes ownership from himself may do nothing more.
      await tx.update(membership).set({ role: input.role }).where(isMember(key));
      return [key.accountId];
    },
  );
  return key;
}

/** Whether it is the viewer's own membership that an input names. @throws DomainError INVALID where it names no account */
export function isOwn({ accountId }: Viewer, input: MemberInput): boolean {
  return accountOf(input.account) === accountId;
}

/** Ends a membership: an owner anybody's, everybody his own. What the member wrote stays, and stays his. */
export async function removeMember(db: Db, viewer: Viewer, input: MemberInput): Promise<Key> {
  const projectId = await findWritable(db, viewer, input.project);
  const key = { projectId, accountId: accountOf(input.account) };
  const leaving = isOwn(viewer, input);
  if (leaving) requirePerson(viewer, 'leave a project');
  else requireManager(viewer, projectId, 'project');
  const needs = leaving ? 'VIEWER' : 'OWNER';
  await write(
    db,
    viewer,
    { projectId, operation: 'removeMember', needs, input, constraints },
    async ({ tx }) => {
      await lockMembers(tx, viewer, projectId, 'project', leaving);
      const now = await member(tx, key);
      if (now.role === 'OWNER') await ceaseToOwn(tx, key);
      await revokeOpen(tx, projectId, eq(invitation.email, now.email));
      await tx
        .update(membership)
        .set({ endedAt: sql`now()` })
        .where(isMember(key));
      const detail = { role: now.role };
      await recordAudit(tx, {
        ...actor(viewer),
        projectId,
        action: 'MEMBER_REMOVED',
        subject: now.email,
        detail,
      });
      return [key.accountId];
    },
  );
  return key;
}

/**
 * Sees to it that another owner remains, and that nobody comes in any more, himself included, by invitations that one who
 * is none has left behind.
 */
async function ceaseToOwn(tx: Tx, { projectId, accountId }: Key): Promise<void> {
  const isOwner = and(
    eq(membership.projectId, projectId),
    eq(membership.role, 'OWNER'),
    isNull(membership.endedAt),
  );
  if ((await tx.$count(membership, isOwner)) < 2) throw new ConflictError(lastOwner);
  await revokeOpen(tx, projectId, eq(invitation.createdBy, accountId));
}

async function revokeOpen(tx: Tx, projectId: number, condition: SQL): Promise<void> {
  await tx
    .update(invitation)
    .set({ revokedAt: sql`now()` })
    .where(and(eq(invitation.projectId, projectId), isOpen, condition));
}

/** @throws DomainError NOT_FOUND where the account is no member */
async function member(tx: Tx, key: Key) {
  const [now] = await tx
    .select({ role: membership.role, email: account.email })
    .from(membership)
    .innerJoin(account, eq(account.id, membership.accountId))
    .where(isMember(key));
  if (now) return now;
  throw domainError(
    'NOT_FOUND',
    'account',
    'The account is no member of the project; `members` lists who is.',
  );
}

const isMember = ({ projectId, accountId }: Key) =>
  and(eq(membership.projectId, projectId), eq(membership.accountId, accountId), isNull(membership.endedAt));

/** @throws DomainError INVALID */
function accountOf(text: string): string {
  const ref = parseRef(text, 'Account');
  if ('id' in ref) return ref.id.id;
  throw domainError('INVALID', 'account', 'fault' in ref ? ref.fault : 'Give the global id of an account.');
}
