import { and, eq } from 'drizzle-orm';
import { checkVersion, type Versioned } from '../../feed/version.ts';
import { type ConstraintFaults, write, type Write } from '../../feed/write.ts';
import { FaultList, throwIfFaulty } from '../../protocol/errors.ts';
import type { Db } from '../../tables.ts';
import type { Viewer } from '../account/viewer.ts';
import { removeMarksOf } from '../annotation/mark.command.ts';
import { placeOf } from '../annotation/place.query.ts';
import { refuseIfUsed, usedMeanwhile } from '../in-use.rule.ts';
import { isUnchanged, refuseNulls } from '../patch.ts';
import { keyOf, loadRefs } from '../project/ref.query.ts';
import { removeRelationsOf } from './insert-relations.command.ts';
import { about, insertParts, stateOf, statementConstraints } from './insert-statements.command.ts';
import { checkNeighbours, loadVariables, lockIssues, wantedBy } from './statement-parts.query.ts';
import {
  checkAddressees,
  checkFields,
  checkRequired,
  checkValues,
  type StatementPatch,
} from './statement.rule.ts';
import { relationAntecedent, statement, statementAddressee, statementValue } from './statement.table.ts';

type Key = { projectId: number; id: string };

export type ChangeStatementInput = StatementPatch & { id: string; expectedVersion: number };

const NEVER_EMPTY = [
  'speaker',
  'attributionType',
  'speechAct',
  'certainty',
  'quotation',
  'asserted',
] as const;

/** Changes what the input gives; null clears what may be empty. Its marks stay as they are. */
export async function changeStatement(db: Db, viewer: Viewer, input: ChangeStatementInput): Promise<Key> {
  const key = keyOf('Statement', input.id);
  const { projectId, id } = key;
  await write(
    db,
    viewer,
    {
      projectId,
      operation: 'changeStatement',
      needs: 'CODER',
      subject: 'Statement',
      input,
      constraints: statementConstraints,
    },
    async (open) => {
      const { tx, changes } = open;
      const now = await lockStatement(open, key, input);
      const faults = new FaultList();
      refuseNulls(faults, input, NEVER_EMPTY);
      const found = await loadRefs(tx, projectId, wantedBy(input, []), faults);
      const refs = await lockIssues(tx, projectId, found, [found('Issue', input.issue)]);
      const variables = await loadVariables(tx, projectId);
      const fields = checkFields(faults, [], input, now, refs);
      if (input.reportedIn && fields.reportedInId === id) {
        faults.add('reportedIn', 'The statement would be reported in itself; name another, or none.');
      }
      const reportedIn = { id: refs('Statement', input.reportedIn), path: ['reportedIn'] };
      await checkNeighbours(tx, now, [reportedIn], faults);
      const given = input.values === undefined ? null : (input.values ?? []);
      const values = given ? checkValues(faults, ['values'], given, variables, refs) : now.values;
      checkRequired(faults, ['values'], values, given ?? [], variables, refs);
      const addresseeIds =
        input.addressees === undefined
          ? now.addresseeIds
          : checkAddressees(faults, ['addressees'], input.addressees ?? [], refs);
      throwIfFaulty(faults);
      const state = stateOf({ ...now, ...fields }, { addresseeIds, values });
      if (isUnchanged(stateOf(now, now), state)) return [id];
      const version = now.version + 1;
      await tx
        .update(statement)
        .set({ ...fields, version })
        .where(isStatement(key));
      await deleteParts(open, key);
      await insertParts(open, projectId, [{ id, addresseeIds, values }]);
      changes.push({ ...about(now, version), kind: 'CHANGED', state });
      return [id];
    },
  );
  return key;
}

const removalConstraints: ConstraintFaults = {
  statement_reported_in: usedMeanwhile('statement'),
  relation_antecedent_statement: usedMeanwhile('statement'),
  statement_relation_consequent: usedMeanwhile('statement'),
  annotation_statement: usedMeanwhile('statement'),
};

/**
 * Removes a statement with its marks and with the relations whose consequent it is; each is told of as removed, the
 * statement last.
 *
 * @throws ConflictError while others are reported in it or depend on it
 */
export async function removeStatement(
  db: Db,
  viewer: Viewer,
  input: { id: string } & Versioned,
): Promise<Key> {
  const key = keyOf('Statement', input.id);
  const { projectId } = key;
  await write(
    db,
    viewer,
    {
      projectId,
      operation: 'removeStatement',
      needs: 'CODER',
      subject: 'Statement',
      input,
      constraints: removalConstraints,
    },
    async (open) => {
      const { tx, changes } = open;
      const now = await lockStatement(open, key, input);
      const uses = await countUses(open, key);
      refuseIfUsed('statement', [
        [uses.reports, 'statement', 'reported in it'],
        [uses.relations, 'relation', 'with it as an antecedent'],
      ]);
      await removeMarksOf(open, projectId, [key.id]);
      await removeRelationsOf(open, key);
      await tx.delete(statement).where(isStatement(key));
      changes.push({ ...about(now, now.version + 1), kind: 'REMOVED', state: stateOf(now, now) });
      return [key.id];
    },
  );
  return key;
}

const isStatement = (key: Key) => and(eq(statement.projectId, key.projectId), eq(statement.id, key.id));

/** The statement as it stands with its parts, locked against other writers; its layer takes writes. */
async function lockStatement({ tx, viewer }: Write, key: Key, expected: Versioned) {
  await tx.select({ id: statement.id }).from(statement).where(isStatement(key)).for('update');
  const found = await tx.query.statement.findFirst({
    where: key,
    with: { addressees: { orderBy: { actorId: 'asc' } }, values: { orderBy: { variableId: 'asc' } } },
  });
  const place = found && (await placeOf(tx, viewer, found));
  const now = checkVersion({ type: 'Statement', ...key }, place ? found : null, expected);
  return { ...now, addresseeIds: now.addressees.map(({ actorId }) => actorId) };
}

async function countUses(
  { tx }: Write,
  { projectId, id }: Key,
): Promise<{ reports: number; relations: number }> {
  const reports = tx.$count(
    statement,
    and(eq(statement.projectId, projectId), eq(statement.reportedInId, id)),
  );
  const relations = tx.$count(
    relationAntecedent,
    and(eq(relationAntecedent.projectId, projectId), eq(relationAntecedent.statementId, id)),
  );
  return { reports: await reports, relations: await relations };
}

async function deleteParts({ tx }: Write, { projectId, id }: Key): Promise<void> {
  await tx
    .delete(statementAddressee)
    .where(and(eq(statementAddressee.projectId, projectId), eq(statementAddressee.statementId, id)));
  await tx
    .delete(statementValue)
    .where(and(eq(statementValue.projectId, projectId), eq(statementValue.statementId, id)));
}
