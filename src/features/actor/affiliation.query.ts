import { type SQL, sql } from 'drizzle-orm';
import { type actor, affiliation } from './actor.table.ts';

/**
 * The condition that an affiliation holds on a day: from its first to its last day, both included, an empty one being open.
 * Without a day, all do.
 */
export function holdsOn(day: string | null) {
  if (day === null) return {};
  return {
    AND: [
      { OR: [{ validFrom: { isNull: true as const } }, { validFrom: { lte: day } }] },
      { OR: [{ validUntil: { isNull: true as const } }, { validUntil: { gte: day } }] },
    ],
  };
}

/** SQL that counts an actor's direct members, or memberships, on a day; without a day, all there ever were. */
export function affiliationCount(
  side: 'members' | 'memberships',
  row: typeof actor,
  day: string | null,
): SQL<number> {
  const end = side === 'members' ? sql`counted.of_id` : sql`counted.actor_id`;
  return sql<number>`(select count(*)::int from ${affiliation} as counted
    where counted.project_id = ${row.projectId} and ${end} = ${row.id}
      and (${day}::date is null or daterange(counted.valid_from, counted.valid_until, '[]') @> ${day}::date))`;
}
