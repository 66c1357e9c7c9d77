import type { Tx } from '../../db/transaction.ts';
import type { NewChange } from '../../feed/append.ts';
import { about, stateOf } from '../annotation/mark.command.ts';

/** The changes that tell of statements and tags which have just been moved to another issue, each as it now stands. */
export async function codingChanges(
  tx: Tx,
  projectId: number,
  statementIds: string[],
  tagIds: string[],
): Promise<NewChange[]> {
  const statements =
    statementIds.length === 0
      ? []
      : await tx.query.statement.findMany({
          where: { projectId, id: { in: statementIds } },
          with: { addressees: true, values: true },
          orderBy: { id: 'asc' },
        });
  const tags =
    tagIds.length === 0
      ? []
      : await tx.query.annotation.findMany({
          where: { projectId, id: { in: tagIds } },
          with: { ranges: { orderBy: { ordinal: 'asc' } } },
          orderBy: { id: 'asc' },
        });
  return [
    ...statements.map((row): NewChange => {
      const { id, version, documentId, layerId } = row;
      const state = statementState(row);
      return {
        kind: 'CHANGED',
        subjectType: 'STATEMENT',
        subjectId: id,
        version,
        documentId,
        layerId,
        state,
      };
    }),
    ...tags.map((row): NewChange => ({
      ...about(row, row.version),
      kind: 'CHANGED',
      state: stateOf(row, row.ranges),
    })),
  ];
}

function statementState(row: {
  addressees: { actorId: string }[];
  values: { variableId: string; value: unknown }[];
  [column: string]: unknown;
}): Record<string, unknown> {
  const { addressees, values, ...columns } = row;
  return {
    ...columns,
    addresseeIds: addressees.map(({ actorId }) => actorId),
    values: values.map(({ variableId, value }) => ({ variableId, value })),
  };
}
