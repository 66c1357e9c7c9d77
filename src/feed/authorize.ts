import { and, eq } from 'drizzle-orm';
import type { Viewer } from '../features/account/viewer.ts';
import { project } from '../features/project/project.table.ts';
import { domainError, type DomainError } from '../protocol/errors.ts';
import type { NodeType } from '../protocol/global-id.ts';
import { includes, type Role } from '../protocol/role.ts';
import type { Db } from '../tables.ts';
import { notThere } from './version.ts';

/** What a write, or a read of what not everybody sees, takes. */
export type Needed = {
  /** Null: what lies outside any project, which takes an account and no role. */
  projectId: number | null;
  /** ACCOUNT: no role, but somebody who has signed in. */
  needs: Role | 'ACCOUNT';
  subject?: NodeType | undefined;
  path?: string | undefined;
};

/**
 * Lets a viewer write who may.
 *
 * @throws DomainError UNAUTHENTICATED where nobody is signed in, NOT_FOUND where the viewer may not read the project, in the
 * words used where there is none, FORBIDDEN where he may read it but not do that
 */
export async function authorize(db: Db, viewer: Viewer, needed: Needed): Promise<void> {
  requireWrite(viewer);
  await authorizeRole(db, viewer, needed);
  if (needed.projectId === null && !viewer.allProjects) {
    throw domainError(
      'FORBIDDEN',
      [],
      'This access token is narrowed to some projects; use one for all projects, or sign in.',
    );
  }
}

/** @throws DomainError UNAUTHENTICATED where nobody is signed in, FORBIDDEN where a token only reads */
export function requireWrite(viewer: Viewer): void {
  if (viewer.via === 'NOBODY')
    throw domainError('UNAUTHENTICATED', [], 'Nobody is signed in; sign in, or send an access token.');
  if (!viewer.mayWrite)
    throw domainError('FORBIDDEN', [], 'This access token only reads; use one that may write.');
}

/** The same without writing. */
export async function authorizeRole(db: Db, viewer: Viewer, needed: Needed): Promise<void> {
  const { projectId, needs, path } = needed;
  if (viewer.via === 'PROGRAM' || projectId === null || needs === 'ACCOUNT') return;
  const role = viewer.roles.get(projectId) ?? ((await isOpen(db, projectId)) ? 'VIEWER' : null);
  if (role === null) throw hiddenProject(needed);
  if (includes(role, needs)) return;
  throw domainError(
    'FORBIDDEN',
    path ?? [],
    `That takes the role ${needs} in this project, and you are ${role}; one of its owners can change that.`,
  );
}

async function isOpen(db: Db, projectId: number): Promise<boolean> {
  const [row] = await db
    .select({ id: project.id })
    .from(project)
    .where(and(eq(project.id, projectId), project.readableByAnyone));
  return row !== undefined;
}

function hiddenProject({ subject, path }: Needed): DomainError {
  if (subject) return notThere(subject, path);
  return domainError('NOT_FOUND', path ?? 'project', 'There is no such project that you may see.');
}
