import { and, eq } from 'drizzle-orm';
import { newId } from '../../db/columns.ts';
import { insertRows } from '../../db/insert-rows.ts';
import type { NewChange } from '../../feed/append.ts';
import type { Write } from '../../feed/write.ts';
import { relationAntecedent, statementRelation } from './statement.table.ts';
import type { NewRelation, Operator } from './relation.rule.ts';

/**
 * Inserts any number of relations in two statements, and tells of each as added.
 *
 * @returns their ids, in the order given
 */
export async function insertRelations(
  { tx, viewer, changes }: Write,
  { projectId, documentId, layerId }: { projectId: number; documentId: string; layerId: string },
  relations: readonly NewRelation[],
): Promise<string[]> {
  const rows = relations.map(({ consequentId, operator, antecedentIds }) => ({
    row: {
      projectId,
      id: newId(),
      documentId,
      layerId,
      consequentId,
      operator,
      createdBy: viewer.accountId,
    },
    antecedentIds,
  }));
  await insertRows(
    tx,
    statementRelation,
    rows.map(({ row }) => row),
  );
  await insertRows(
    tx,
    relationAntecedent,
    rows.flatMap(({ row, antecedentIds }) => antecedentRows(row, antecedentIds)),
  );
  for (const { row, antecedentIds } of rows) {
    changes.push({ ...about(row, 1), kind: 'ADDED', state: stateOf(row, antecedentIds) });
  }
  return rows.map(({ row }) => row.id);
}

/** A relation's antecedents as rows, in the order given. */
export function antecedentRows(
  { projectId, id: relationId, layerId }: { projectId: number; id: string; layerId: string },
  antecedentIds: readonly string[],
) {
  return antecedentIds.map((statementId, ordinal) => ({
    projectId,
    relationId,
    statementId,
    layerId,
    ordinal,
  }));
}

/** What names a relation in a change. */
export function about(row: { id: string; documentId: string; layerId: string }, version: number) {
  return {
    subjectType: 'STATEMENT_RELATION',
    subjectId: row.id,
    version,
    documentId: row.documentId,
    layerId: row.layerId,
  } satisfies Partial<NewChange>;
}

/** A relation as the log keeps it. */
export function stateOf(
  row: { documentId: string; layerId: string; consequentId: string; operator: Operator },
  antecedentIds: readonly string[],
): Record<string, unknown> {
  const { documentId, layerId, consequentId, operator } = row;
  return { documentId, layerId, consequentId, operator, antecedentIds };
}

/** Removes all relations whose consequent a statement is, and tells of each as removed. */
export async function removeRelationsOf(
  { tx, changes }: Write,
  { projectId, id: consequentId }: { projectId: number; id: string },
): Promise<void> {
  const relations = await tx.query.statementRelation.findMany({
    where: { projectId, consequentId },
    with: { antecedents: { orderBy: { ordinal: 'asc' } } },
    orderBy: { id: 'asc' },
  });
  if (relations.length === 0) return;
  await tx
    .delete(statementRelation)
    .where(and(eq(statementRelation.projectId, projectId), eq(statementRelation.consequentId, consequentId)));
  for (const relation of relations) {
    const antecedentIds = relation.antecedents.map(({ statementId }) => statementId);
    changes.push({
      ...about(relation, relation.version + 1),
      kind: 'REMOVED',
      state: stateOf(relation, antecedentIds),
    });
  }
}
