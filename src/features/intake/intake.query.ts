import { and, eq, sql } from 'drizzle-orm';
import type { Db } from '../../tables.ts';
import { actor, actorName } from '../actor/actor.table.ts';
import { document, documentVersion } from '../document/document.table.ts';

/** The project's document that has this text, in whichever version; null where none has. */
export async function documentWithText(
  db: Db,
  projectId: number,
  sha256: string,
): Promise<Pick<typeof document.$inferSelect, 'id' | 'slug' | 'version' | 'authorId'> | null> {
  const [row] = await db
    .select({ id: document.id, slug: document.slug, version: document.version, authorId: document.authorId })
    .from(documentVersion)
    .innerJoin(
      document,
      and(eq(document.projectId, documentVersion.projectId), eq(document.id, documentVersion.documentId)),
    )
    .where(and(eq(documentVersion.projectId, projectId), eq(documentVersion.sha256, sha256)))
    .orderBy(document.id)
    .limit(1);
  return row ?? null;
}

/** The slugs of the persons who have this name among theirs, whatever its capitals. */
export async function personsNamed(db: Db, projectId: number, name: string): Promise<string[]> {
  const rows = await db
    .select({ slug: actor.slug })
    .from(actor)
    .where(
      and(
        eq(actor.projectId, projectId),
        eq(actor.kind, 'PERSON'),
        sql`(lower(${actor.name}) = lower(${name}) or exists (select from ${actorName}
          where ${actorName.projectId} = ${actor.projectId} and ${actorName.actorId} = ${actor.id}
            and lower(${actorName.name}) = lower(${name})))`,
      ),
    )
    .orderBy(actor.slug)
    .limit(2);
  return rows.map((row) => row.slug);
}
