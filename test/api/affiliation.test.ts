import { beforeAll, describe, expect, it } from 'vitest';
import { type App, startApp } from '../../src/app.ts';
import { readConfig } from '../../src/config.ts';
import { createLog } from '../../src/log.ts';
import { mutate, paths, succeed } from '../kit/mutate.ts';
import { type Service, useService } from '../kit/service.ts';

const service = useService();

const actor = (slug: string) =>
  succeed(service, 'createActor', 'Actor', { project: 'study', slug, name: slug, kind: 'PERSON' });

const FIELDS = 'id kind role validFrom validUntil version actor { slug } of { slug }';
const add = (input: Record<string, unknown>, via: Service = service) =>
  mutate(via, 'addAffiliation', 'Affiliation', { project: 'study', kind: 'MEMBER_OF', ...input }, FIELDS);
const change = (input: Record<string, unknown>) =>
  mutate(service, 'changeAffiliation', 'Affiliation', input, FIELDS);

describe('affiliations', () => {
  beforeAll(async () => {
    await succeed(service, 'createProject', 'Project', { slug: 'study', name: 'A study' });
    await succeed(service, 'createProject', 'Project', { slug: 'other', name: 'Another study' });
    for (const slug of ['rudolf', 'michael', 'ruritania', 'cabinet']) await actor(slug);
  });

  it('are added with their days, and read from both ends', async () => {
    const added = await add({
      actor: 'rudolf',
      of: 'ruritania',
      kind: 'HOLDS_POST',
      role: ' King  of Ruritania ',
      validFrom: '1894-01-01',
    });
    expect(added).toMatchObject({
      __typename: 'Affiliation',
      kind: 'HOLDS_POST',
      role: 'King of Ruritania',
      validFrom: '1894-01-01',
      validUntil: null,
      version: 1,
      actor: { slug: 'rudolf' },
      of: { slug: 'ruritania' },
    });
    const { data } = await service.ask(`{ project(slug: "study") {
      ruritania: actor(slug: "ruritania") { before: members(asOf: "1893-12-31") { totalCount edges { role } } since: members(asOf: "1894-01-01") { totalCount edges { kind role validFrom validUntil node { slug } } } }
      rudolf: actor(slug: "rudolf") { members { totalCount } memberships(first: 5) { totalCount edges { kind role validFrom node { slug } } } }
    } }`);
    expect(data.project.ruritania).toEqual({
      before: { totalCount: 0, edges: [] },
      since: {
        totalCount: 1,
        edges: [
          {
            kind: 'HOLDS_POST',
            role: 'King of Ruritania',
            validFrom: '1894-01-01',
            validUntil: null,
            node: { slug: 'rudolf' },
          },
        ],
      },
    });
    expect(data.project.rudolf).toMatchObject({
      members: { totalCount: 0 },
      memberships: {
        totalCount: 1,
        edges: [{ kind: 'HOLDS_POST', validFrom: '1894-01-01', node: { slug: 'ruritania' } }],
      },
    });
  });

  it('tell all faults of an input at once', async () => {
    const result = await add({
      actor: 'nobody',
      of: 'No Slug',
      role: '\u0000',
      validFrom: '2018-02-30',
      validUntil: 'soon',
    });
    expect(result['__typename']).toBe('InputError');
    expect(paths(result).toSorted()).toEqual(['actor', 'of', 'role', 'validFrom', 'validUntil']);
    expect(paths(await add({ actor: 'rudolf', of: 'rudolf' }))).toEqual(['of']);
    const reversed = { actor: 'rudolf', of: 'cabinet', validFrom: '1895-01-01', validUntil: '1894-12-31' };
    expect(paths(await add(reversed))).toEqual(['validUntil']);
  });

  it('do not reach into another project', async () => {
    const stranger = await succeed(service, 'createActor', 'Actor', {
      project: 'other',
      name: 'Stranger',
      kind: 'PERSON',
    });
    const result = await add({ actor: stranger['id'], of: 'ruritania' });
    expect(result.faults).toMatchObject([{ path: ['actor'], code: 'NOT_FOUND' }]);
  });

  it('give the first result again under the same idempotency key, and refuse it another input', async () => {
    const input = { idempotencyKey: 'once', actor: 'michael', of: 'ruritania' };
    const first = await add(input);
    expect(await add(input)).toEqual(first);
    expect(await add({ ...input, role: 'Duke' })).toMatchObject({
      __typename: 'ConflictError',
      faults: [{ path: ['idempotencyKey'], code: 'CONFLICT' }],
    });
  });

  it('are changed field by field, by whoever saw the current version', async () => {
    const { id } = await add({ actor: 'michael', of: 'cabinet', role: 'Minister', validFrom: '1890-01-01' });
    expect(await change({ id, expectedVersion: 1, validUntil: '1893-12-31' })).toMatchObject({
      role: 'Minister',
      validFrom: '1890-01-01',
      validUntil: '1893-12-31',
      version: 2,
    });
    expect(await change({ id, expectedVersion: 2, role: null, validFrom: null })).toMatchObject({
      role: null,
      validFrom: null,
      version: 3,
    });
    expect(await change({ id, expectedVersion: 2, role: 'Duke' })).toMatchObject({
      __typename: 'ConflictError',
      current: { __typename: 'Affiliation', id, version: 3 },
    });
    expect(paths(await change({ id, expectedVersion: 3, validFrom: '1894-01-01', actor: 'x' }))).toEqual([
      'actor',
      'validUntil',
    ]);
    const removed = await mutate(service, 'removeAffiliation', 'Removed', { id, expectedVersion: 3 });
    expect(removed).toEqual({ __typename: 'Removed', id });
    expect(await change({ id, expectedVersion: 3, role: 'Duke' })).toMatchObject({ code: 'NOT_FOUND' });
  });

  it('may form a circle on disjoint days, and none on any one day', async () => {
    await actor('league');
    await actor('union');
    await actor('court');
    expect(await add({ actor: 'league', of: 'union', validUntil: '1899-12-31' })).toMatchObject({
      version: 1,
    });
    const later = await add({ actor: 'union', of: 'league', validFrom: '1900-01-01' });
    expect(later).toMatchObject({ version: 1 });
    const overlapping = { id: later['id'], expectedVersion: 1, validFrom: '1899-12-31' };
    expect(await change(overlapping)).toMatchObject({
      __typename: 'InputError',
      faults: [{ path: ['of'], code: 'INVALID' }],
    });
    await add({ actor: 'union', of: 'court', validFrom: '1899-06-01' });
    const through = { actor: 'court', of: 'league', validFrom: '1899-12-01', validUntil: '1899-12-01' };
    expect(await add(through)).toMatchObject({ __typename: 'InputError', faults: [{ path: ['of'] }] });
  });

  it('close no circle when two instances each write half of it at once', async () => {
    const config = readConfig({ PORT: '0', DATABASE_URL: service.database.url, LOG_LEVEL: 'silent' });
    const second: App = await startApp({ config, log: createLog(config), demo: false, localOwner: true });
    try {
      const url = `${second.url}/graphql`;
      const other: Service = {
        ...service,
        url,
        ask: async (query, variables) => {
          const body = JSON.stringify({ query, variables });
          const headers = { 'content-type': 'application/json' };
          return (await (await fetch(url, { method: 'POST', headers, body })).json()) as never;
        },
      };
      for (let round = 0; round < 30; round++) {
        const [a, b] = [`a-${round}`, `b-${round}`];
        await actor(a);
        await actor(b);
        const halves = await Promise.all([add({ actor: a, of: b }), add({ actor: b, of: a }, other)]);
        const outcomes = halves.map(({ __typename }) => __typename).toSorted();
        expect(outcomes).toEqual(['Affiliation', 'InputError']);
      }
    } finally {
      await second.close();
    }
  }, 60_000);
});
