import { drizzle } from 'drizzle-orm/postgres-js';
import type postgres from 'postgres';

/** Stands in SQL for the viewer's account, as uuid; the viewer's handle fills it in. */
export const ACCOUNT = Object.freeze({ viewer: 'account' });
/** The projects in which the viewer has a role, as bigint[]. */
export const READS = Object.freeze({ viewer: 'reads' });
/** Those in which he is EDITOR or OWNER, as bigint[]. */
export const EDITS = Object.freeze({ viewer: 'edits' });
/** Whether no check holds, as boolean. */
export const ALL = Object.freeze({ viewer: 'all' });

export type ViewerParameters = {
  accountId: string;
  reads: readonly number[];
  edits: readonly number[];
  all: boolean;
};

type Client = postgres.Sql;

export function viewerClient(sql: Client, viewer: ViewerParameters): Client {
  const values = new Map<unknown, () => unknown>([
    [ACCOUNT, () => viewer.accountId],
    [READS, () => `{${viewer.reads.join(',')}}`],
    [EDITS, () => `{${viewer.edits.join(',')}}`],
    [ALL, () => viewer.all],
  ]);
  const wrap = (client: any): any => ({
    options: client.options,
    unsafe: (query: string, params: unknown[], options: object) =>
      client.unsafe(
        query,
        params.map((one) => (values.has(one) ? values.get(one)?.() : one)),
        options,
      ),
    begin: (...given: unknown[]) => {
      const work = given.pop() as (tx: any) => unknown;
      return client.begin(...given, (tx: any) => work(wrap(tx)));
    },
    savepoint: (work: (tx: any) => unknown) => client.savepoint((tx: any) => work(wrap(tx))),
  });
  return wrap(sql) as Client;
}

export function handleFor<R extends object>(sql: Client, relations: R, viewer: ViewerParameters) {
  return drizzle({ client: viewerClient(sql, viewer), relations } as never);
}
