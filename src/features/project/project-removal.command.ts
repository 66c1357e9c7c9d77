import { eq } from 'drizzle-orm';
import type { PgColumn, PgTable } from 'drizzle-orm/pg-core';
import { idempotency } from '../../feed/change.table.ts';
import { authorize } from '../../feed/authorize.ts';
import { write } from '../../feed/write.ts';
import type { Db } from '../../tables.ts';
import type { Viewer } from '../account/viewer.ts';
import { actor, affiliation } from '../actor/actor.table.ts';
import { annotation } from '../annotation/annotation.table.ts';
import { document } from '../document/document.table.ts';
import { event } from '../event/event.table.ts';
import { issue } from '../issue/issue.table.ts';
import { layer } from '../layer/layer.table.ts';
import type { Removal } from '../patch.ts';
import { statement, statementRelation } from '../statement/statement.table.ts';
import { lockProject, projectOf } from './project.command.ts';
import { project } from './project.table.ts';

/** Every table that does not go by itself with another, those that name others first. */
const INWARD: readonly (PgTable & { projectId: PgColumn })[] = [
  annotation,
  statementRelation,
  statement,
  layer,
  document,
  event,
  affiliation,
  issue,
  actor,
  idempotency,
];

/** Removes a project with all that is in it, its log too. Nothing of it is kept. */
export async function removeProject(
  db: Db,
  viewer: Viewer,
  input: Removal,
): Promise<{ projectId: number; id: string }> {
  const id = projectOf(input.id);
  await authorize(db, viewer, { projectId: id, needs: 'OWNER', subject: 'Project' });
  await write(
    db,
    viewer,
    // No project is named: its log goes with it, and there is none to append to.
    { projectId: null, operation: 'removeProject', needs: 'OWNER', input },
    async ({ tx }) => {
      // Waits for all that write into the project, and keeps out whoever would.
      await lockProject(tx, id, input, 'update');
      for (const table of INWARD) await tx.delete(table).where(eq(table.projectId, id));
      await tx.delete(project).where(eq(project.id, id));
      return [String(id)];
    },
  );
  return { projectId: id, id: '' };
}
