import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Answer, useService } from '../kit/service.ts';
import { call, seedStudy } from '../kit/study.ts';
import { transports } from '../kit/subscribe.ts';

const ANNOTATION_ADDED = readFileSync('test/contract/annotation-added.graphql', 'utf8');
const service = useService();

async function cursorOf(document: string): Promise<string> {
  const { data } = await service.ask(
    `{ project(slug: "study") { document(slug: "${document}") { changeCursor } } }`,
  );
  return data.project.document.changeCursor;
}

const statement = (stance: number) => ({ speaker: 'flavia', issue: 'marriage', stance });

const annotate = (document: string, body: object, start = 0) =>
  call(service, 'annotate', { project: 'study', document, ranges: [{ start, end: start + 6 }], body });

const added = ({ data }: Answer) => data.annotationAdded;

beforeAll(() => seedStudy(service));

describe.each(transports)('annotationAdded over $name', ({ subscribe }) => {
  const open = (variables: object, query = ANNOTATION_ADDED) =>
    subscribe(service.url)(query, { project: 'study', document: 'reply', ...variables });

  it('[F2] tells what was added before and what is added now, of that document alone', async () => {
    const after = await cursorOf('reply');
    const earlier = await annotate('reply', { statement: statement(-1) });
    await annotate('speech', { comment: { text: 'elsewhere' } });
    const subscriber = open({ after });
    expect(added(await subscriber.next())).toEqual({
      cursor: expect.stringMatching(/^[\w-]{22}$/),
      annotation: {
        id: earlier.id,
        version: 1,
        motivation: 'CLASSIFYING',
        creator: { name: 'Local owner' },
        ranges: [{ start: 0, end: 6, exact: 'Flavia' }],
        body: {
          __typename: 'Statement',
          speaker: { slug: 'flavia' },
          issue: { slug: 'marriage' },
          stance: -1,
        },
      },
    });
    const live = subscriber.next();
    await annotate('speech', { comment: { text: 'elsewhere' } });
    const now = await annotate('reply', { comment: { text: 'a remark' } }, 7);
    expect(added(await live).annotation).toMatchObject({ id: now.id, body: { text: 'a remark' } });
    await subscriber.leave();
  });

  it('leaves out what has been removed again, and goes on', async () => {
    const after = await cursorOf('reply');
    const gone = await annotate('reply', { comment: { text: 'a slip' } });
    await call(service, 'removeAnnotation', { id: gone.id, expectedVersion: 1 });
    const kept = await annotate('reply', { comment: { text: 'kept' } });
    const subscriber = open({ after });
    expect(added(await subscriber.next()).annotation.id).toBe(kept.id);
    await subscriber.leave();
  });

  it('[F6] reads each event anew: what an earlier one showed is not served again', async () => {
    const after = await cursorOf('reply');
    const first = await annotate('reply', { statement: statement(1) });
    const subscriber = open({ after });
    expect(added(await subscriber.next()).annotation.body.stance).toBe(1);
    const changed = await call(service, 'changeStatement', {
      id: first.body.id,
      expectedVersion: 1,
      stance: 0.5,
    });
    expect(changed.stance).toBe(0.5);
    await annotate('reply', { mark: first.body.id }, 12);
    expect(added(await subscriber.next()).annotation.body.stance).toBe(0.5);
    await subscriber.leave();
  });

  it('[F6] shows an annotation as it stands when delivered', async () => {
    const after = await cursorOf('reply');
    const { id } = await annotate('reply', { comment: { text: 'first' } });
    const changes = `subscription ($project: String!, $after: String) {
      changes(project: $project, after: $after) {
        kind version state subject { ... on Annotation { version history { totalCount } body { ... on Comment { text } } } }
      }
    }`;
    const subscriber = open({ after }, changes);
    const states = [(await subscriber.next()).data.changes];
    for (const [at, text] of ['second', 'third'].entries()) {
      await call(service, 'changeAnnotation', { id, expectedVersion: at + 1, comment: text });
      states.push((await subscriber.next()).data.changes);
    }
    expect(states).toMatchObject(
      ['first', 'second', 'third'].map((text, at) => ({
        kind: at === 0 ? 'ADDED' : 'CHANGED',
        version: at + 1,
        state: { body: { comment: text } },
        // What loaders remember within an operation is forgotten between events.
        subject: { version: at + 1, history: { totalCount: at + 1 }, body: { text } },
      })),
    );
    await subscriber.leave();
  });

  it('[F7] is served up to the annotation’s own cursor by the subscriber who follows it', async () => {
    const before = await cursorOf('reply');
    const { id } = await annotate('reply', { statement: statement(0) });
    const { data } = await service.ask(`{ node(id: "${id}") { ... on Annotation { changeCursor } } }`);
    const { changeCursor } = data.node;
    expect(changeCursor).toBe(await cursorOf('reply'));
    const followed = open(
      { after: before },
      'subscription ($project: String!, $after: String) { changes(project: $project, after: $after) { cursor } }',
    );
    const cursors = (await followed.take(2)).map((event) => event.data.changes.cursor);
    expect(cursors.at(-1)).toBe(changeCursor);
    await followed.leave();
    const next = await annotate('reply', { comment: { text: 'next' } });
    const subscriber = open({ after: changeCursor });
    expect(added(await subscriber.next()).annotation.id).toBe(next.id);
    await subscriber.leave();
  });

  it('is refused before it starts where project, document, cursor or operation is wrong', async () => {
    for (const [variables, code] of [
      [{ project: 'nowhere' }, 'NOT_FOUND'],
      [{ document: 'nowhere' }, 'NOT_FOUND'],
      [{ document: 'No slug' }, 'INVALID'],
      [{ after: 'AAAAAAAAAAAAAAAAAAAAAA' }, 'INVALID'],
    ] as const) {
      const subscriber = open(variables);
      const { errors } = await subscriber.next();
      expect(errors?.map(({ extensions }) => extensions?.['code'])).toEqual([code]);
      await subscriber.ended();
      await subscriber.leave();
    }
    const wrong = open({}, 'subscription { annotationAdded(project: 1) { nothing } }');
    // Over WebSocket the protocol has a message of its own for that, which its client throws.
    const { errors } = await wrong.next().catch((errors: Answer['errors']) => ({ errors }));
    expect(errors?.length).toBeGreaterThan(0);
    await wrong.leave();
  });
});
