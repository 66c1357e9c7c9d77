import { and, eq } from 'drizzle-orm';
import { insertRows } from '../../db/insert-rows.ts';
import { checkVersion, type Versioned } from '../../feed/version.ts';
import { type ConstraintFaults, write, type Write } from '../../feed/write.ts';
import { domainError, FaultList, throwIfFaulty } from '../../protocol/errors.ts';
import { ANTECEDENTS_MAX } from '../../protocol/limits.ts';
import type { Db } from '../../tables.ts';
import type { Viewer } from '../account/viewer.ts';
import { placeOf } from '../annotation/place.query.ts';
import { keyOf, loadRefs, want } from '../project/ref.query.ts';
import { about, antecedentRows, insertRelations, stateOf } from './insert-relations.command.ts';
import { checkAntecedents, type Operator } from './relation.rule.ts';
import { checkNeighbours } from './statement-parts.query.ts';
import { relationAntecedent, statementRelation } from './statement.table.ts';

type Key = { projectId: number; id: string };

export type RelateStatementsInput = {
  idempotencyKey?: string | null;
  consequent: string;
  operator: Operator;
  antecedents: string[];
};

export type ChangeRelationInput = {
  id: string;
  expectedVersion: number;
  operator?: Operator | null;
  antecedents?: string[] | null;
};

const gone = (field: string) => ({
  path: [field],
  code: 'NOT_FOUND' as const,
  message: 'A statement was removed meanwhile; name another.',
});

const constraints: ConstraintFaults = {
  statement_relation_consequent: gone('consequent'),
  relation_antecedent_statement: gone('antecedents'),
};

/** Makes one statement depend on others of its document and layer. @returns the new relation's key */
export async function relateStatements(db: Db, viewer: Viewer, input: RelateStatementsInput): Promise<Key> {
  const consequent = keyOf('Statement', input.consequent, 'consequent');
  const { projectId } = consequent;
  const { idempotencyKey } = input;
  const [id = ''] = await write(
    db,
    viewer,
    { projectId, operation: 'relateStatements', input, idempotencyKey, constraints },
    async (open) => {
      const { tx } = open;
      const { documentId = null, layerId = null } =
        (await tx.query.statement.findFirst({
          columns: { documentId: true, layerId: true },
          where: consequent,
        })) ?? {};
      const place =
        documentId && layerId ? await placeOf(tx, viewer, { projectId, documentId, layerId }) : null;
      if (!place) throw domainError('NOT_FOUND', 'consequent', 'There is no such statement.');
      const antecedentIds = await findAntecedents(open, place, consequent.id, input.antecedents);
      const { operator } = input;
      return insertRelations(open, place, [{ consequentId: consequent.id, operator, antecedentIds }]);
    },
  );
  return { projectId, id };
}

/** Changes a relation's operator, or its antecedents as a whole. */
export async function changeRelation(db: Db, viewer: Viewer, input: ChangeRelationInput): Promise<Key> {
  const key = keyOf('StatementRelation', input.id);
  await write(
    db,
    viewer,
    { projectId: key.projectId, operation: 'changeRelation', input, constraints },
    async (open) => {
      const { tx, changes } = open;
      const now = await lockRelation(open, key, input);
      const operator = input.operator ?? now.operator;
      let { antecedentIds } = now;
      if (input.antecedents) {
        antecedentIds = await findAntecedents(open, now, now.consequentId, input.antecedents);
        await tx
          .delete(relationAntecedent)
          .where(
            and(eq(relationAntecedent.projectId, key.projectId), eq(relationAntecedent.relationId, key.id)),
          );
        await insertRows(tx, relationAntecedent, antecedentRows(now, antecedentIds));
      }
      const version = now.version + 1;
      await tx.update(statementRelation).set({ operator, version }).where(isRelation(key));
      changes.push({
        ...about(now, version),
        kind: 'CHANGED',
        state: stateOf({ ...now, operator }, antecedentIds),
      });
      return [key.id];
    },
  );
  return key;
}

/** Removes a relation; the statements that it joined stay. */
export async function removeRelation(
  db: Db,
  viewer: Viewer,
  input: { id: string } & Versioned,
): Promise<Key> {
  const key = keyOf('StatementRelation', input.id);
  await write(db, viewer, { projectId: key.projectId, operation: 'removeRelation', input }, async (open) => {
    const now = await lockRelation(open, key, input);
    await open.tx.delete(statementRelation).where(isRelation(key));
    open.changes.push({
      ...about(now, now.version + 1),
      kind: 'REMOVED',
      state: stateOf(now, now.antecedentIds),
    });
    return [key.id];
  });
  return key;
}

const isRelation = (key: Key) =>
  and(eq(statementRelation.projectId, key.projectId), eq(statementRelation.id, key.id));

/** The relation as it stands, locked against other writers; its layer takes writes. */
async function lockRelation({ tx, viewer }: Write, key: Key, expected: Versioned) {
  await tx.select({ id: statementRelation.id }).from(statementRelation).where(isRelation(key)).for('update');
  const found = await tx.query.statementRelation.findFirst({
    where: key,
    with: { antecedents: { orderBy: { ordinal: 'asc' } } },
  });
  const place = found && (await placeOf(tx, viewer, found));
  const now = checkVersion({ type: 'StatementRelation', ...key }, place ? found : null, expected);
  return { ...now, antecedentIds: now.antecedents.map(({ statementId }) => statementId) };
}

/** @throws DomainError where one is not there, on another document or layer, given twice, or the consequent itself */
async function findAntecedents(
  { tx }: Write,
  place: { projectId: number; documentId: string; layerId: string },
  consequentId: string,
  antecedents: readonly string[],
): Promise<string[]> {
  const faults = new FaultList();
  const wanted = antecedents
    .slice(0, ANTECEDENTS_MAX)
    .map((text, at) => want('Statement', text, ['antecedents', at]));
  const refs = await loadRefs(tx, place.projectId, wanted, faults);
  const ids = antecedents.map((text) => refs('Statement', text));
  const checked = checkAntecedents(faults, ['antecedents'], consequentId, ids);
  const neighbours = ids.map((id, at) => ({ id, path: ['antecedents', at] }));
  await checkNeighbours(tx, place, neighbours, faults);
  throwIfFaulty(faults);
  return checked;
}
