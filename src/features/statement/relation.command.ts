import { and, eq } from 'drizzle-orm';
import { insertRows } from '../../db/insert-rows.ts';
import { checkVersion, notThere, type Versioned } from '../../feed/version.ts';
import { type ConstraintFaults, write, type Write } from '../../feed/write.ts';
import { ConflictError, FaultList, throwIfFaulty } from '../../protocol/errors.ts';
import { encodeGlobalId } from '../../protocol/global-id.ts';
import { ANTECEDENTS_MAX } from '../../protocol/limits.ts';
import type { Db } from '../../tables.ts';
import type { Viewer } from '../account/viewer.ts';
import { placeOf } from '../annotation/place.query.ts';
import { isUnchanged, kept, refuseNulls } from '../patch.ts';
import { keyOf, loadRefs, want } from '../project/ref.query.ts';
import { about, antecedentRows, insertRelations, stateOf } from './insert-relations.command.ts';
import { standingRelations } from './relation.query.ts';
import { checkAntecedents, type NewRelation, type Operator, standsAlready } from './relation.rule.ts';
import { checkNeighbours } from './statement-parts.query.ts';
import { relationAntecedent, statement, statementRelation } from './statement.table.ts';

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
    {
      projectId,
      operation: 'relateStatements',
      needs: 'CODER',
      subject: 'Statement',
      path: 'consequent',
      input,
      idempotencyKey,
      constraints,
    },
    async (open) => {
      const { tx } = open;
      const { documentId = null, layerId = null } =
        (await tx.query.statement.findFirst({
          columns: { documentId: true, layerId: true },
          where: consequent,
        })) ?? {};
      const place =
        documentId && layerId ? await placeOf(tx, viewer, { projectId, documentId, layerId }) : null;
      if (!place) throw notThere('Statement', 'consequent');
      const antecedentIds = await findAntecedents(open, place, consequent.id, input.antecedents);
      const relation = { consequentId: consequent.id, operator: input.operator, antecedentIds };
      await refuseTwice(open, projectId, relation, null);
      return insertRelations(open, place, [relation]);
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
    {
      projectId: key.projectId,
      operation: 'changeRelation',
      needs: 'CODER',
      subject: 'StatementRelation',
      input,
      constraints,
    },
    async (open) => {
      const { tx, changes } = open;
      const now = await lockRelation(open, key, input);
      const faults = new FaultList();
      refuseNulls(faults, input, ['operator', 'antecedents']);
      throwIfFaulty(faults);
      const { consequentId } = now;
      const operator = kept(input.operator, now.operator);
      const antecedentIds = input.antecedents
        ? await findAntecedents(open, now, consequentId, input.antecedents)
        : now.antecedentIds;
      const state = stateOf({ ...now, operator }, antecedentIds);
      if (isUnchanged(stateOf(now, now.antecedentIds), state)) return [key.id];
      await refuseTwice(open, key.projectId, { consequentId, operator, antecedentIds }, key.id);
      if (input.antecedents) {
        await tx
          .delete(relationAntecedent)
          .where(
            and(eq(relationAntecedent.projectId, key.projectId), eq(relationAntecedent.relationId, key.id)),
          );
        await insertRows(tx, relationAntecedent, antecedentRows(now, antecedentIds));
      }
      const version = now.version + 1;
      await tx.update(statementRelation).set({ operator, version }).where(isRelation(key));
      changes.push({ ...about(now, version), kind: 'CHANGED', state });
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
  await write(
    db,
    viewer,
    {
      projectId: key.projectId,
      operation: 'removeRelation',
      needs: 'CODER',
      subject: 'StatementRelation',
      input,
    },
    async (open) => {
      const now = await lockRelation(open, key, input);
      await open.tx.delete(statementRelation).where(isRelation(key));
      open.changes.push({
        ...about(now, now.version + 1),
        kind: 'REMOVED',
        state: stateOf(now, now.antecedentIds),
      });
      return [key.id];
    },
  );
  return key;
}

const isRelation = (key: Key) =>
  and(eq(statementRelation.projectId, key.projectId), eq(statementRelation.id, key.id));

/** The relation as it stands, locked against other writers; its layer takes writes. */
async function lockRelation({ tx, viewer }: Write, key: Key, expected: Versioned) {
  // The consequent first, as its own removal does, so that neither waits for the other.
  await tx
    .select({ id: statement.id })
    .from(statement)
    .innerJoin(
      statementRelation,
      and(
        eq(statementRelation.projectId, statement.projectId),
        eq(statementRelation.consequentId, statement.id),
      ),
    )
    .where(isRelation(key))
    .for('no key update', { of: statement });
  await tx.select({ id: statementRelation.id }).from(statementRelation).where(isRelation(key)).for('update');
  const found = await tx.query.statementRelation.findFirst({
    where: key,
    with: { antecedents: { orderBy: { ordinal: 'asc' } } },
  });
  const place = found && (await placeOf(tx, viewer, found));
  const now = checkVersion({ type: 'StatementRelation', ...key }, place ? found : null, expected);
  return { ...now, antecedentIds: now.antecedents.map(({ statementId }) => statementId) };
}

/** @throws ConflictError where another relation is the same; `except` is the one that is changed */
async function refuseTwice(
  { tx }: Write,
  projectId: number,
  relation: NewRelation,
  except: string | null,
): Promise<void> {
  const [id = null] = await standingRelations(tx, projectId, [relation]);
  if (id === null || id === except) return;
  const named = { type: 'StatementRelation', projectId, id } as const;
  const message = standsAlready(encodeGlobalId(named.type, projectId, id));
  throw new ConflictError({ path: ['antecedents'], code: 'CONFLICT', message }, named);
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
