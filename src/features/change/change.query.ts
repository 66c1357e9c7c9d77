import { and, eq, inArray } from 'drizzle-orm';
import { change } from '../../feed/change.table.ts';
import type { Db } from '../../tables.ts';

type Place = { projectId: number; seq: number };

/** The states that changes left their subjects in, in the order asked; null for a change that is not there. */
export async function readStates(
  db: Db,
  places: readonly Place[],
): Promise<(Record<string, unknown> | null)[]> {
  const found = new Map<string, Record<string, unknown>>();
  for (const projectId of new Set(places.map((place) => place.projectId))) {
    const seqs = places.filter((place) => place.projectId === projectId).map(({ seq }) => seq);
    const rows = await db
      .select({ seq: change.seq, state: change.state })
      .from(change)
      .where(and(eq(change.projectId, projectId), inArray(change.seq, seqs)));
    for (const { seq, state } of rows) found.set(`${projectId} ${seq}`, state);
  }
  return places.map(({ projectId, seq }) => found.get(`${projectId} ${seq}`) ?? null);
}
