import type { Tx } from '../../db/transaction.ts';
import type { NewChange } from '../../feed/append.ts';
import { about as aboutMark, stateOf as stateOfMark } from '../annotation/mark.command.ts';
import { about, stateOf } from '../statement/insert-statements.command.ts';

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
      const addresseeIds = row.addressees.map(({ actorId }) => actorId);
      return {
        ...about(row, row.version),
        kind: 'CHANGED',
        state: stateOf(row, { addresseeIds, values: row.values }),
      };
    }),
    ...tags.map((row): NewChange => {
      const state = stateOfMark(row, row.ranges);
      return { ...aboutMark(row, row.version), kind: 'CHANGED', state };
    }),
  ];
}
