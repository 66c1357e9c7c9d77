import type postgres from 'postgres';

/**
 * Statements sent at once in a transaction of their own: one round trip, one connection of the pool.
 *
 * postgres.js can send statements one after the other without waiting, but gives a transaction's connection away only after
 * BEGIN has been answered. What is used here beyond its documented surface is what its own `begin` uses (3.4.9, `src/index.js`):
 * `onexecute` hands over the connection as the query is written to it, `reserved` keeps it and is called whenever it is ready
 * for more, and a connection whose transaction has ended goes back to the pool by itself.
 */
type Connection = { execute(query: Part): unknown };

export type Query = ReturnType<postgres.Sql['unsafe']>;
type Part = Query & { executed: boolean; reject(error: unknown): void };

/**
 * @param parts made on the pool by `unsafe`, not yet started
 * @returns their results, in order
 * @throws the first error among them; nothing is then committed
 */
export async function inOneTrip(pool: postgres.Sql, parts: readonly Query[]): Promise<unknown[]> {
  const queue = [...parts, pool.unsafe('commit')] as Part[];
  const all = [...queue];
  // Else each would go to the pool by itself as soon as somebody waits for it.
  for (const part of all) part.executed = true;
  const fail = (error: unknown): void => {
    for (const part of queue.splice(0)) part.reject(error);
  };
  let sent = false;
  const onexecute = (connection: Connection): boolean => {
    sent = true;
    // Stops where the socket takes no more for now.
    const sendMore = (): void => {
      for (let part = queue.shift(); part; part = queue.shift()) {
        if (!connection.execute(part)) return;
      }
    };
    Object.assign(connection, { reserved: sendMore, onclose: fail });
    sendMore();
    return false;
  };
  const begin = pool.unsafe('begin', [], { onexecute } as object);
  begin.catch(fail);
  const settled = await Promise.allSettled([begin, ...all]);
  const failed = settled.find((each) => each.status === 'rejected');
  // A connection that was ended by the server fails the first that comes after it anew, with the error that ended it.
  if (failed && !sent && String(failed.reason?.code).startsWith('57P'))
    throw new SendAgain(String(failed.reason));
  if (failed) throw failed.reason;
  const results = settled.map((each) => (each as PromiseFulfilledResult<{ command?: string }>).value);
  // Where a table was altered beneath a prepared statement, postgres.js prepares it anew and sends it again, but outside of the
  // transaction by then: nobody has entered there, so its result is nothing.
  if (results.at(-1)?.command !== 'COMMIT') throw new SendAgain('The transaction was rolled back');
  return results.slice(1, -1);
}

/** Nothing was done, and no statement is to blame: worth another attempt. */
export class SendAgain extends Error {}

/**
 * A statement sent whole. With parameters, postgres.js else asks first what types the server expects, to turn values into text
 * accordingly: a round trip of its own each time, and what follows must wait. So the values come as text here.
 *
 * @param values what can be text by itself: JSON and arrays are to be written out before
 * @throws TypeError for what cannot: postgres.js would find out in the midst of writing, and lose count of the answers
 */
export function wholeQuery(
  client: postgres.ISql,
  text: string,
  values: readonly unknown[],
  options?: { prepare?: boolean },
): Query {
  if (values.length >= 65_534) throw new TypeError(`PostgreSQL takes no ${values.length} parameters`);
  const query = client.unsafe(text, values.map(asText) as never[], options);
  return Object.defineProperty(query, 'describeFirst', { get: () => false, set: () => {} });
}

function asText(value: unknown): unknown {
  switch (typeof value) {
    case 'number':
      return String(value);
    case 'string':
    case 'boolean':
    case 'bigint':
      return value;
    default:
      if (value === null || value instanceof Uint8Array) return value;
      throw new TypeError(`A parameter cannot be ${Object.prototype.toString.call(value)}`);
  }
}
