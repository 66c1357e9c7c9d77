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

/** SQL that counts an actor's direct members on a day; without a day, all there ever were. */
export function memberCount(row: typeof actor, day: string | null): SQL<number> {
  return sql<number>`(select count(*)::int from ${affiliation} as member
    where member.project_id = ${row.projectId} and member.of_id = ${row.id}
      and (${day}::date is null or daterange(member.valid_from, member.valid_until, '[]') @> ${day}::date))`;
}
