import { and, eq } from 'drizzle-orm';
import { newId } from '../../db/columns.ts';
import type { Tx } from '../../db/transaction.ts';
import { type ConstraintFaults, write } from '../../feed/write.ts';
import { checkVersion, type Versioned } from '../../feed/version.ts';
import { FaultList, throwIfFaulty } from '../../protocol/errors.ts';
import type { Db } from '../../tables.ts';
import type { Viewer } from '../account/viewer.ts';
import { isUnchanged, kept, patched, refuseNulls, type Removal } from '../patch.ts';
import { findProject, keyOf, loadRefs, want } from '../project/ref.query.ts';
import { optionalLine } from '../text.rule.ts';
import { affiliation } from './actor.table.ts';
import { checkDays } from './affiliation.rule.ts';

type Row = typeof affiliation.$inferSelect;
type Key = { projectId: number; id: string };

export type AddAffiliationInput = {
  idempotencyKey?: string | null;
  project: string;
  actor: string;
  of: string;
  kind: Row['kind'];
  role?: string | null;
  validFrom?: string | null;
  validUntil?: string | null;
};

export type ChangeAffiliationInput = {
  id: string;
  expectedVersion: number;
  actor?: string | null;
  of?: string | null;
  kind?: Row['kind'] | null;
  role?: string | null;
  validFrom?: string | null;
  validUntil?: string | null;
};

const removedMeanwhile = (path: string) => ({
  path: [path],
  code: 'NOT_FOUND' as const,
  message: 'Another has just removed that actor.',
});

const constraints: ConstraintFaults = {
  affiliation_no_circle: {
    path: ['of'],
    code: 'INVALID',
    message:
      'With this, an actor would be inside itself on some day; turn the affiliation round, or give days on which no circle closes.',
  },
  affiliation_actor: removedMeanwhile('actor'),
  affiliation_of: removedMeanwhile('of'),
};

/** Puts one actor inside another. @returns the new affiliation's key */
export async function addAffiliation(db: Db, viewer: Viewer, input: AddAffiliationInput): Promise<Key> {
  const projectId = await findProject(db, input.project);
  const { idempotencyKey } = input;
  const [id] = await write(
    db,
    viewer,
    { projectId, operation: 'addAffiliation', needs: 'CODER', input, idempotencyKey, constraints },
    async ({ tx, changes }) => {
      const row = { projectId, id: newId(), ...(await check(tx, projectId, input, null)) };
      await tx.insert(affiliation).values({ ...row, createdBy: viewer.accountId });
      changes.push(change('ADDED', row, 1));
      return [row.id];
    },
  );
  return { projectId, id: id as string };
}

/** Changes what the input gives; null clears role and days. */
export async function changeAffiliation(db: Db, viewer: Viewer, input: ChangeAffiliationInput): Promise<Key> {
  const key = keyOf('Affiliation', input.id);
  await write(
    db,
    viewer,
    {
      projectId: key.projectId,
      operation: 'changeAffiliation',
      needs: 'CODER',
      subject: 'Affiliation',
      input,
      constraints,
    },
    async ({ tx, changes }) => {
      const now = await lock(tx, key, input);
      const row = { ...key, ...(await check(tx, key.projectId, input, now)) };
      const version = now.version + 1;
      const changed = change('CHANGED', row, version);
      if (isUnchanged(change('CHANGED', now, version).state, changed.state)) return [key.id];
      await tx
        .update(affiliation)
        .set({ ...row, version })
        .where(isAffiliation(key));
      changes.push(changed);
      return [key.id];
    },
  );
  return key;
}

export async function removeAffiliation(db: Db, viewer: Viewer, input: Removal): Promise<Key> {
  const key = keyOf('Affiliation', input.id);
  await write(
    db,
    viewer,
    {
      projectId: key.projectId,
      operation: 'removeAffiliation',
      needs: 'CODER',
      subject: 'Affiliation',
      input,
    },
    async ({ tx, changes }) => {
      const now = await lock(tx, key, input);
      await tx.delete(affiliation).where(isAffiliation(key));
      changes.push(change('REMOVED', now, now.version + 1));
      return [key.id];
    },
  );
  return key;
}

type Content = Pick<Row, 'actorId' | 'ofId' | 'kind' | 'role' | 'validFrom' | 'validUntil'>;

/** What shall stand, from an input and what stands now (null: nothing yet, and the input gives all that must be). */
async function check(
  tx: Tx,
  projectId: number,
  input: Omit<ChangeAffiliationInput, 'id' | 'expectedVersion'>,
  now: Row | null,
): Promise<Content> {
  const faults = new FaultList();
  if (now) refuseNulls(faults, input, ['actor', 'of', 'kind']);
  const wanted = [want('Actor', input.actor, 'actor'), want('Actor', input.of, 'of')];
  const refs = await loadRefs(tx, projectId, wanted, faults);
  const actorId = refs('Actor', input.actor) ?? now?.actorId ?? '';
  const ofId = refs('Actor', input.of) ?? now?.ofId ?? '';
  if (actorId !== '' && actorId === ofId)
    faults.add('of', 'An actor cannot be inside itself; name another one.');
  const role = optionalLine(faults, 'role', patched(input.role, now?.role));
  const from = patched(input.validFrom, now?.validFrom) ?? null;
  const until = patched(input.validUntil, now?.validUntil) ?? null;
  const days = checkDays(faults, from, until);
  throwIfFaulty(faults);
  return { actorId, ofId, kind: kept(input.kind, now?.kind) as Row['kind'], role, ...days };
}

const isAffiliation = (key: Key) => and(eq(affiliation.projectId, key.projectId), eq(affiliation.id, key.id));

async function lock(tx: Tx, key: Key, expected: Versioned): Promise<Row> {
  const [now] = await tx.select().from(affiliation).where(isAffiliation(key)).for('update');
  return checkVersion({ type: 'Affiliation', ...key }, now, expected);
}

function change(kind: 'ADDED' | 'CHANGED' | 'REMOVED', row: Content & Key, version: number) {
  const { actorId, ofId, kind: how, role, validFrom, validUntil } = row;
  return {
    kind,
    subjectType: 'AFFILIATION' as const,
    subjectId: row.id,
    version,
    state: { actorId, ofId, kind: how, role, validFrom, validUntil },
  };
}
