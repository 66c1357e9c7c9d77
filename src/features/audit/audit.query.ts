import { and, asc, desc, eq, gt, gte, inArray, isNull, lt, type SQL } from 'drizzle-orm';
import type { PageRequest } from '../../protocol/page.ts';
import type { Db } from '../../tables.ts';
import { membership } from '../membership/membership.table.ts';
import { auditEntry } from './audit.table.ts';

export type AuditEntry = typeof auditEntry.$inferSelect;
export type AuditAction = AuditEntry['action'];

/**
 * What members did for themselves and concerns each of their projects: how they came in, and tokens that reach all of them.
 * All of it is told without a project.
 */
const OWN_ACTIONS: readonly AuditAction[] = [
  'SIGNED_IN',
  'SIGN_IN_FAILED',
  'SIGNED_OUT',
  'PASSWORD_CHANGED',
  'TOKEN_CREATED',
  'TOKEN_REVOKED',
];

/**
 * One entry more than the page has, the newest first (the oldest first if it is counted from the end), of a project and of
 * those who are members now. Each of the two is read along an index, and no further than the page.
 */
export async function readAuditTrail(
  db: Db,
  projectId: number,
  actions: readonly AuditAction[] | null,
  page: PageRequest<string>,
): Promise<AuditEntry[]> {
  const within = and(
    page.after === null ? undefined : lt(auditEntry.id, page.after),
    page.before === null ? undefined : gt(auditEntry.id, page.before),
  );
  const order = page.backward ? asc : desc;
  const read = (condition: SQL | undefined) =>
    db
      .select()
      .from(auditEntry)
      .where(and(condition, within))
      .orderBy(order(auditEntry.id))
      .limit(page.size + 1);
  const own = read(ownOf(actions)).as('own');
  const [ofProject, ofMembers] = await Promise.all([
    read(ofProjectOf(projectId, actions)),
    db
      .select()
      .from(membership)
      .crossJoinLateral(own)
      .where(isMember(projectId))
      .orderBy(order(own.id))
      .limit(page.size + 1),
  ]);
  const sign = page.backward ? 1 : -1;
  return [...ofProject, ...ofMembers.map((row) => row.own)]
    .toSorted((a, b) => (a.id < b.id ? -sign : sign))
    .slice(0, page.size + 1);
}

export async function countAuditTrail(
  db: Db,
  projectId: number,
  actions: readonly AuditAction[] | null,
): Promise<number> {
  const own = db.select({ id: auditEntry.id }).from(auditEntry).where(ownOf(actions)).as('own');
  const ofMembers = db
    .select({ id: own.id })
    .from(membership)
    .crossJoinLateral(own)
    .where(isMember(projectId));
  const counts = await Promise.all([
    db.$count(auditEntry, ofProjectOf(projectId, actions)),
    db.$count(ofMembers.as('of_members')),
  ]);
  return counts[0] + counts[1];
}

const isMember = (projectId: number) => and(eq(membership.projectId, projectId), isNull(membership.endedAt));

function ofProjectOf(projectId: number, actions: readonly AuditAction[] | null): SQL | undefined {
  return and(eq(auditEntry.projectId, projectId), actions ? inArray(auditEntry.action, actions) : undefined);
}

/** Of whichever member the row beside it is. */
function ownOf(actions: readonly AuditAction[] | null): SQL | undefined {
  return and(
    eq(auditEntry.accountId, membership.accountId),
    isNull(auditEntry.projectId),
    // What somebody did before he joined is not for those whom he joined.
    gte(auditEntry.at, membership.createdAt),
    inArray(
      auditEntry.action,
      OWN_ACTIONS.filter((action) => actions?.includes(action) ?? true),
    ),
  );
}
