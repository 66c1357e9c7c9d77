import type { Logger } from 'drizzle-orm';
import type { Service } from './service.ts';

/** The SQL statements that the service sends while `work` runs, in order. Transactions' own begin and commit are not among them. */
export async function statementsOf(service: Service, work: () => Promise<unknown>): Promise<string[]> {
  const sent: string[] = [];
  const logger: Logger = { logQuery: (query) => void sent.push(query) };
  // The session is Drizzle's own; it hands its logger to each query, and its options to the sessions of transactions.
  const session = (service.app.db._ as unknown as { session: Session }).session;
  const before = { logger: session.logger, options: session.options };
  Object.assign(session, { logger, options: { ...session.options, logger } });
  try {
    await work();
  } finally {
    Object.assign(session, before);
  }
  return sent;
}

type Session = { logger: Logger; options: object };

/** How many SQL statements the service sends while `work` runs. */
export async function countStatements(service: Service, work: () => Promise<unknown>): Promise<number> {
  return (await statementsOf(service, work)).length;
}
