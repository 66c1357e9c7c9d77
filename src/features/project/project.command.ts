import { randomBytes } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { newProjectId } from '../../db/columns.ts';
import { projectHead } from '../../feed/change.table.ts';
import type { Tx } from '../../db/transaction.ts';
import { appendChanges } from '../../feed/append.ts';
import { type ConstraintFaults, write } from '../../feed/write.ts';
import { checkVersion, type Versioned } from '../../feed/version.ts';
import { domainError, FaultList, throwIfFaulty } from '../../protocol/errors.ts';
import { decodeGlobalId } from '../../protocol/global-id.ts';
import { quoted } from '../../protocol/text.ts';
import type { Db } from '../../tables.ts';
import { requirePerson } from '../account/signed-in.ts';
import type { Viewer } from '../account/viewer.ts';
import { actor, recordAudit } from '../audit/audit.command.ts';
import { isUnchanged, kept, patched, refuseNulls } from '../patch.ts';
import { checkSlug, line, prose } from '../text.rule.ts';
import { freeProjectSlug } from './slug.query.ts';
import { project } from './project.table.ts';

export type CreateProjectInput = {
  idempotencyKey?: string | null;
  slug?: string | null;
  name: string;
  description?: string | null;
};

export type ChangeProjectInput = {
  id: string;
  expectedVersion: number;
  slug?: string | null;
  name?: string | null;
  description?: string | null;
  readableByAnyone?: boolean | null;
};

const constraints: ConstraintFaults = {
  project_slug: {
    path: ['slug'],
    code: 'CONFLICT',
    message: 'You have made a project of this slug; take another slug.',
  },
};

/** @returns the new project's key */
export async function createProject(
  db: Db,
  viewer: Viewer,
  input: CreateProjectInput,
): Promise<{ projectId: number; id: string }> {
  const faults = new FaultList();
  const name = line(faults, 'name', input.name);
  const wanted = checkSlug(faults, 'slug', input.slug, name);
  const description = prose(faults, 'description', input.description);
  throwIfFaulty(faults);
  const [id] = await write(
    db,
    viewer,
    {
      projectId: null,
      operation: 'createProject',
      needs: 'ACCOUNT',
      input,
      idempotencyKey: input.idempotencyKey,
      constraints,
    },
    async ({ tx }) => {
      const slug = input.slug == null ? await freeProjectSlug(tx, viewer.accountId, wanted) : wanted;
      const row = { id: newProjectId(), slug, name, description, createdBy: viewer.accountId };
      // The database makes whoever created it its owner.
      await tx.insert(project).values(row);
      await tx.insert(projectHead).values({ projectId: row.id, cursorKey: randomBytes(32) });
      await recordAudit(tx, {
        ...actor(viewer),
        projectId: row.id,
        action: 'PROJECT_CREATED',
        subject: name,
      });
      // The feed begins with the project itself; it has no head to lock before.
      await appendChanges(tx, row.id, viewer.accountId, [
        {
          kind: 'ADDED',
          subjectType: 'PROJECT',
          subjectId: String(row.id),
          version: 1,
          state: { slug, name, description, readableByAnyone: false },
        },
      ]);
      viewer.roles.set(row.id, 'OWNER');
      return [String(row.id)];
    },
  );
  return { projectId: Number(id), id: '' };
}

/** Changes what the input gives; null clears the description. */
export async function changeProject(
  db: Db,
  viewer: Viewer,
  input: ChangeProjectInput,
): Promise<{ projectId: number; id: string }> {
  const projectId = projectOf(input.id);
  await write(
    db,
    viewer,
    { projectId, operation: 'changeProject', needs: 'OWNER', subject: 'Project', input, constraints },
    async ({ tx, changes }) => {
      const now = await lockProject(tx, projectId, input, 'no key update');
      const faults = new FaultList();
      refuseNulls(faults, input, ['slug', 'name', 'readableByAnyone']);
      const name = line(faults, 'name', kept(input.name, now.name));
      const slug = checkSlug(faults, 'slug', kept(input.slug, now.slug), name);
      // Its slug is one of its creator's, among whose others nobody else is to look around.
      if (slug !== now.slug && now.createdBy !== viewer.accountId && viewer.via !== 'PROGRAM')
        faults.add('slug', 'Whoever created the project gives it another slug.', 'FORBIDDEN');
      const description = prose(faults, 'description', patched(input.description, now.description));
      throwIfFaulty(faults);
      const { readableByAnyone: wasOpen } = now;
      const before = {
        slug: now.slug,
        name: now.name,
        description: now.description,
        readableByAnyone: wasOpen,
      };
      const readableByAnyone = kept(input.readableByAnyone, wasOpen);
      const state = { slug, name, description, readableByAnyone };
      if (isUnchanged(before, state)) return [String(projectId)];
      const version = now.version + 1;
      await tx
        .update(project)
        .set({ ...state, version })
        .where(eq(project.id, projectId));
      if (readableByAnyone !== wasOpen) {
        requirePerson(viewer, 'decide who reads a project');
        const action = readableByAnyone ? 'PROJECT_OPENED' : 'PROJECT_CLOSED';
        await recordAudit(tx, { ...actor(viewer), projectId, action, subject: name });
      }
      changes.push({
        kind: 'CHANGED',
        subjectType: 'PROJECT',
        subjectId: String(projectId),
        version,
        state,
      });
      return [String(projectId)];
    },
  );
  return { projectId, id: '' };
}

/**
 * Reads the global id of a project that an input changes or removes.
 *
 * @throws DomainError INVALID where it is none
 */
export function projectOf(text: string): number {
  const decoded = decodeGlobalId(text);
  if (decoded?.type === 'Project') return decoded.projectId;
  throw domainError(
    'INVALID',
    'id',
    `${quoted(text)} is not the id of a Project; give one as the service returned it.`,
  );
}

/** The project as it stands, locked against other changes of it; with `update`, against everybody who writes into it. */
export async function lockProject(
  tx: Tx,
  projectId: number,
  expected: Versioned,
  strength: 'update' | 'no key update',
) {
  const [now] = await tx.select().from(project).where(eq(project.id, projectId)).for(strength);
  return checkVersion({ type: 'Project', projectId, id: '' }, now, expected);
}
