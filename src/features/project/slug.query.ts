import { and, eq, like, or } from 'drizzle-orm';
import type { PgColumn, PgTable } from 'drizzle-orm/pg-core';
import type { Tx } from '../../db/transaction.ts';
import { SLUG_MAX } from '../../protocol/limits.ts';
import { project } from './project.table.ts';

type Slugged = PgTable & { projectId: PgColumn; slug: PgColumn };

/**
 * A slug made from a name, as it stands or with the lowest number from 2 that is free in the project. Two writers may find the
 * same one; the table's unique constraint then tells the second.
 */
export async function freeSlug(tx: Tx, table: Slugged, projectId: number, slug: string): Promise<string> {
  const rows = await tx
    .select({ slug: table.slug })
    .from(table as PgTable)
    .where(and(eq(table.projectId, projectId), alike(table.slug, slug)));
  return firstFree(slug, new Set(rows.map((row) => String(row.slug))));
}

/** The same for a project's own slug. */
export async function freeProjectSlug(tx: Tx, slug: string): Promise<string> {
  const rows = await tx.select({ slug: project.slug }).from(project).where(alike(project.slug, slug));
  return firstFree(slug, new Set(rows.map((row) => row.slug)));
}

/** Leaves room for a number. */
const stemOf = (slug: string) => slug.slice(0, SLUG_MAX - 6).replace(/-+$/, '');

const alike = (column: PgColumn, slug: string) => or(eq(column, slug), like(column, `${stemOf(slug)}-%`));

function firstFree(slug: string, taken: ReadonlySet<string>): string {
  const stem = stemOf(slug);
  if (!taken.has(slug)) return slug;
  let number = 2;
  while (taken.has(`${stem}-${number}`)) number++;
  return `${stem}-${number}`;
}
