import { and, eq } from 'drizzle-orm';
import { newId } from '../../db/columns.ts';
import type { Tx } from '../../db/transaction.ts';
import type { NewChange } from '../../feed/append.ts';
import { type ConstraintFaults, write } from '../../feed/write.ts';
import { checkVersion, type Versioned } from '../../feed/version.ts';
import { domainError, FaultList, throwIfFaulty } from '../../protocol/errors.ts';
import type { Db } from '../../tables.ts';
import type { Viewer } from '../account/viewer.ts';
import { refuseIfUsed, usedMeanwhile } from '../in-use.rule.ts';
import { isUnchanged, kept, patched, refuseNulls, type Removal } from '../patch.ts';
import { findProject, keyOf, loadRefs, want } from '../project/ref.query.ts';
import { freeSlug } from '../project/slug.query.ts';
import { lockIssues } from '../statement/statement-parts.query.ts';
import { checkSlug, line, prose } from '../text.rule.ts';
import { issueUses } from './issue.query.ts';
import { issue } from './issue.table.ts';

type Key = { projectId: number; id: string };

/** What the log tells of an issue. */
type IssueRow = {
  projectId: number;
  id: string;
  slug: string;
  label: string;
  definition: string | null;
  broaderId: string | null;
  mergedIntoId: string | null;
  version: number;
};

export type CreateIssueInput = {
  idempotencyKey?: string | null;
  project: string;
  slug?: string | null;
  label: string;
  definition?: string | null;
  broader?: string | null;
};

export type ChangeIssueInput = {
  id: string;
  expectedVersion: number;
  slug?: string | null;
  label?: string | null;
  definition?: string | null;
  broader?: string | null;
};

const constraints: ConstraintFaults = {
  issue_slug: {
    path: ['slug'],
    code: 'CONFLICT',
    message: 'An issue of this slug is in the project; take another slug.',
  },
  issue_broader_no_circle: {
    path: ['broader'],
    code: 'INVALID',
    message: 'With this, an issue would be broader than itself; name one that does not stand below it.',
  },
  issue_broader: {
    path: ['broader'],
    code: 'NOT_FOUND',
    message: 'Another has just removed that issue.',
  },
};

const removal: ConstraintFaults = Object.fromEntries(
  ['issue_broader', 'issue_merged_into', 'statement_issue', 'annotation_issue'].map((constraint) => [
    constraint,
    usedMeanwhile('issue'),
  ]),
);

/** @returns the new issue's key */
export async function createIssue(db: Db, viewer: Viewer, input: CreateIssueInput): Promise<Key> {
  const projectId = await findProject(db, input.project);
  const { idempotencyKey } = input;
  const [id] = await write(
    db,
    viewer,
    { projectId, operation: 'createIssue', needs: 'CODER', input, idempotencyKey, constraints },
    async ({ tx, changes }) => {
      const content = await check(tx, { projectId, id: newId() }, input, null);
      const slug = input.slug == null ? await freeSlug(tx, issue, projectId, content.slug) : content.slug;
      const row = { ...content, slug };
      await tx.insert(issue).values({ ...row, createdBy: viewer.accountId });
      changes.push(issueChange('ADDED', { ...row, version: 1 }));
      return [row.id];
    },
  );
  return { projectId, id: id as string };
}

/** Changes what the input gives; null clears definition and broader issue. */
export async function changeIssue(db: Db, viewer: Viewer, input: ChangeIssueInput): Promise<Key> {
  const key = keyOf('Issue', input.id);
  await write(
    db,
    viewer,
    {
      projectId: key.projectId,
      operation: 'changeIssue',
      needs: 'EDITOR',
      subject: 'Issue',
      input,
      constraints,
    },
    async ({ tx, changes }) => {
      const now = await lockIssue(tx, key, input, 'no key update');
      if (now.mergedIntoId !== null)
        throw domainError('INVALID', 'id', 'The issue has been merged into another; change that one.');
      const row = { ...(await check(tx, key, input, now)), version: now.version + 1 };
      const changed = issueChange('CHANGED', row);
      if (isUnchanged(issueChange('CHANGED', now).state, changed.state)) return [key.id];
      await tx.update(issue).set(row).where(isIssue(key));
      changes.push(changed);
      return [key.id];
    },
  );
  return key;
}

/** Removes an issue on which nothing is coded and under which none stands; what was merged into it earlier goes with it. */
export async function removeIssue(db: Db, viewer: Viewer, input: Removal): Promise<Key> {
  const key = keyOf('Issue', input.id);
  await write(
    db,
    viewer,
    {
      projectId: key.projectId,
      operation: 'removeIssue',
      needs: 'EDITOR',
      subject: 'Issue',
      input,
      constraints: removal,
    },
    async ({ tx, changes }) => {
      const now = await lockIssue(tx, key, input);
      refuseIfUsed('issue', await issueUses(tx, key));
      const merged = await tx
        .delete(issue)
        .where(and(eq(issue.projectId, key.projectId), eq(issue.mergedIntoId, key.id)))
        .returning();
      await tx.delete(issue).where(isIssue(key));
      for (const row of [...merged.toSorted((a, b) => (a.id < b.id ? -1 : 1)), now])
        changes.push(issueChange('REMOVED', { ...row, version: row.version + 1 }));
      return [key.id];
    },
  );
  return key;
}

/** What shall stand, from an input and what stands now (null: nothing yet). */
async function check(
  tx: Tx,
  key: Key,
  input: Omit<ChangeIssueInput, 'id' | 'expectedVersion'>,
  now: IssueRow | null,
): Promise<Omit<IssueRow, 'version'>> {
  const faults = new FaultList();
  if (now) refuseNulls(faults, input, ['slug', 'label']);
  const label = line(faults, 'label', kept(input.label, now?.label ?? ''));
  const slug = checkSlug(faults, 'slug', kept(input.slug, now?.slug), label);
  const definition = prose(faults, 'definition', patched(input.definition, now?.definition));
  const found = await loadRefs(tx, key.projectId, [want('Issue', input.broader, 'broader')], faults);
  const refs = await lockIssues(tx, key.projectId, found, [found('Issue', input.broader)]);
  const broaderId = input.broader === undefined ? (now?.broaderId ?? null) : refs('Issue', input.broader);
  if (broaderId === key.id)
    faults.add('broader', 'An issue cannot be broader than itself; name another one.');
  throwIfFaulty(faults);
  return { ...key, slug, label, definition, broaderId, mergedIntoId: null };
}

export const isIssue = (key: Key) => and(eq(issue.projectId, key.projectId), eq(issue.id, key.id));

/**
 * The issue as it stands, locked against other writers; by default also against whoever would name it, as before a removal.
 * Mere changes leave that free, so that two issues that come to name each other do not wait for one another.
 */
export async function lockIssue(
  tx: Tx,
  key: Key,
  expected: Versioned,
  strength: 'update' | 'no key update' = 'update',
) {
  const [now] = await tx.select().from(issue).where(isIssue(key)).for(strength);
  return checkVersion({ type: 'Issue', ...key }, now, expected);
}

/** A change of an issue for the log, `row` being as it stands after it (of a removed one, its last with the next version). */
export function issueChange(kind: NewChange['kind'], row: IssueRow): NewChange {
  const { slug, label, definition, broaderId, mergedIntoId } = row;
  return {
    kind,
    subjectType: 'ISSUE',
    subjectId: row.id,
    version: row.version,
    state: { slug, label, definition, broaderId, mergedIntoId },
  };
}
