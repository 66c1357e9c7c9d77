import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { until } from '../kit/until.ts';
import { call, seedStudy } from '../kit/study.ts';
import { type Answer, useService } from '../kit/service.ts';
import { transports } from '../kit/subscribe.ts';

const CHANGES = readFileSync('test/contract/changes.graphql', 'utf8');
const service = useService();

/** What a document of the study or the study itself is at, as one reads it before subscribing. */
async function changeCursor(): Promise<string> {
  const { data } = await service.ask('{ project(slug: "study") { changeCursor } }');
  return data.project.changeCursor;
}

async function createActor(slug: string): Promise<string> {
  const made = await call(service, 'createActor', { project: 'study', slug, name: slug, kind: 'PERSON' });
  return made.id;
}

const change = ({ data }: Answer) => data.changes;

beforeAll(() => seedStudy(service));

describe.each(transports)('changes over $name', ({ name, subscribe }) => {
  const open = (variables: object) => subscribe(service.url)(CHANGES, { project: 'study', ...variables });

  it('[F2] begin with the project’s first change, go on live, and name who, what and when', async () => {
    const subscriber = open({});
    const first = change(await subscriber.next());
    expect(first).toEqual({
      cursor: expect.stringMatching(/^[\w-]{22}$/),
      kind: 'ADDED',
      at: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
      by: { name: 'Local owner' },
      subjectId: expect.any(String),
      subject: { __typename: 'Project', id: first.subjectId },
    });
    const before = (await service.ask('{ project(slug: "study") { changes { totalCount } } }')).data.project
      .changes;
    await subscriber.take(before.totalCount - 1);
    const live = subscriber.next();
    const id = await createActor(`live-${name.toLowerCase()}`);
    expect(change(await live)).toMatchObject({
      kind: 'ADDED',
      subjectId: id,
      subject: { __typename: 'Actor', id },
    });
    await subscriber.leave();
  });

  it('[F7] follow on without a gap from what was read together with their cursor', async () => {
    const after = await changeCursor();
    const slugs = ['one', 'two', 'three'].map((slug) => `${slug}-${name.toLowerCase()}`);
    const ids: string[] = [];
    for (const slug of slugs) ids.push(await createActor(slug));
    const subscriber = open({ after });
    expect((await subscriber.take(3)).map((event) => change(event).subjectId)).toEqual(ids);
    expect(await changeCursor()).not.toBe(after);
    await subscriber.leave();
  });

  it('[F4] resume from any cursor with exactly the rest', async () => {
    const total = (await service.ask('{ project(slug: "study") { changes { totalCount } } }')).data.project
      .changes;
    const all = open({});
    const events = (await all.take(total.totalCount)).map(change);
    await all.leave();
    for (const at of [0, 1, Math.floor(events.length / 2), events.length - 2]) {
      const rest = open({ after: events[at].cursor });
      expect((await rest.take(events.length - at - 1)).map(change)).toEqual(events.slice(at + 1));
      await rest.leave();
    }
  });

  it('[F6] tell of what has been removed since by its id alone', async () => {
    const after = await changeCursor();
    const id = await createActor('short-lived');
    const removed = await call(service, 'removeActor', { id, expectedVersion: 1 });
    expect(removed).toMatchObject({ __typename: 'Removed' });
    const subscriber = open({ after });
    const [added, gone] = (await subscriber.take(2)).map(change);
    expect(added).toMatchObject({ kind: 'ADDED', subjectId: id, subject: null });
    expect(gone).toMatchObject({ kind: 'REMOVED', subjectId: id, subject: null });
    await subscriber.leave();
  });

  it('[F5] are refused for an unknown project and for cursors that are none of the project’s', async () => {
    await call(service, 'createProject', { slug: `other-${name.toLowerCase()}`, name: 'Another' });
    const other = await service.ask(`{ project(slug: "other-${name.toLowerCase()}") { changeCursor } }`);
    const foreign = other.data.project.changeCursor as string;
    const ours = await changeCursor();
    const forged = (ours.startsWith('A') ? 'B' : 'A') + ours.slice(1);
    for (const [variables, code] of [
      [{ project: 'nowhere' }, 'NOT_FOUND'],
      [{ project: 'No slug' }, 'INVALID'],
      ...[foreign, forged, '', '0', 'x'.repeat(10_000)].map((after) => [{ after }, 'INVALID'] as const),
    ] as const) {
      const subscriber = open(variables);
      const { data, errors } = await subscriber.next();
      expect([data ?? null, errors?.length, errors?.[0]?.extensions?.['code']]).toEqual([null, 1, code]);
      await subscriber.ended();
      await subscriber.leave();
    }
  });

  it('reach two subscribers alike, and free everything when both have left', async () => {
    const after = await changeCursor();
    const [one, two] = [open({ after }), open({ after })];
    const waiting = [one.next(), two.next()];
    await until(() => service.app.hub.load.followers === 2);
    expect(service.app.hub.load).toEqual({ tailers: 1, followers: 2 });
    await createActor(`shared-${name.toLowerCase()}`);
    const [first, second] = await Promise.all(waiting);
    expect(second).toEqual(first);
    await one.leave();
    await until(() => service.app.hub.load.followers === 1);
    await two.leave();
    await until(() => service.app.hub.load.tailers === 0);
    expect(service.app.hub.load).toEqual({ tailers: 0, followers: 0 });
  });

  it('[F3] come in the order of the log when many write at once', async () => {
    const after = await changeCursor();
    const subscriber = open({ after });
    const writing = Array.from({ length: 24 }, (_, at) => createActor(`many-${name.toLowerCase()}-${at}`));
    const events = (await subscriber.take(24)).map((event) => change(event).cursor);
    await Promise.all(writing);
    const { data } = await service.ask(
      '{ project(slug: "study") { changes(first: 24) { edges { node { cursor } } } } }',
    );
    const logged = data.project.changes.edges.map((edge: { node: { cursor: string } }) => edge.node.cursor);
    expect(events).toEqual(logged.toReversed());
    await sleep(50);
    await subscriber.leave();
  });
});
