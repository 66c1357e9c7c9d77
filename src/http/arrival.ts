import type { IncomingMessage } from 'node:http';
import { GraphQLError } from 'graphql';
import type { Viewer } from '../features/account/viewer.ts';
import type { Asking, Authenticate } from './authenticate.ts';
import { type Caller, callerOf } from './caller.ts';
import type { Limits } from './limits.ts';
import { isLocalRequest } from './origin.ts';

/** A request of which it is known whose it is. */
export type Arrival = {
  viewer: Viewer;
  caller: Caller;
  /** The same, with the rights that whoever sent it has now. @throws a request error where he is no longer let in */
  again(): Promise<Arrival>;
};

/**
 * @param authorization in place of the header, for browsers, which cannot set one on a WebSocket
 * @throws a request error with status 401 where a token is shown that does not hold
 */
export type Arrive = (request: IncomingMessage, authorization?: string) => Promise<Arrival>;

export function createArrive(
  authenticate: Authenticate,
  addressOf: (request: IncomingMessage) => string,
  { bar, failed }: Pick<Limits, 'bar' | 'failed'>,
): Arrive {
  /** Whoever tries one token after the other is not let have each of them looked up. */
  const known = async (asking: Asking): Promise<Viewer> => {
    if (!asking.headers.has('authorization')) return authenticate(asking);
    const barred = bar(asking.address);
    if (barred) throw barred;
    try {
      return await authenticate(asking);
    } catch (error) {
      const refused = error instanceof GraphQLError ? await failed(asking.address) : undefined;
      throw refused ?? error;
    }
  };

  return async (request, authorization) => {
    // What a connection brought stays, whatever becomes of the request that opened it.
    const asking = {
      headers: headersOf(request),
      local: isLocalRequest(request),
      address: addressOf(request),
    };
    if (authorization !== undefined) asking.headers.set('authorization', authorization);
    const arrive = async (): Promise<Arrival> => {
      const viewer = await known(asking);
      return { viewer, caller: callerOf(viewer, asking.address), again: arrive };
    };
    return arrive();
  };
}

function headersOf(request: IncomingMessage): Headers {
  const headers = new Headers();
  for (const [name, value] of Object.entries(request.headers)) {
    for (const one of [value ?? []].flat()) headers.append(name, one);
  }
  return headers;
}
