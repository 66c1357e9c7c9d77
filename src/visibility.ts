import { type SQL, type SQLWrapper, sql } from 'drizzle-orm';
import { ACCOUNT, ALL, EDITS, READS } from './db/viewer-values.ts';
import type { Viewer } from './features/account/viewer.ts';

// What a viewer may see, as conditions that every query puts: the first of the two walls. The viewer is a parameter that his
// own handle of the database fills in, so that the text of a statement is the same for everybody. The second wall, row-level
// security, says the same again in the database's own words (migrations, `access_wall`).

type Value = SQLWrapper;

/** Rows of projects that the viewer may read. */
export function isReadable({ projectId }: { projectId: Value }): SQL {
  return sql`(${ALL}::boolean or ${projectId} = any(${READS}::bigint[]) or exists (
    select from project as open where open.id = ${projectId} and open.readable_by_anyone))`;
}

/** Projects that the viewer may read. */
export function isReadableProject(row: { id: Value; readableByAnyone: Value }): SQL {
  return sql`(${ALL}::boolean or ${row.id} = any(${READS}::bigint[]) or ${row.readableByAnyone})`;
}

/** Rows that do not lie on another coder's hidden layer. */
export function isOnSeenLayer(row: { projectId: Value; hiddenFor: Value }): SQL {
  return sql`(${seesAllOf(row)} or ${row.hiddenFor} is null or ${row.hiddenFor} = ${ACCOUNT}::uuid)`;
}

/** Layers that are not another coder's hidden one. */
export function isSeenLayer(row: { projectId: Value; hidden: Value; ownerId: Value }): SQL {
  return sql`(${seesAllOf(row)} or not ${row.hidden} or ${row.ownerId} = ${ACCOUNT}::uuid)`;
}

/** Entries of the log that were not written on another coder's hidden layer. */
export function isTold(row: { projectId: Value; onlyFor: Value }): SQL {
  return sql`(${seesAllOf(row)} or ${row.onlyFor} is null or ${row.onlyFor} = ${ACCOUNT}::uuid)`;
}

/**
 * Accounts that the viewer may know of: his own, and whoever is or was in a project that he reads. The local owner is in every
 * service, and so tells nothing.
 */
export function isKnownAccount(row: { id: Value; localOwner: Value }): SQL {
  return sql`(${ALL}::boolean or ${row.id} = ${ACCOUNT}::uuid or ${row.localOwner} or exists (
    select from membership as known where known.account_id = ${row.id}
      and ${isReadable({ projectId: sql`known.project_id` })}))`;
}

/**
 * The id of the project that a slug names to the viewer: one he made, else one he belongs to, else an open one; the oldest.
 *
 * @param viewer where the statement is not sent by his own handle
 */
export function projectNamed(
  slug: string,
  viewer?: Pick<Viewer, 'accountId' | 'roles' | 'via'>,
): SQL<number> {
  const account = viewer ? viewer.accountId : ACCOUNT;
  const reads = viewer ? `{${[...viewer.roles.keys()].join(',')}}` : READS;
  const all = viewer ? viewer.via === 'PROGRAM' : ALL;
  return sql<number>`(select named.id from project as named where named.slug = ${slug}
    and (${all}::boolean or named.id = any(${reads}::bigint[]) or named.readable_by_anyone)
    order by named.created_by = ${account}::uuid desc, named.id = any(${reads}::bigint[]) desc, named.created_at, named.id
    limit 1)`;
}

/** Editors and owners see every layer of their projects. */
function seesAllOf({ projectId }: { projectId: Value }): SQL {
  return sql`${ALL}::boolean or ${projectId} = any(${EDITS}::bigint[])`;
}
