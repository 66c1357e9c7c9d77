import { createHash } from 'node:crypto';
import { and, eq, lt, sql } from 'drizzle-orm';
import { inTransaction, postgresError, type Tx } from '../db/transaction.ts';
import type { Viewer } from '../features/account/viewer.ts';
import { project } from '../features/project/project.table.ts';
import type { Role } from '../protocol/role.ts';
import type { NodeType } from '../protocol/global-id.ts';
import { authorize } from './authorize.ts';
import { ConflictError, DomainError, domainError, type ErrorCode } from '../protocol/errors.ts';
import { IDEMPOTENCY_KEY_MAX } from '../protocol/limits.ts';
import type { Db } from '../tables.ts';
import { appendChanges, type NewChange } from './append.ts';
import { idempotency } from './change.table.ts';
import { announceCommit } from './commit.ts';

/** What a broken constraint means to whoever sent the input. */
export type ConstraintFaults = Record<string, { path: string[]; code: ErrorCode; message: string }>;

export type WriteOptions = {
  /** The project written to; null for what lies outside any, which then has no feed. */
  projectId: number | null;
  /** The role that it takes in that project; outside any, an account. */
  needs: Role | 'ACCOUNT';
  /** What an input names by its id: where the viewer may not read the project, it is not there. */
  subject?: NodeType;
  /** Where the input names the project, or that subject. */
  path?: string;
  /** The mutation's name and input, by which a repeated key is recognised. */
  operation: string;
  input: unknown;
  idempotencyKey?: string | null | undefined;
  /** By constraint name; others are faults of the service and pass as they are. */
  constraints?: ConstraintFaults;
};

/** A write in progress. `changes` become the project's feed when it commits. */
export type Write = { tx: Tx; viewer: Viewer; changes: NewChange[] };

/**
 * The one way to write: one transaction, its changes appended last. Under an idempotency key that has succeeded before,
 * `work` is not run and the first result is given again.
 *
 * @param work returns the ids of what it made or changed
 * @returns those ids
 * @throws DomainError for faults of the input and where the viewer may not, ConflictError where the key was used for another input
 */
export async function write(
  db: Db,
  viewer: Viewer,
  options: WriteOptions,
  work: (write: Write) => Promise<string[]>,
): Promise<string[]> {
  await authorize(db, viewer, options);
  const key = checkKey(options.idempotencyKey);
  let appended = false;
  try {
    const written = await inTransaction(db, async (tx) => {
      appended = false;
      const claim =
        key === null ? null : { projectId: options.projectId ?? 0, accountId: viewer.accountId, key };
      const earlier = claim && (await claimKey(tx, claim, hashOf(options)));
      if (earlier) return earlier;
      if (options.projectId !== null) await holdProject(tx, options.projectId);
      const changes: NewChange[] = [];
      const ids = await work({ tx, viewer, changes });
      if (claim) await tx.update(idempotency).set({ result: ids }).where(isClaim(claim));
      if (options.projectId !== null) {
        await appendChanges(tx, options.projectId, viewer.accountId, changes);
        appended = changes.length > 0;
      }
      return ids;
    });
    if (appended && options.projectId !== null) announceCommit(db, options.projectId);
    return written;
  } catch (error) {
    throw asDomainError(error, options.constraints ?? {});
  }
}

/**
 * Keeps the project from being removed until commit: a removal waits for all that write into it, and who comes after finds
 * nothing there. Writers do not wait for each other here.
 */
async function holdProject(tx: Tx, projectId: number): Promise<void> {
  await tx.select({ id: project.id }).from(project).where(eq(project.id, projectId)).for('key share');
}

type Claim = { projectId: number; accountId: string; key: string };

const isClaim = (claim: Claim) =>
  and(
    eq(idempotency.projectId, claim.projectId),
    eq(idempotency.accountId, claim.accountId),
    eq(idempotency.key, claim.key),
  );

/** Waits for another transaction that holds the same key. @returns its result if it succeeded, else null: the key is ours */
async function claimKey(tx: Tx, claim: Claim, inputHash: string): Promise<string[] | null> {
  const claimed = await tx
    .insert(idempotency)
    .values({ ...claim, inputHash, result: [] })
    .onConflictDoUpdate({
      target: [idempotency.projectId, idempotency.accountId, idempotency.key],
      set: { inputHash, result: [], at: sql`now()` },
      setWhere: lt(idempotency.at, sql`now() - interval '30 days'`),
    })
    .returning({ key: idempotency.key });
  if (claimed.length > 0) return null;
  const [earlier] = await tx.select().from(idempotency).where(isClaim(claim));
  if (earlier?.inputHash === inputHash) return earlier.result;
  throw new ConflictError({
    path: ['idempotencyKey'],
    code: 'CONFLICT',
    message: 'This idempotency key was used with another input; take a new key for each new thing.',
  });
}

function checkKey(key: string | null | undefined): string | null {
  if (key === null || key === undefined) return null;
  if (/^[\x21-\x7e]+$/.test(key) && key.length <= IDEMPOTENCY_KEY_MAX) return key;
  throw domainError(
    'INVALID',
    'idempotencyKey',
    `An idempotency key has 1 to ${IDEMPOTENCY_KEY_MAX} visible ASCII characters; a UUID serves well.`,
  );
}

/** The same input gives the same hash whatever the order of its fields. */
function hashOf({ operation, input }: WriteOptions): string {
  const ordered = JSON.stringify([operation, input], (_, value: unknown) =>
    value !== null && typeof value === 'object' && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );
  return createHash('sha256').update(ordered).digest('hex');
}

function asDomainError(error: unknown, constraints: ConstraintFaults): unknown {
  if (error instanceof DomainError) return error;
  const constraint = postgresError(error)?.constraint;
  const fault = constraint ? (constraints[constraint] ?? projectGone(constraint)) : undefined;
  if (!fault) return error;
  return fault.code === 'CONFLICT' ? new ConflictError(fault) : new DomainError([fault]);
}

/** Every table that hangs on its project names the foreign key so. */
function projectGone(constraint: string) {
  if (!constraint.endsWith('_project')) return undefined;
  return {
    path: ['project'],
    code: 'NOT_FOUND' as const,
    message: 'The project has just been removed.',
  };
}
