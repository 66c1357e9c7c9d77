import type { IncomingMessage } from 'node:http';
import type { Viewer } from '../features/account/viewer.ts';
import type { Authenticate } from './authenticate.ts';
import { type Caller, callerOf } from './caller.ts';
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
): Arrive {
  return async (request, authorization) => {
    // What a connection brought stays, whatever becomes of the request that opened it.
    const asking = {
      headers: headersOf(request),
      local: isLocalRequest(request),
      address: addressOf(request),
    };
    if (authorization !== undefined) asking.headers.set('authorization', authorization);
    const arrive = async (): Promise<Arrival> => {
      const viewer = await authenticate(asking);
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
