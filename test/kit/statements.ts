import type { Logger } from 'drizzle-orm';
import type { Service } from './service.ts';

/** The SQL statements that requests send while `work` runs, in order. Transactions' own begin and commit are not among them. */
export async function statementsOf(service: Service, work: () => Promise<unknown>): Promise<string[]> {
  const sent: string[] = [];
  const hear = (statement: string): void => void sent.push(statement);
  service.hearing.add(hear);
  try {
    await work();
  } finally {
    service.hearing.delete(hear);
  }
  return sent;
}

/** How many SQL statements requests send while `work` runs. */
export async function countStatements(service: Service, work: () => Promise<unknown>): Promise<number> {
  return (await statementsOf(service, work)).length;
}

/** How many the service sends through its own handle, for whom nobody is known yet, while `work` runs. */
export async function countOwnStatements(service: Service, work: () => Promise<unknown>): Promise<number> {
  // The session is Drizzle's own; it hands its logger to each query.
  const { session } = service.app.db._ as unknown as { session: { logger: Logger } };
  const before = session.logger;
  let count = 0;
  session.logger = { logQuery: () => (count += 1) };
  try {
    await work();
  } finally {
    session.logger = before;
  }
  return count;
}
