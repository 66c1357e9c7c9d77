import { and, eq } from 'drizzle-orm';
import type { Tx } from '../../db/transaction.ts';
import { identityOf, type NewRelation } from './relation.rule.ts';
import { isAnyOf } from '../any-of.query.ts';
import { statement, type statementRelation } from './statement.table.ts';

/**
 * Of each relation, the id of one that is the same and stands already; null where there is none. Locks the consequents until
 * commit, so that no two writers find none and make two.
 */
export async function standingRelations(
  tx: Tx,
  projectId: number,
  relations: readonly NewRelation[],
): Promise<(string | null)[]> {
  // What an input names and isn't there has no id.
  const ids = [...new Set(relations.map(({ consequentId }) => consequentId))].filter((id) => id !== '');
  if (ids.length === 0) return relations.map(() => null);
  await tx
    .select({ id: statement.id })
    .from(statement)
    .where(and(eq(statement.projectId, projectId), isAnyOf(statement.id, 'uuid', ids)))
    .orderBy(statement.id)
    .for('no key update');
  const rows = await tx.query.statementRelation.findMany({
    where: {
      projectId,
      RAW: (row: typeof statementRelation) => isAnyOf(row.consequentId, 'uuid', ids),
    } as object,
    with: { antecedents: true },
    orderBy: { id: 'desc' },
  });
  const standing = new Map(
    rows.map(({ antecedents, ...row }) => [
      identityOf({ ...row, antecedentIds: antecedents.map(({ statementId }) => statementId) }),
      row.id,
    ]),
  );
  return relations.map((relation) => standing.get(identityOf(relation)) ?? null);
}
