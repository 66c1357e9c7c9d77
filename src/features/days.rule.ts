import type { FaultList } from '../protocol/errors.ts';

/** For how many whole days from now something shall hold; null where no end is given. */
export function checkDays(
  faults: FaultList,
  path: string,
  days: number | null | undefined,
  max: number,
): number | null {
  if (days === null || days === undefined) return null;
  if (!Number.isInteger(days) || days < 1 || days > max)
    faults.add(path, `It is a whole number of days from 1 to ${max}.`);
  return days;
}
