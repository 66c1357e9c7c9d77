import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import type { Answer } from './service.ts';

type Asked = { query: string; variables?: Record<string, unknown> };

/** The ways in which an operation reaches the service. Each gives the answer as it came, a single one of SSE too. */
export const ways: { name: string; ask(url: string, asked: Asked): Promise<Answer> }[] = [
  {
    name: 'HTTP',
    async ask(url, asked) {
      const response = await post(url, asked, 'application/json');
      return (await response.json()) as Answer;
    },
  },
  {
    name: 'SSE',
    async ask(url, asked) {
      const response = await post(url, asked, 'text/event-stream');
      const text = await response.text();
      // What is refused before GraphQL looks at it comes as JSON.
      return JSON.parse(/^data: (.+)$/m.exec(text)?.[1] ?? text) as Answer;
    },
  },
  {
    name: 'WebSocket',
    async ask(url, asked) {
      const client = createClient({
        url: url.replace('http', 'ws'),
        webSocketImpl: WebSocket,
        retryAttempts: 0,
      });
      try {
        return await new Promise<Answer>((resolve, reject) => {
          client.subscribe(asked, {
            next: (value) => resolve(value as Answer),
            error: (error) =>
              Array.isArray(error) ? resolve({ errors: error as never }) : reject(error as Error),
            complete: () => {},
          });
        });
      } finally {
        await client.dispose();
      }
    },
  },
];

function post(url: string, asked: Asked, accept: string): Promise<Response> {
  return fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept },
    body: JSON.stringify(asked),
  });
}
