import { and, eq, or, type SQL } from 'drizzle-orm';
import type { PgColumn, PgTable } from 'drizzle-orm/pg-core';
import { type DomainError, domainError, type FaultList, type PathStep } from '../../protocol/errors.ts';
import {
  article,
  type ContentType,
  decodeGlobalId,
  type IdType,
  parseRef,
} from '../../protocol/global-id.ts';
import type { Db } from '../../tables.ts';
import type { Tx } from '../../db/transaction.ts';
import { actor, affiliation } from '../actor/actor.table.ts';
import { annotation } from '../annotation/annotation.table.ts';
import { isAnyOf } from '../any-of.query.ts';
import { document, documentVersion } from '../document/document.table.ts';
import { event } from '../event/event.table.ts';
import { issue } from '../issue/issue.table.ts';
import { layer } from '../layer/layer.table.ts';
import { statement, statementRelation } from '../statement/statement.table.ts';
import { isOnSeenLayer, isReadableProject, isSeenLayer, projectNamed } from '../../visibility.ts';
import { project, variable } from './project.table.ts';

type Named = PgTable & { projectId: PgColumn; id: PgColumn; slug?: PgColumn };

const TABLES: Record<ContentType, Named> = {
  Variable: variable,
  Actor: actor,
  Affiliation: affiliation,
  Issue: issue,
  Document: document,
  DocumentVersion: documentVersion,
  Layer: layer,
  Statement: statement,
  StatementRelation: statementRelation,
  Event: event,
  Annotation: annotation,
};

/** Something that an input names, by slug or global id. */
export type Wanted = {
  type: ContentType;
  text: string;
  path: PathStep | readonly PathStep[];
  /** What to say besides where the text is neither slug nor id. */
  hint?: string | undefined;
};

/** Finds the id of a thing that `loadRefs` was asked for; null where it is not there, which is then among the faults. */
export type Refs = (type: ContentType, text: string | null | undefined) => string | null;

/**
 * Finds everything that an input names, in one query a type. An issue merged into another is found as that other.
 * What isn't in the project, whether it exists elsewhere or not, is a NOT_FOUND at its path.
 */
export async function loadRefs(
  db: Db | Tx,
  projectId: number,
  wanted: readonly (Wanted | null)[],
  faults: FaultList,
): Promise<Refs> {
  const found = new Map<string, string>();
  const asked = wanted.filter((want) => want !== null);
  for (const type of new Set(asked.map((want) => want.type))) {
    const texts = new Set(asked.filter((want) => want.type === type).map((want) => want.text));
    for (const [text, id] of await find(db, projectId, type, texts)) found.set(`${type} ${text}`, id);
  }
  for (const { type, text, path, hint } of asked) {
    if (found.has(`${type} ${text}`)) continue;
    const ref = parseRef(text, type);
    if ('fault' in ref) faults.add(path, hint === undefined ? ref.fault : `${ref.fault} ${hint}`);
    else faults.add(path, `There is no ${type.toLowerCase()} ${shown(text)} in this project.`, 'NOT_FOUND');
  }
  return (type, text) =>
    text === null || text === undefined ? null : (found.get(`${type} ${text}`) ?? null);
}

/** A thing wanted if the input names it. */
export function want(
  type: ContentType,
  text: string | null | undefined,
  path: PathStep | readonly PathStep[],
  hint?: string,
): Wanted | null {
  return text === null || text === undefined ? null : { type, text, path, hint };
}

async function find(
  db: Db | Tx,
  projectId: number,
  type: ContentType,
  texts: Set<string>,
): Promise<Map<string, string>> {
  const table = TABLES[type];
  const bySlug = new Map<string, string>();
  const byId = new Map<string, string>();
  for (const text of texts) {
    const ref = parseRef(text, type);
    if ('slug' in ref) bySlug.set(ref.slug, text);
    else if ('id' in ref && ref.id.projectId === projectId) byId.set(ref.id.id, text);
  }
  const matches: SQL[] = [];
  if (byId.size > 0) matches.push(isAnyOf(table.id, 'uuid', [...byId.keys()]));
  if (bySlug.size > 0 && table.slug) matches.push(isAnyOf(table.slug, 'text', [...bySlug.keys()]));
  if (matches.length === 0) return new Map();
  const rows = await db
    .select({
      id: table.id,
      ...(table.slug && { slug: table.slug }),
      ...(type === 'Issue' && { target: issue.mergedIntoId }),
    })
    .from(table as PgTable)
    .where(and(eq(table.projectId, projectId), or(...matches), seen(type)));
  const result = new Map<string, string>();
  for (const row of rows as { id: string; slug?: string; target?: string | null }[]) {
    for (const text of [byId.get(row.id), bySlug.get(row.slug ?? '')]) {
      if (text !== undefined) result.set(text, row.target ?? row.id);
    }
  }
  return result;
}

/** What lies on a layer is found only where the viewer sees that. */
function seen(type: ContentType): SQL | undefined {
  if (type === 'Layer') return isSeenLayer(layer);
  if (type === 'Statement') return isOnSeenLayer(statement);
  if (type === 'StatementRelation') return isOnSeenLayer(statementRelation);
  return type === 'Annotation' ? isOnSeenLayer(annotation) : undefined;
}

/**
 * @returns the number of the project that an input names by slug or global id
 * @throws DomainError NOT_FOUND
 */
export async function findProject(db: Db | Tx, text: string, path: string = 'project'): Promise<number> {
  const ref = parseRef(text, 'Project');
  if ('fault' in ref) throw domainError('INVALID', path, ref.fault);
  const condition = eq(project.id, 'slug' in ref ? projectNamed(ref.slug) : ref.id.projectId);
  const [row] = await db
    .select({ id: project.id })
    .from(project)
    .where(and(condition, isReadableProject(project)));
  if (!row) throw noProject(text, path);
  return row.id;
}

/** The same where there is none and where the viewer may not see it. */
export function noProject(text: string, path: PathStep | readonly PathStep[]): DomainError {
  return domainError('NOT_FOUND', path, `There is no project ${shown(text)} that you may see.`);
}

/**
 * Reads the global id of something that an input changes or removes.
 *
 * @throws DomainError INVALID where it is none of that type
 */
export function keyOf(
  type: ContentType | Extract<IdType, 'Invitation'>,
  text: string,
  path: string = 'id',
): { projectId: number; id: string } {
  const decoded = decodeGlobalId(text);
  if (decoded?.type === type) return { projectId: decoded.projectId, id: decoded.id };
  throw domainError(
    'INVALID',
    path,
    `${shown(text)} is not the id of ${article(type)}; a slug does not do here, ask for its \`id\`.`,
  );
}

function shown(text: string): string {
  return JSON.stringify(text.length > 80 ? `${text.slice(0, 80)}…` : text);
}
