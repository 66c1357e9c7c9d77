import { and, eq, isNull, sql } from 'drizzle-orm';
import type { Tx } from '../../db/transaction.ts';
import { domainError, type DomainError, type PathStep } from '../../protocol/errors.ts';
import { parseRef } from '../../protocol/global-id.ts';
import type { Db } from '../../tables.ts';
import { projectNamed } from '../../visibility.ts';
import { requireWrite } from '../../feed/authorize.ts';
import { includes, type Role } from '../../protocol/role.ts';
import { requirePerson } from '../account/signed-in.ts';
import type { Viewer } from '../account/viewer.ts';
import { project } from '../project/project.table.ts';
import { noProject } from '../project/ref.query.ts';
import { membership } from './membership.table.ts';

/** What the viewer is in a project; null where he is no member. The service's own programs may do everything. */
export function roleIn({ via, roles }: Viewer, projectId: number): Role | null {
  return via === 'PROGRAM' ? 'OWNER' : (roles.get(projectId) ?? null);
}

/** Whether the viewer may read a project: as a member, or since everybody may. */
export async function mayRead(db: Db | Tx, viewer: Viewer, projectId: number): Promise<boolean> {
  if (roleIn(viewer, projectId) !== null) return true;
  const [open] = await db
    .select({ id: project.id })
    .from(project)
    .where(and(eq(project.id, projectId), project.readableByAnyone));
  return open !== undefined;
}

/**
 * The project in which an input writes, by slug or global id.
 *
 * @throws DomainError UNAUTHENTICATED, FORBIDDEN where a token only reads, NOT_FOUND as where there is none
 */
export async function findWritable(db: Db, viewer: Viewer, text: string): Promise<number> {
  requireWrite(viewer);
  const ref = parseRef(text, 'Project');
  if ('fault' in ref) throw domainError('INVALID', 'project', ref.fault);
  const [named] =
    'slug' in ref
      ? await db.select({ id: projectNamed(ref.slug, viewer) }).from(sql`(values (1)) as one`)
      : [{ id: ref.id.projectId }];
  const projectId = named?.id == null ? null : Number(named.id);
  if (projectId !== null && (await mayRead(db, viewer, projectId))) return projectId;
  throw noProject(text, 'project');
}

/** As `findWritable`, for what owners alone may do. */
export async function findOwned(db: Db, viewer: Viewer, text: string): Promise<number> {
  const projectId = await findWritable(db, viewer, text);
  requireManager(viewer, projectId, 'project');
  return projectId;
}

/**
 * Who belongs to a project an owner decides himself: what a token did would outlive it.
 *
 * @throws DomainError FORBIDDEN
 */
export function requireManager(viewer: Viewer, projectId: number, path: PathStep): void {
  requireOwner(roleIn(viewer, projectId), path);
  requirePerson(viewer, 'decide who belongs to a project');
}

/** @throws DomainError FORBIDDEN */
export function requireOwner(role: Role | null, path: PathStep | readonly PathStep[]): void {
  if (!includes(role, 'OWNER')) throw ownersOnly(path);
}

function ownersOnly(path: PathStep | readonly PathStep[]): DomainError {
  return domainError('FORBIDDEN', path, 'Only an OWNER of the project may do that; ask one of them.');
}

/**
 * Until the transaction ends, nobody else changes who belongs to the project. Whether the viewer is still its owner is looked
 * up under that lock: of two owners who remove each other at once, the second no longer is one.
 *
 * @param leaving true where a member may do it for himself
 */
export async function lockMembers(
  tx: Tx,
  viewer: Viewer,
  projectId: number,
  path: PathStep,
  leaving = false,
): Promise<void> {
  const [locked] = await tx
    .select({ id: project.id })
    .from(project)
    .where(eq(project.id, projectId))
    .for('no key update');
  if (!locked) throw domainError('NOT_FOUND', path, 'The project has just been removed.');
  if (viewer.via === 'PROGRAM' || leaving) return;
  const [now] = await tx
    .select({ role: membership.role })
    .from(membership)
    .where(
      and(
        eq(membership.projectId, projectId),
        eq(membership.accountId, viewer.accountId),
        isNull(membership.endedAt),
      ),
    );
  requireOwner(now?.role ?? null, path);
}
