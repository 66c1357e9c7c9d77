import { eq } from 'drizzle-orm';
import type { PgColumn, PgTable } from 'drizzle-orm/pg-core';
import type { Tx } from '../../db/transaction.ts';
import { idempotency, projectHead } from '../../feed/change.table.ts';
import { type ConstraintFaults, write } from '../../feed/write.ts';
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

/** What another writer's last entry breaks, arriving while the rest is on its way out. */
const constraints: ConstraintFaults = Object.fromEntries(
  [
    'annotation_layer',
    'annotation_statement',
    'annotation_event',
    'annotation_actor',
    'annotation_issue',
    'statement_document',
    'statement_layer',
    'statement_speaker',
    'statement_on_behalf_of',
    'statement_toward',
    'statement_issue',
    'statement_event',
    'statement_said_at',
    'statement_addressee_actor',
    'statement_intermediary_actor',
    'statement_relation_layer',
    'document_author',
    'event_participant_actor',
    'affiliation_actor',
    'affiliation_of',
  ].map((name) => [
    name,
    {
      path: ['id'],
      code: 'CONFLICT' as const,
      message: 'Another is writing into the project; nothing was removed. Try again.',
    },
  ]),
);

/** Removes a project with all that is in it, its log too. Nothing of it is kept. */
export async function removeProject(
  db: Db,
  viewer: Viewer,
  input: Removal,
): Promise<{ projectId: number; id: string }> {
  const id = projectOf(input.id);
  await write(
    db,
    viewer,
    // No project is named: its log goes with it, and there is none to append to.
    { projectId: null, operation: 'removeProject', input, constraints },
    async ({ tx }) => {
      await lockProject(tx, id, input);
      await removeContent(tx, id);
      await tx.delete(project).where(eq(project.id, id));
      return [String(id)];
    },
  );
  return { projectId: id, id: '' };
}

async function removeContent(tx: Tx, projectId: number): Promise<void> {
  // Writers take the head last; holding it, none of them commits halfway through.
  await tx
    .select({ seq: projectHead.seq })
    .from(projectHead)
    .where(eq(projectHead.projectId, projectId))
    .for('update');
  for (const table of INWARD) await tx.delete(table).where(eq(table.projectId, projectId));
}
