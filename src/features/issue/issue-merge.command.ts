import { and, eq, inArray, ne, or, sql } from 'drizzle-orm';
import type { Tx } from '../../db/transaction.ts';
import { type ConstraintFaults, write } from '../../feed/write.ts';
import { domainError, FaultList, throwIfFaulty } from '../../protocol/errors.ts';
import type { Db } from '../../tables.ts';
import type { Viewer } from '../account/viewer.ts';
import { annotation } from '../annotation/annotation.table.ts';
import { keyOf, loadRefs, want } from '../project/ref.query.ts';
import { statement } from '../statement/statement.table.ts';
import { isIssue, issueChange, lockIssue } from './issue.command.ts';
import { standsBelow } from './issue.query.ts';
import { codingChanges } from './moved-coding.command.ts';
import { issue } from './issue.table.ts';

type Key = { projectId: number; id: string };

const rearranged = {
  path: ['into'],
  code: 'CONFLICT' as const,
  message: 'Another has just rearranged these issues; look again before merging them.',
};

const constraints: ConstraintFaults = {
  issue_broader_no_circle: rearranged,
  issue_merged_no_circle: rearranged,
};

export type MergeIssueInput = { id: string; expectedVersion: number; into: string };

/**
 * Merges an issue into another. Its statements, tags and narrower issues become the other's; the row stays and leads there, as do
 * all that were merged into it earlier. Where the other stands below it, the other first takes its place.
 *
 * @returns the key of the issue it was merged into
 */
export async function mergeIssue(db: Db, viewer: Viewer, input: MergeIssueInput): Promise<Key> {
  const key = keyOf('Issue', input.id);
  const { projectId } = key;
  const [id] = await write(
    db,
    viewer,
    { projectId, operation: 'mergeIssue', needs: 'EDITOR', subject: 'Issue', input, constraints },
    async ({ tx, changes }) => {
      const faults = new FaultList();
      const intoId = (await loadRefs(tx, projectId, [want('Issue', input.into, 'into')], faults))(
        'Issue',
        input.into,
      );
      await lockAll(tx, key, intoId);
      const now = await lockIssue(tx, key, input);
      if (now.mergedIntoId !== null)
        faults.add('id', 'The issue has been merged into another already; merge that one.');
      else if (intoId === key.id)
        faults.add('into', 'An issue cannot be merged into itself; name another one.');
      throwIfFaulty(faults);
      const into = { projectId, id: intoId as string };
      const [target] = await tx.select().from(issue).where(isIssue(into));
      if (!target || target.mergedIntoId !== null)
        throw domainError('NOT_FOUND', 'into', 'Another has just removed or merged that issue; look again.');

      if (await standsBelow(tx, target, key.id)) {
        const [raised] = await tx
          .update(issue)
          .set({ broaderId: now.broaderId, version: target.version + 1 })
          .where(isIssue(into))
          .returning();
        if (raised) changes.push(issueChange('CHANGED', raised));
      }
      changes.push(...(await moveCodings(tx, key, into.id)));
      for (const row of await moveIssues(tx, key, into.id)) changes.push(issueChange('CHANGED', row));
      const merged = { ...now, broaderId: null, mergedIntoId: into.id, version: now.version + 1 };
      await tx.update(issue).set(merged).where(isIssue(key));
      changes.push(issueChange('CHANGED', merged));
      return [into.id];
    },
  );
  return { projectId, id: id as string };
}

/**
 * Locks both issues, and those merged into the first earlier: whoever codes names one of them, so that no coding slips in behind
 * the move. In the order of their ids, so that two merges of the same two wait for each other.
 */
async function lockAll(tx: Tx, { projectId, id }: Key, intoId: string | null): Promise<void> {
  const named = inArray(issue.id, intoId === null ? [id] : [id, intoId]);
  await tx
    .select({ id: issue.id })
    .from(issue)
    .where(and(eq(issue.projectId, projectId), or(named, eq(issue.mergedIntoId, id))))
    .orderBy(issue.id)
    .for('update');
}

const onward = (version: typeof issue.version | typeof statement.version | typeof annotation.version) =>
  sql`${version} + 1`;

async function moveCodings(tx: Tx, from: Key, intoId: string) {
  const statements = await tx
    .update(statement)
    .set({ issueId: intoId, version: onward(statement.version) })
    .where(and(eq(statement.projectId, from.projectId), eq(statement.issueId, from.id)))
    .returning({ id: statement.id });
  const tags = await tx
    .update(annotation)
    .set({ issueId: intoId, version: onward(annotation.version) })
    .where(and(eq(annotation.projectId, from.projectId), eq(annotation.issueId, from.id)))
    .returning({ id: annotation.id });
  const ids = (rows: { id: string }[]) => rows.map((row) => row.id);
  return codingChanges(tx, from.projectId, ids(statements), ids(tags));
}

const byId = (a: { id: string }, b: { id: string }) => (a.id < b.id ? -1 : 1);

async function moveIssues(tx: Tx, from: Key, intoId: string) {
  const narrower = await tx
    .update(issue)
    .set({ broaderId: intoId, version: onward(issue.version) })
    .where(and(eq(issue.projectId, from.projectId), eq(issue.broaderId, from.id), ne(issue.id, intoId)))
    .returning();
  const earlier = await tx
    .update(issue)
    .set({ mergedIntoId: intoId, version: onward(issue.version) })
    .where(and(eq(issue.projectId, from.projectId), eq(issue.mergedIntoId, from.id)))
    .returning();
  // Else in the order in which the rows lie, which others' rows decide too.
  return [...narrower.toSorted(byId), ...earlier.toSorted(byId)];
}
