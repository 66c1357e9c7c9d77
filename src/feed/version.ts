import { ConflictError, type DomainError, domainError } from '../protocol/errors.ts';
import type { GlobalId, NodeType } from '../protocol/global-id.ts';

/** The version that a writer saw, by which a change made in between is noticed. */
export type Versioned = { expectedVersion: number };

/**
 * @returns the row that was read under lock
 * @throws DomainError NOT_FOUND where it is not there, ConflictError with the current subject where another changed it first
 */
export function checkVersion<Row extends { version: number }>(
  subject: GlobalId,
  row: Row | null | undefined,
  { expectedVersion }: Versioned,
): Row {
  if (!row) throw notThere(subject.type);
  if (row.version === expectedVersion) return row;
  throw new ConflictError(
    {
      path: ['expectedVersion'],
      code: 'CONFLICT',
      message: `It was changed meanwhile and is at version ${row.version}, not ${expectedVersion}; look at it and decide again.`,
    },
    subject,
  );
}

/** What is said of a subject that is not there, and of one that the viewer may not know of, in the same words. */
export function notThere(type: NodeType, path: string = 'id'): DomainError {
  return domainError(
    'NOT_FOUND',
    path,
    `There is no such ${type.toLowerCase()}; perhaps another removed it.`,
  );
}
