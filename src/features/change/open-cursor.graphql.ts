import type { Context } from '../../graphql/context.ts';
import { domainError } from '../../protocol/errors.ts';

/**
 * Reads a cursor given as an argument [F5].
 *
 * @returns the place it names, null where none is given
 * @throws DomainError INVALID where this project never gave it out
 */
export async function openCursor(
  { cursors }: Context,
  projectId: number,
  argument: string,
  cursor: string | null | undefined,
): Promise<number | null> {
  if (cursor === null || cursor === undefined) return null;
  const place = await cursors.open(projectId, cursor);
  if (place !== null) return place;
  throw domainError(
    'INVALID',
    argument,
    `${argument}: this is no cursor of this project. Read afresh, and go on from a cursor that you read then.`,
  );
}
