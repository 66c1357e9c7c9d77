import { and, eq, getTableName, like, or, sql } from 'drizzle-orm';
import type { PgColumn, PgTable } from 'drizzle-orm/pg-core';
import type { Tx } from '../../db/transaction.ts';
import { SLUG_MAX } from '../../protocol/limits.ts';
import { project } from './project.table.ts';

type Slugged = PgTable & { projectId: PgColumn; slug: PgColumn };

/**
 * A slug made from a name, as it stands or with the lowest number from 2 that is free in the project. Of two writers who make
 * one of the same name at once the second waits for the first, and takes the next number.
 */
export async function freeSlug(tx: Tx, table: Slugged, projectId: number, slug: string): Promise<string> {
  await inTurn(tx, `${getTableName(table)} ${projectId} ${stemOf(slug)}`);
  const rows = await tx
    .select({ slug: table.slug })
    .from(table as PgTable)
    .where(and(eq(table.projectId, projectId), alike(table.slug, slug)));
  return firstFree(slug, new Set(rows.map((row) => String(row.slug))));
}

/** The same for a project's own slug, among those that one account made. */
export async function freeProjectSlug(tx: Tx, accountId: string, slug: string): Promise<string> {
  await inTurn(tx, `project ${accountId} ${stemOf(slug)}`);
  const rows = await tx
    .select({ slug: project.slug })
    .from(project)
    .where(and(eq(project.createdBy, accountId), alike(project.slug, slug)));
  return firstFree(slug, new Set(rows.map((row) => row.slug)));
}

/** Until the transaction ends, others that name the same wait. */
async function inTurn(tx: Tx, name: string): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${name}, 0))`);
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
