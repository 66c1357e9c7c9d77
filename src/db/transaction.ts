import type { Db } from '../tables.ts';

/** A database inside a transaction; queries that take a `Db` take it too. */
export type Tx = Parameters<Parameters<Db['transaction']>[0]>[0];

/** Serialisation failure and deadlock: PostgreSQL rolled the transaction back, and the same work may succeed. */
const RETRIED = new Set(['40001', '40P01']);
const ATTEMPTS = 4;

/**
 * Runs `work` in one transaction, again where PostgreSQL asks for it. `work` must therefore do nothing but use `tx`.
 *
 * @throws what `work` throws; nothing is then written
 */
export async function inTransaction<T>(db: Db, work: (tx: Tx) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await db.transaction(work);
    } catch (error) {
      const code = postgresError(error)?.code;
      if (attempt === ATTEMPTS || code === undefined || !RETRIED.has(code)) throw error;
    }
  }
}

/** What PostgreSQL said of a failed statement. */
export type PostgresError = { code: string; constraint: string | null };

/** @returns PostgreSQL's error inside whatever the driver and query builder wrapped around it, if it is one */
export function postgresError(error: unknown): PostgresError | null {
  for (let inner = error; inner instanceof Error; inner = inner.cause) {
    if (inner.name === 'PostgresError' && 'code' in inner && typeof inner.code === 'string') {
      const constraint = 'constraint_name' in inner ? inner.constraint_name : null;
      return { code: inner.code, constraint: typeof constraint === 'string' ? constraint : null };
    }
  }
  return null;
}
