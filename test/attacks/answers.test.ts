import { beforeAll, describe, expect, it } from 'vitest';
import { lengthUpTo } from '../../src/http/limits/answer.ts';
import { useService } from '../kit/service.ts';
import { call, seedStudy } from '../kit/study.ts';
import { transports } from '../kit/subscribe.ts';

const service = useService();

/** Names of fields are the client's to choose, and come back once for each entry. */
const NAME = 'n'.repeat(90_000);
const ACTORS = `project { actors(first: 30) { edges { node { project { actors(first: 30) { edges { node { ${NAME}: slug } } } } } } } }`;

beforeAll(async () => {
  await seedStudy(service);
  for (let at = 0; at < 30; at++)
    await call(service, 'createActor', {
      project: 'study',
      slug: `a-${at}`,
      name: 'Somebody',
      kind: 'PERSON',
    });
});

describe('answers too long to be written', () => {
  it('[L12] are refused over HTTP', async () => {
    const { data, errors } = await service.ask(
      `{ project(slug: "study") { actor(slug: "rudolf") { ${ACTORS} } } }`,
    );
    expect(data ?? null).toBeNull();
    expect(errors?.[0]?.extensions).toMatchObject({
      code: 'LIMIT',
      limit: { name: 'characters in an answer' },
    });
    expect((await service.ask('{ __typename }')).data).toEqual({ __typename: 'Query' });
  });

  it.each(transports)('[L12] are refused as events over $name, and others go on', async ({ subscribe }) => {
    const subscriber = subscribe(service.url)(
      `subscription { changes(project: "study") { subject { ... on Actor { ${ACTORS} } } } }`,
      {},
    );
    // The first change is that of the project, which has none of it.
    expect((await subscriber.next()).data).toEqual({ changes: { subject: {} } });
    expect((await subscriber.next()).errors?.[0]?.extensions).toMatchObject({ code: 'LIMIT' });
    await subscriber.leave();
    expect((await service.ask('{ __typename }')).data).toEqual({ __typename: 'Query' });
  });

  it('are measured about as they are written, and no further than need be', () => {
    for (const value of [
      null,
      'text',
      12,
      true,
      [1, 2, 3],
      { a: { b: ['c', null] } },
      [[], {}],
      { [NAME]: NAME },
    ]) {
      const written = JSON.stringify(value).length;
      expect(lengthUpTo(value, 1_000_000)).toBeGreaterThanOrEqual(written);
      expect(lengthUpTo(value, 1_000_000)).toBeLessThanOrEqual(written * 2 + 10);
    }
    let read = 0;
    const endless = new Proxy(
      {},
      {
        ownKeys: () => Array.from({ length: 1_000 }, (_, at) => `k${at}`),
        getOwnPropertyDescriptor: () => ({ enumerable: true, configurable: true }),
        get: () => ((read += 1), 'x'.repeat(100)),
      },
    );
    expect(lengthUpTo(endless, 1_000)).toBeGreaterThan(1_000);
    expect(read).toBeLessThan(20);
  });
});
