import { createClient as createSseClient } from 'graphql-sse';
import { createClient as createWebSocketClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import type { Answer } from './service.ts';

/** A subscription as its client sees it. */
export type Subscriber = {
  /** The next event; fails if none comes within `limit` milliseconds. */
  next(limit?: number): Promise<Answer>;
  /** The next `count` events. */
  take(count: number): Promise<Answer[]>;
  /** Resolves when the service has ended the subscription. */
  ended(): Promise<void>;
  /** Leaves, and closes the connection. */
  leave(): Promise<void>;
};

export type Subscribe = (query: string, variables: Record<string, unknown>) => Subscriber;

/** The two ways to subscribe, each with the client that its protocol's authors publish. */
export const transports: {
  name: string;
  subscribe: (url: string, headers?: Record<string, string>) => Subscribe;
}[] = [
  { name: 'SSE', subscribe: overSse },
  { name: 'WebSocket', subscribe: overWebSocket },
];

function overSse(url: string, headers: Record<string, string> = {}): Subscribe {
  return (query, variables) => {
    const client = createSseClient({ url, headers, retryAttempts: 0 });
    return subscriber(client.iterate({ query, variables }), () => client.dispose());
  };
}

function overWebSocket(url: string, headers: Record<string, string> = {}): Subscribe {
  class WebSocketWithHeaders extends WebSocket {
    constructor(address: string, protocols: string[]) {
      super(address, protocols, { headers });
    }
  }
  return (query, variables) => {
    const client = createWebSocketClient({
      url: url.replace('http', 'ws'),
      webSocketImpl: WebSocketWithHeaders,
      retryAttempts: 0,
    });
    return subscriber(client.iterate({ query, variables }), () => client.dispose());
  };
}

function subscriber(events: AsyncIterableIterator<unknown>, dispose: () => void | Promise<void>): Subscriber {
  const next = async (limit = 10_000): Promise<Answer> => {
    const { done, value } = await within(limit, events.next());
    if (done) throw new Error('the subscription has ended');
    return value as Answer;
  };
  return {
    next,
    async take(count) {
      const taken: Answer[] = [];
      while (taken.length < count) taken.push(await next());
      return taken;
    },
    async ended() {
      while (!(await within(10_000, events.next())).done);
    },
    async leave() {
      await events.return?.();
      await dispose();
    },
  };
}

async function within<T>(limit: number, promise: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`nothing came within ${limit} ms`)), limit);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
