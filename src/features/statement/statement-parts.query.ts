import { and, eq, sql } from 'drizzle-orm';
import type { Tx } from '../../db/transaction.ts';
import type { FaultList, PathStep } from '../../protocol/errors.ts';
import { ADDRESSEES_MAX, VARIABLES_MAX } from '../../protocol/limits.ts';
import { isAnyOf } from '../any-of.query.ts';
import { issue } from '../issue/issue.table.ts';
import { variable } from '../project/project.table.ts';
import { type Refs, want, type Wanted } from '../project/ref.query.ts';
import { statement } from './statement.table.ts';
import type { StatementPatch, Variable } from './statement.rule.ts';

/** All that a statement's input names. */
export function wantedBy(input: StatementPatch, path: readonly PathStep[]): (Wanted | null)[] {
  return [
    want('Actor', input.speaker, [...path, 'speaker']),
    want('Actor', input.onBehalfOf, [...path, 'onBehalfOf']),
    want('Issue', input.issue, [...path, 'issue']),
    want('Actor', input.toward, [...path, 'toward']),
    want('Event', input.event, [...path, 'event']),
    want('Event', input.saidAt, [...path, 'saidAt']),
    want('Statement', input.reportedIn, [...path, 'reportedIn']),
    // Lists that are too long are a fault themselves; the rest of them isn't looked up.
    ...(input.addressees ?? [])
      .slice(0, ADDRESSEES_MAX)
      .map((text, at) => want('Actor', text, [...path, 'addressees', at])),
    ...(input.values ?? [])
      .slice(0, VARIABLES_MAX)
      .map((value, at) => want('Variable', value.variable, [...path, 'values', at, 'variable'])),
  ];
}

/** The project's variables, in the order of their slugs. */
export async function loadVariables(tx: Tx, projectId: number): Promise<Variable[]> {
  const { id, slug, type, options, required } = variable;
  return tx
    .select({ id, slug, type, options, required })
    .from(variable)
    .where(eq(variable.projectId, projectId))
    .orderBy(slug);
}

/** A statement that another is to be joined to, and where the input names it. */
export type Neighbour = { id: string | null; path: readonly PathStep[] };

/** Tells of every statement that lies on another document or layer than the one it is to be joined on. */
export async function checkNeighbours(
  tx: Tx,
  place: { projectId: number; documentId: string; layerId: string },
  neighbours: readonly Neighbour[],
  faults: FaultList,
): Promise<void> {
  const ids = new Set(neighbours.map(({ id }) => id).filter((id) => id !== null));
  if (ids.size === 0) return;
  const { documentId, layerId } = statement;
  const rows = await tx
    .select({ id: statement.id, documentId, layerId })
    .from(statement)
    .where(and(eq(statement.projectId, place.projectId), isAnyOf(statement.id, 'uuid', [...ids])));
  const found = new Map(rows.map((row) => [row.id, row]));
  for (const { id, path } of neighbours) {
    const row = id === null ? undefined : found.get(id);
    if (!row) continue;
    if (row.documentId !== place.documentId) {
      faults.add(path, 'The statement belongs to another document; name one of the same document and layer.');
    } else if (row.layerId !== place.layerId) {
      faults.add(path, 'The statement lies on another layer of the document; name one of the same layer.');
    }
  }
}

/**
 * Keeps issues from being merged away until commit.
 *
 * @returns `refs` as they were read, an issue that was merged in between as its target
 */
export async function lockIssues(tx: Tx, projectId: number, refs: Refs, named: readonly (string | null)[]) {
  const ids = new Set(named.filter((id) => id !== null));
  if (ids.size === 0) return refs;
  const rows = await tx
    .select({ id: issue.id, target: sql<string>`coalesce(${issue.mergedIntoId}, ${issue.id})` })
    .from(issue)
    .where(and(eq(issue.projectId, projectId), isAnyOf(issue.id, 'uuid', [...ids])))
    .orderBy(issue.id)
    .for('key share');
  const targets = new Map(rows.map(({ id, target }) => [id, target]));
  const locked: Refs = (type, text) => {
    const id = refs(type, text);
    return type === 'Issue' && id !== null ? (targets.get(id) ?? id) : id;
  };
  return locked;
}
