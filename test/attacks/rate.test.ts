import { describe, expect, it } from 'vitest';
import { useService } from '../kit/service.ts';
import { countStatements } from '../kit/statements.ts';
import { ways } from '../kit/ways.ts';

// The local owner has fifty times as much: fifty a second, five hundred at once.
const service = useService({ demo: true, env: { RATE_LIMIT: '1' } });

/** Takes all that is left. */
async function exhaust(): Promise<Response> {
  for (;;) {
    const all = await Promise.all(
      Array.from({ length: 200 }, () => fetch(`${service.url}?query={__typename}`)),
    );
    const refused = all.find(({ status }) => status === 429);
    if (refused) return refused;
  }
}

describe('somebody who asks too often', () => {
  it('[L5] is told which limit it is, how large, and when to come back', async () => {
    const refused = await exhaust();
    const seconds = Number(refused.headers.get('retry-after'));
    expect(seconds).toBeGreaterThanOrEqual(1);
    expect(await refused.json()).toEqual({
      errors: [
        {
          message: expect.stringMatching(
            /^The limit of requests at once is 500\. They come back at 50 a second; try again in \d+ s\.$/,
          ),
          extensions: { code: 'LIMIT', limit: { name: 'requests at once', max: 500, retryAfter: seconds } },
        },
      ],
    });
  });

  it.each(ways)('[L5] is refused over $name too, and nothing is run for him', async ({ ask }) => {
    const statements = await countStatements(service, async () => {
      for (;;) {
        await exhaust();
        const { errors } = await ask(service.url, { query: '{ project(slug: "none") { id } }' });
        if (errors?.[0]?.extensions?.['code'] === 'LIMIT') return;
      }
    });
    expect(statements).toBeLessThan(5);
  });

  it('[L5] is served again afterwards, and others meanwhile', async () => {
    await exhaust();
    // Signs of life are for whoever watches the service, and are not counted.
    expect((await fetch(`${service.app.url}/readyz`)).status).toBe(200);
    for (;;) {
      const { status } = await fetch(`${service.url}?query={__typename}`);
      if (status === 200) break;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  });
});

describe('somebody who tries one token after the other', () => {
  it('[L5] is soon no longer listened to, and nothing is looked up for him', async () => {
    const attempt = (at: number) =>
      fetch(`${service.url}?query={__typename}`, {
        headers: { authorization: `Bearer dem_${String(at).padStart(43, 'x')}` },
      });
    let at = 0;
    for (let refused = false; !refused;) {
      const all = await Promise.all(Array.from({ length: 5 }, () => attempt((at += 1))));
      expect(all.every(({ status }) => status === 401 || status === 429)).toBe(true);
      refused = all.some(({ status }) => status === 429);
    }
    expect(at).toBeLessThan(100);
  });
});
