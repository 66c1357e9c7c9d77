import { and, desc, eq, gt, isNull, lt, not, type SQL, sql } from 'drizzle-orm';
import type { PageRequest } from '../../protocol/page.ts';
import type { Db } from '../../tables.ts';
import { account } from '../account/account.table.ts';
import { hashOf } from '../account/secret.ts';
import type { Role } from '../../protocol/role.ts';
import { project } from '../project/project.table.ts';
import { invitation } from './membership.table.ts';

export type Invitation = Omit<typeof invitation.$inferSelect, 'tokenHash'>;

/** What somebody may know who has the link. */
export type Offer = {
  projectId: number;
  projectName: string;
  role: Role;
  inviter: string;
  /** The only address that may accept it; null: whoever has the link. */
  email: string | null;
  expiresAt: Date;
};

const columns = {
  projectId: invitation.projectId,
  id: invitation.id,
  role: invitation.role,
  email: invitation.email,
  createdAt: invitation.createdAt,
  createdBy: invitation.createdBy,
  expiresAt: invitation.expiresAt,
  acceptedAt: invitation.acceptedAt,
  acceptedBy: invitation.acceptedBy,
  revokedAt: invitation.revokedAt,
};

/** An invitation that can be accepted. */
export const isOpen = and(
  isNull(invitation.acceptedAt),
  isNull(invitation.revokedAt),
  gt(invitation.expiresAt, sql`now()`),
) as SQL;

/** Whether a text can be what is in a link. */
export function isSecret(text: string): boolean {
  return /^[A-Za-z0-9_-]{43}$/.test(text);
}

/**
 * What the secret of a link offers, before anybody signs in or up; null where it can no longer be accepted, for whatever
 * reason.
 *
 * @param db the owner's handle: the secret is all that gives a right to it
 */
export async function checkInvitation(db: Db, secret: string): Promise<Offer | null> {
  if (!isSecret(secret)) return null;
  const [offer] = await db
    .select({
      projectId: project.id,
      projectName: project.name,
      role: invitation.role,
      inviter: account.name,
      email: invitation.email,
      expiresAt: invitation.expiresAt,
    })
    .from(invitation)
    .innerJoin(project, eq(project.id, invitation.projectId))
    .innerJoin(account, eq(account.id, invitation.createdBy))
    .where(and(eq(invitation.tokenHash, hashOf(secret)), isOpen));
  return offer ?? null;
}

/** One invitation more than the page has, the newest first (the oldest first if it is counted from the end). */
export async function readInvitations(
  db: Db,
  projectId: number,
  open: boolean | null,
  page: PageRequest<string>,
): Promise<Invitation[]> {
  const within = and(
    page.after === null ? undefined : lt(invitation.id, page.after),
    page.before === null ? undefined : gt(invitation.id, page.before),
  );
  return db
    .select(columns)
    .from(invitation)
    .where(and(wanted(projectId, open), within))
    .orderBy(page.backward ? invitation.id : desc(invitation.id))
    .limit(page.size + 1);
}

export function countInvitations(db: Db, projectId: number, open: boolean | null): Promise<number> {
  return db.$count(invitation, wanted(projectId, open));
}

export async function readInvitation(
  db: Db,
  { projectId, id }: { projectId: number; id: string },
): Promise<Invitation | undefined> {
  const [found] = await db
    .select(columns)
    .from(invitation)
    .where(and(eq(invitation.projectId, projectId), eq(invitation.id, id)));
  return found;
}

function wanted(projectId: number, open: boolean | null): SQL | undefined {
  const state = open ? isOpen : not(isOpen);
  return and(eq(invitation.projectId, projectId), open === null ? undefined : state);
}
