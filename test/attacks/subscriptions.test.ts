import { createClient } from 'graphql-ws';
import { describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { useService } from '../kit/service.ts';
import { transports } from '../kit/subscribe.ts';
import { ways } from '../kit/ways.ts';

// The local owner has fifty times as many.
const service = useService({ demo: true, env: { SUBSCRIPTIONS_MAX: '1' } });
const changes = 'subscription { changes(project: "abe-kim-2018") { cursor } }';

async function refusal(): Promise<string> {
  const answers = await Promise.all(ways.slice(1).map(({ ask }) => ask(service.url, { query: changes })));
  return JSON.stringify(answers.map(({ errors }) => errors?.[0]?.extensions));
}

/** Opens one as soon as there is room. */
async function openAgain(subscribe: (typeof transports)[number]['subscribe']): Promise<void> {
  for (;;) {
    const one = subscribe(service.url)(changes, {});
    const event = await one.next().catch(() => null);
    await one.leave();
    if (event?.data) return;
  }
}

describe.each(transports)('subscriptions over $name', ({ subscribe }) => {
  it('[L7] are bounded in number, and make room when they end', async () => {
    const opened = Array.from({ length: 50 }, () => subscribe(service.url)(changes, {}));
    const events = await Promise.all(opened.map((subscriber) => subscriber.next()));
    expect(events.filter(({ data }) => data)).toHaveLength(50);
    expect(await refusal()).toMatch(
      /("code":"LIMIT","limit":{"name":"subscriptions at once","max":50}.*){2}/,
    );
    await Promise.all(opened.map((subscriber) => subscriber.leave()));
    await openAgain(subscribe);
    // Queries are no subscriptions.
    expect(await service.ask('{ __typename }')).toEqual({ data: { __typename: 'Query' } });
  });
});

describe('one WebSocket', () => {
  it('[L7] gives back what it has ended without closing', async () => {
    const client = createClient({ url: service.url.replace('http', 'ws'), webSocketImpl: WebSocket });
    for (let round = 0; round < 3; round++) {
      const events = Array.from({ length: 50 }, () => client.iterate({ query: changes }));
      const first = await Promise.all(events.map((one) => one.next()));
      expect(first.filter(({ value }) => value?.data)).toHaveLength(50);
      await Promise.all(events.map((one) => one.return?.()));
      // The service hears of the end a moment after.
      for (;;) {
        const probe = client.iterate({ query: changes });
        const { value } = (await probe.next().catch(() => ({ value: null }))) as {
          value: { data?: unknown } | null;
        };
        await probe.return?.();
        if (value?.data) break;
      }
    }
    await client.dispose();
  });
});
