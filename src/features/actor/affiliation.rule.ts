import { isDay } from '../../protocol/day.ts';
import type { FaultList } from '../../protocol/errors.ts';

/** The days of an affiliation: each a day or null, in order. */
export function checkDays(
  faults: FaultList,
  from: string | null,
  until: string | null,
): { validFrom: string | null; validUntil: string | null } {
  for (const [name, day] of [
    ['validFrom', from],
    ['validUntil', until],
  ] as const) {
    if (day !== null && !isDay(day))
      faults.add(name, 'It is not a day; give one such as 2012-12-26, or null for an open end.');
  }
  if (isDay(from) && isDay(until) && from > until) {
    faults.add('validUntil', 'It lies before validFrom; the last day comes after the first or is the same.');
  }
  return { validFrom: from, validUntil: until };
}
