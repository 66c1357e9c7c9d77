import type postgres from 'postgres';
import { inOneTrip, SendAgain, wholeQuery } from './one-trip.ts';
import { filling, type ViewerValues } from './viewer-values.ts';

/** Whose rights PostgreSQL is to apply: those of an account, narrowed by the token that it signed in with, if any. */
export type Entrance = { accountId: string; tokenId: string | null };

type Options = { prepare?: boolean };
type Result = PromiseLike<unknown> & { values(): PromiseLike<unknown> };
/** The part of a connection, or of a pool, that Drizzle uses. */
type Client = {
  options: unknown;
  unsafe(text: string, values?: unknown[], options?: Options): Result;
  begin?<T>(work: (client: Client) => Promise<T>): Promise<T>;
  savepoint?<T>(work: (client: Client) => Promise<T>): Promise<T>;
};

type Fill = ReturnType<typeof filling>;

/**
 * A pool as Drizzle takes it, on which every statement runs as that viewer, under the rights that PostgreSQL itself finds for
 * him when it runs (`enter_viewer`). They are in force for one transaction: a statement by itself is sent as one, all four
 * parts at once, so it takes one round trip as ever. Nobody's rights are left on a connection that goes back to the pool,
 * and a statement whose viewer could not be entered fails with the transaction.
 *
 * @param app a pool whose sessions run under the role `demarche_app`
 */
export function viewerClient(app: postgres.Sql, entrance: Entrance, values: ViewerValues): postgres.Sql {
  const fill = filling(values);
  const client: Client = {
    options: app.options,
    unsafe: (text, parameters, options) => alone(app, entrance, text, fill(parameters), options),
    begin: (work) =>
      app.begin((tx) =>
        work(inside(tx, app.options, fill, (on) => void enter(on, entrance).execute())),
      ) as never,
  };
  return client as unknown as postgres.Sql;
}

/** A statement by itself. */
function alone(
  app: postgres.Sql,
  entrance: Entrance,
  text: string,
  values: unknown[],
  options?: Options,
): Result {
  let asValues = false;
  const send = async (): Promise<unknown> => {
    const statement = wholeQuery(app, text, values, options);
    if (asValues) statement.values();
    const [, result] = await inOneTrip(app, [enter(app, entrance), statement]);
    return result;
  };
  // Sent when the caller has had his turn to ask for values.
  const result = Promise.resolve()
    .then(send)
    .catch((error: unknown) => {
      if (error instanceof SendAgain) return send();
      throw error;
    });
  const asked = (): Promise<unknown> => {
    asValues = true;
    return result;
  };
  return Object.assign(result, { values: asked });
}

/** The pool of the tables' owner, with the values of whoever no check holds for in the place of a viewer's. */
export function programClient(sql: postgres.Sql, values: ViewerValues): postgres.Sql {
  const fill = filling(values);
  const client: Client = {
    options: sql.options,
    unsafe: (text, parameters, options) => wholeQuery(sql, text, fill(parameters), options),
    begin: (work) => sql.begin((tx) => work(inside(tx, sql.options, fill, () => {}))) as never,
  };
  return client as unknown as postgres.Sql;
}

function enter(client: postgres.ISql, { accountId, tokenId }: Entrance) {
  return wholeQuery(client, 'select enter_viewer($1, $2)', [accountId, tokenId], { prepare: true });
}

/**
 * An open transaction. There, too, the viewer enters before each statement: one that waited for a lock sees what was granted
 * or taken meanwhile. Only what sets the transaction itself must come first of all.
 */
function inside(
  tx: postgres.TransactionSql,
  options: unknown,
  fill: Fill,
  enterOn: (client: postgres.ISql) => void,
): Client {
  return {
    options,
    unsafe: (text, parameters, how) => {
      if (!text.startsWith('set transaction ')) enterOn(tx);
      return wholeQuery(tx, text, fill(parameters), how);
    },
    savepoint: (work) => tx.savepoint((inner) => work(inside(inner, options, fill, enterOn))) as never,
  };
}
