import { ConflictError } from '../protocol/errors.ts';

/** How often something is used in one way: number, noun in singular, and what connects them: [3, 'statement', 'by it']. */
export type Use = readonly [count: number, noun: string, link: string];

/**
 * Refuses a removal while anything else needs what is to be removed, and says by what and how many.
 *
 * @throws ConflictError
 */
export function refuseIfUsed(what: string, uses: readonly Use[]): void {
  const found = uses.filter(([count]) => count > 0);
  if (found.length === 0) return;
  const list = found.map(([count, noun, link]) => `${count} ${noun}${count === 1 ? '' : 's'} ${link}`.trim());
  throw new ConflictError({
    path: ['id'],
    code: 'CONFLICT',
    message: `The ${what} is in use: ${list.join(', ')}. Change or remove those first.`,
  });
}

/** The same where only the database noticed, since the use was written meanwhile. */
export const usedMeanwhile = (what: string) => ({
  path: ['id'],
  code: 'CONFLICT' as const,
  message: `The ${what} has just been put to use by another writer; look again before removing it.`,
});
