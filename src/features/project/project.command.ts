import { randomBytes } from 'node:crypto';
import { newProjectId } from '../../db/columns.ts';
import { projectHead } from '../../feed/change.table.ts';
import { type ConstraintFaults, write } from '../../feed/write.ts';
import { appendChanges } from '../../feed/append.ts';
import { FaultList, throwIfFaulty } from '../../protocol/errors.ts';
import type { Db } from '../../tables.ts';
import type { Viewer } from '../account/viewer.ts';
import { checkSlug, line, prose } from '../text.rule.ts';
import { project } from './project.table.ts';

export type CreateProjectInput = {
  idempotencyKey?: string | null;
  slug?: string | null;
  name: string;
  description?: string | null;
};

const constraints: ConstraintFaults = {
  project_slug: {
    path: ['slug'],
    code: 'CONFLICT',
    message: 'A project of this slug exists; take another slug.',
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
  const slug = checkSlug(faults, 'slug', input.slug, name);
  const description = prose(faults, 'description', input.description);
  throwIfFaulty(faults);
  const [id] = await write(
    db,
    viewer,
    { projectId: null, operation: 'createProject', input, idempotencyKey: input.idempotencyKey, constraints },
    async ({ tx }) => {
      const row = { id: newProjectId(), slug, name, description, createdBy: viewer.accountId };
      await tx.insert(project).values(row);
      await tx.insert(projectHead).values({ projectId: row.id, cursorKey: randomBytes(32) });
      // The feed begins with the project itself; it has no head to lock before.
      await appendChanges(tx, row.id, viewer.accountId, [
        {
          kind: 'ADDED',
          subjectType: 'PROJECT',
          subjectId: String(row.id),
          version: 1,
          state: { slug, name, description },
        },
      ]);
      return [String(row.id)];
    },
  );
  return { projectId: Number(id), id: '' };
}
