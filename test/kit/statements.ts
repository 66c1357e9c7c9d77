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
