import type { IncomingMessage, ServerResponse } from 'node:http';
import { messageOf } from '../fault.ts';

/** Answers `/healthz` and `/readyz`, and is told by the composition root how far the service is. */
export type Health = {
  /** Answers if the request is one of the two, and tells whether it was. */
  handle(request: IncomingMessage, response: ServerResponse): boolean;
  /** From now on `/readyz` says whether `ping`, a round trip to the database, succeeds in time. */
  ready(ping: () => Promise<unknown>): void;
  /** From now on `/readyz` says 503, so that no new work is sent here. */
  draining(): void;
};

type State = { name: 'starting' } | { name: 'ready'; ping: () => Promise<unknown> } | { name: 'draining' };

/**
 * `/healthz`: 200 as long as the process can answer at all. `/readyz`: 200 when it can serve, otherwise 503 with a
 * reason. Both as JSON, `{ "status": …, "reason": … }`, for GET and HEAD.
 *
 * @param timeLimit milliseconds the database has to answer
 */
export function createHealth(timeLimit = 2_000): Health {
  let state: State = { name: 'starting' };
  let asked: Promise<string | undefined> | undefined;

  /** Questions that come together share one round trip. */
  const failure = (ping: () => Promise<unknown>): Promise<string | undefined> => {
    asked ??= failureOf(ping, timeLimit).finally(() => (asked = undefined));
    return asked;
  };

  const readiness = async (): Promise<[number, Record<string, string>]> => {
    if (state.name !== 'ready') return [503, { status: state.name, reason: reasons[state.name] }];
    const reason = await failure(state.ping);
    return reason === undefined ? [200, { status: 'ready' }] : [503, { status: 'unready', reason }];
  };

  return {
    handle(request, response) {
      const path = request.url?.split('?')[0];
      if (path !== '/healthz' && path !== '/readyz') return false;
      if (request.method !== 'GET' && request.method !== 'HEAD') {
        response.writeHead(405, { allow: 'GET, HEAD' }).end();
      } else if (path === '/healthz') {
        answer(response, 200, { status: 'ok' });
      } else {
        void readiness().then(([status, body]) => answer(response, status, body));
      }
      return true;
    },
    ready(ping) {
      if (state.name === 'starting') state = { name: 'ready', ping };
    },
    draining() {
      state = { name: 'draining' };
    },
  };
}

const reasons = {
  starting: 'the service is preparing its database',
  draining: 'the service is stopping',
};

async function failureOf(ping: () => Promise<unknown>, timeLimit: number): Promise<string | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<string>((resolve) => {
    timer = setTimeout(resolve, timeLimit, `the database did not answer within ${timeLimit} ms`);
  });
  try {
    return await Promise.race([ping().then(() => undefined), late]);
  } catch (error) {
    return `the database does not answer: ${messageOf(error)}`;
  } finally {
    clearTimeout(timer);
  }
}

function answer(response: ServerResponse, status: number, body: Record<string, string>): void {
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
  response.end(JSON.stringify(body));
}
