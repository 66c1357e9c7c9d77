import type { Server } from 'node:http';
import { setInterval } from 'node:timers/promises';
import { Fault, codeOf, exitCodes, messageOf } from '../fault.ts';

/**
 * Listens, and gives the address as a URL without a slash at its end.
 *
 * @throws Fault if the address is taken, not ours, or not allowed
 */
export async function listen(server: Server, port: number, host: string): Promise<string> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => reject(refusal(error, port, host)));
    server.listen(port, host, resolve);
  });
  const address = server.address();
  const actual = typeof address === 'object' && address !== null ? address.port : port;
  const everywhere = host === '0.0.0.0' || host === '::';
  const name = everywhere ? 'localhost' : host.includes(':') ? `[${host}]` : host;
  return `http://${name}:${actual}`;
}

/** Takes no new connections, lets requests under way finish, and cuts what is left after `limit` milliseconds. */
export async function drain(server: Server, limit: number): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  const stop = new AbortController();
  const cut = setTimeout(() => server.closeAllConnections(), limit);
  // A connection kept alive counts as idle only after its answer is out, so once is not enough.
  const sweep = (async () => {
    for await (const _ of setInterval(50, undefined, { signal: stop.signal })) server.closeIdleConnections();
  })().catch(() => {});
  await closed;
  clearTimeout(cut);
  stop.abort();
  await sweep;
}

function refusal(error: unknown, port: number, host: string): unknown {
  const what: Record<string, string> = {
    EADDRINUSE: `Another program already listens on ${host}:${port}. Stop it, or choose another port with PORT.`,
    EADDRNOTAVAIL: `${host} is no address of this machine. Correct HOST (127.0.0.1, or 0.0.0.0 for all).`,
    ENOTFOUND: `The host name ${host} is not known. Correct HOST (127.0.0.1, or 0.0.0.0 for all).`,
    EACCES: `This user may not listen on ${host}:${port}. Choose a port above 1023 with PORT.`,
  };
  const known = what[codeOf(error) ?? ''];
  return known === undefined
    ? error
    : new Fault(`${known} (${messageOf(error)})`, exitCodes.inUse, { cause: error });
}
