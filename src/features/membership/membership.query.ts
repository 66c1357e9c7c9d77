import { and, asc, desc, eq, gt, isNull, lt, type SQL, type SQLWrapper, sql } from 'drizzle-orm';
import type { PageRequest } from '../../protocol/page.ts';
import type { Db } from '../../tables.ts';
import type { Viewer } from '../account/viewer.ts';
import { membership } from './membership.table.ts';

/** One membership of the viewer more than the page has, in the order of the projects' numbers. */
export function readMemberships(db: Db, viewer: Viewer, page: PageRequest<number>) {
  return db
    .select()
    .from(membership)
    .where(
      and(
        isHis(viewer),
        page.after === null ? undefined : gt(membership.projectId, page.after),
        page.before === null ? undefined : lt(membership.projectId, page.before),
      ),
    )
    .orderBy(page.backward ? desc(membership.projectId) : asc(membership.projectId))
    .limit(page.size + 1);
}

export function countMemberships(db: Db, viewer: Viewer): Promise<number> {
  return db.$count(membership, isHis(viewer));
}

/** With a token, those that it reaches. */
function isHis({ accountId, tokenId, roles }: Viewer) {
  return and(
    eq(membership.accountId, accountId),
    isNull(membership.endedAt),
    tokenId === null ? undefined : isAmong(membership.projectId, roles),
  );
}

/** Memberships that the viewer sees: those in projects that he belongs to himself. */
export function isFellow({ via, roles }: Viewer, projectId: SQLWrapper): SQL {
  return via === 'PROGRAM' ? sql`true` : isAmong(projectId, roles);
}

function isAmong(projectId: SQLWrapper, roles: Viewer['roles']): SQL {
  return sql`${projectId} = any(${`{${[...roles.keys()].join(',')}}`}::bigint[])`;
}
