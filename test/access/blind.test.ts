import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { type Asker, member } from '../kit/members.ts';
import { type Result } from '../kit/mutate.ts';
import { useService } from '../kit/service.ts';
import { call, seedStudy } from '../kit/study.ts';
import { type Subscriber, transports } from '../kit/subscribe.ts';

const service = useService();
let [aiko, ben, editor, reader]: Asker[] = [];

beforeAll(async () => {
  await seedStudy(service);
  aiko = await member(service, 'study', 'CODER', 'Aiko');
  ben = await member(service, 'study', 'CODER', 'Ben');
  editor = await member(service, 'study', 'EDITOR', 'Editor');
  reader = await member(service, 'study', 'VIEWER', 'Reader');
});

/** Everything in which a statement, a mark or a layer could show. */
const SIGHT = `{ project(slug: "study") {
  changeCursor
  statements { totalCount edges { node { id history { totalCount } } } }
  annotations { totalCount edges { cursor node { id changeCursor } } }
  changes(first: 100) { totalCount edges { cursor node { kind subjectType subjectId state } } }
  searchQuotes(query: "Rudolf") { totalCount edges { node { annotation { id } } } }
  document(slug: "speech") { changeCursor history { totalCount }
    layers { totalCount edges { node { id } } } statements { totalCount } annotations { totalCount } }
  actor(slug: "rudolf") { statements { totalCount } representedStatements { totalCount } mentions { totalCount }
    positions { totalCount } }
  issue(slug: "succession") { statements { totalCount } all: statements(narrower: true) { totalCount edges { node { id } } }
    tags { totalCount } positions { totalCount } }
  event(slug: "coronation") { statements { totalCount } saidHere { totalCount } annotations { totalCount } }
  documents(filter: {}) { edges { node { slug statements { totalCount } } } }
} }`;

async function sight(of: Pick<Asker, 'ask'> | undefined): Promise<unknown> {
  const { data, errors } = (await of?.ask(SIGHT)) ?? {};
  expect(errors).toBeUndefined();
  return data.project;
}

/** Opens a blind layer of Aiko's on a document, and codes something of each kind on it. */
async function codeBlindly(document: string): Promise<{ layer: Result; one: Result; statement: string }> {
  const coder = aiko as Asker;
  const layer = await call(coder, 'openLayer', { project: 'study', document, kind: 'PERSONAL', blind: true });
  const annotate = async (body: object) => {
    const made = await call(coder, 'annotate', {
      ...{ project: 'study', document, layer: layer.id, body },
      ranges: [{ start: 0, end: 6 }],
    });
    expect(made['message']).toBeUndefined();
    return made;
  };
  const one = await annotate({
    statement: {
      ...{ speaker: 'rudolf', onBehalfOf: 'ruritania', issue: 'succession', stance: 1 },
      ...{ event: 'coronation', saidAt: 'coronation', addressees: ['flavia'] },
    },
  });
  const two = await annotate({ statement: { speaker: 'flavia', reportedIn: one['body'].id } });
  for (const body of [{ mention: 'rudolf' }, { issue: 'succession' }, { event: 'coronation' }])
    await annotate(body);
  const antecedents = [two['body'].id];
  await call(coder, 'relateStatements', { consequent: one['body'].id, operator: 'IF', antecedents });
  await call(coder, 'changeStatement', { id: one['body'].id, expectedVersion: 1, stance: 0.5 });
  return { layer, one, statement: one['body'].id };
}

describe('[A3] a blind layer', () => {
  it('shows to its coder and to editors, and to others in nothing', async () => {
    const before = { ben: await sight(ben), reader: await sight(reader), owner: await sight(service) };
    const { layer, one, statement } = await codeBlindly('speech');
    expect(await sight(ben)).toEqual(before.ben);
    expect(await sight(reader)).toEqual(before.reader);
    for (const all of [aiko, editor, service]) {
      const { data } = (await (all as Asker).ask(SIGHT)) as any;
      expect(data.project.statements.totalCount).toBe(2);
      expect(data.project.annotations.totalCount).toBe(5);
      expect(data.project.searchQuotes.totalCount).toBe(5);
      expect(data.project.changes.totalCount).toBeGreaterThan((before.owner as any).changes.totalCount + 6);
      expect(data.project.changeCursor).not.toBe((before.owner as any).changeCursor);
    }
    const nodes = 'query ($ids: [ID!]!) { nodes(ids: $ids) { __typename } }';
    const ids = [layer.id, one.id, statement];
    expect((await ben?.ask(nodes, { ids }))?.data.nodes).toEqual([null, null, null]);
    expect((await editor?.ask(nodes, { ids }))?.data.nodes).not.toContain(null);
  });

  it('is not there for others who name it, in the words used where there is none', async () => {
    const { layer, one, statement } = await codeBlindly('reply');
    const coder = ben as Asker;
    const absent = '00000000-0000-7000-8000-000000000000';
    const [, project = ''] = atob(layer.id.replaceAll('-', '+').replaceAll('_', '/')).split(':');
    const none = (type: string) =>
      btoa(`${type}:${project}:${absent}`).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
    const asked = (type: string, id: string): [string, object][] =>
      type === 'Layer'
        ? [
            ['changeLayer', { id, expectedVersion: 1, state: 'DONE' }],
            ['removeLayer', { id, expectedVersion: 1 }],
            [
              'annotate',
              {
                project: 'study',
                document: 'reply',
                layer: id,
                ranges: [{ start: 0, end: 1 }],
                body: { comment: { text: 'x' } },
              },
            ],
          ]
        : type === 'Annotation'
          ? [
              ['changeAnnotation', { id, expectedVersion: 1, motivation: 'COMMENTING' }],
              ['removeAnnotation', { id, expectedVersion: 1 }],
            ]
          : [
              ['changeStatement', { id, expectedVersion: 2, stance: 0 }],
              ['removeStatement', { id, expectedVersion: 2 }],
              ['relateStatements', { consequent: id, operator: 'IF', antecedents: [id] }],
              [
                'annotate',
                { project: 'study', document: 'reply', ranges: [{ start: 0, end: 1 }], body: { mark: id } },
              ],
            ];
    for (const [type, id] of [
      ['Layer', layer.id],
      ['Annotation', one.id],
      ['Statement', statement],
    ] as const) {
      const [hidden, nothing] = [asked(type, id), asked(type, none(type))];
      for (const [at, [mutation, input]] of hidden.entries()) {
        const told = await call(coder, mutation, input);
        expect([mutation, told['code']]).toEqual([mutation, 'NOT_FOUND']);
        const alike = JSON.stringify(await call(coder, mutation, nothing[at]?.[1] ?? {}));
        // Messages tell the beginning of long names.
        const unnamed = (text: string, name: string) =>
          text.replaceAll(name, '…').replaceAll(name.slice(0, 80), '…');
        expect(unnamed(JSON.stringify(told), id)).toBe(unnamed(alike, none(type)));
      }
    }
  });

  it.each(transports)(
    '[F11] is told again when done, over $name, also to those whose cursor has passed',
    async ({ name, subscribe }) => {
      const document = `paper-${name.toLowerCase()}`;
      await call(service, 'createDocument', {
        project: 'study',
        slug: document,
        title: document,
        text: 'Rudolf will speak.',
      });
      const start = await cursorOf(ben);
      const follow = (asker: Asker | undefined): Subscriber => {
        const subscriber = subscribe(service.url, { authorization: `Bearer ${asker?.token}` })(
          `subscription ($after: String) { changes(project: "study", after: $after) { cursor kind subjectType subjectId version } }`,
          { after: start },
        );
        onTestFinished(() => subscriber.leave());
        return subscriber;
      };
      const [his, hers] = [follow(ben), follow(editor)];
      const { layer, one, statement } = await codeBlindly(document);
      expect(await cursorOf(ben)).toBe(start);
      expect((await hers.take(10)).map(({ data }) => data.changes.kind)).toEqual([
        ...Array(9).fill('ADDED'),
        'CHANGED',
      ]);
      expect(
        await call(aiko as Asker, 'changeLayer', { id: layer.id, expectedVersion: 1, state: 'DONE' }),
      ).toMatchObject({ id: layer.id });
      const told = (await his.take(9)).map(({ data }) => data.changes);
      expect(told.map(({ kind, subjectType }) => `${kind} ${subjectType}`)).toEqual([
        'CHANGED LAYER',
        'ADDED STATEMENT',
        'ADDED ANNOTATION',
        'ADDED STATEMENT',
        'ADDED ANNOTATION',
        ...Array(3).fill('ADDED ANNOTATION'),
        'ADDED STATEMENT_RELATION',
      ]);
      expect(told.find(({ subjectId }) => subjectId === statement)).toMatchObject({ version: 2 });
      expect(told.some(({ subjectId }) => subjectId === one.id)).toBe(true);
      expect(await cursorOf(ben)).toBe(told.at(-1)?.cursor);
      // What was seen once is not hidden again.
      await call(aiko as Asker, 'changeLayer', { id: layer.id, expectedVersion: 2, state: 'OPEN' });
      const { data } =
        (await ben?.ask('query ($id: ID!) { node(id: $id) { ... on Layer { blind state } } }', {
          id: layer.id,
        })) ?? {};
      expect(data.node).toEqual({ blind: true, state: 'OPEN' });
    },
  );

  it('is made of an empty layer alone', async () => {
    await call(service, 'createDocument', {
      project: 'study',
      slug: 'empty',
      title: 'Empty',
      text: 'Rudolf speaks.',
    });
    const coder = ben as Asker;
    const open = { project: 'study', document: 'empty', kind: 'PERSONAL' };
    const layer = await call(coder, 'openLayer', open);
    const seen = async () =>
      (await aiko?.ask('query ($id: ID!) { node(id: $id) { id } }', { id: layer.id }))?.data.node;
    expect(await seen()).not.toBeNull();
    await call(coder, 'changeLayer', { id: layer.id, expectedVersion: 1, blind: true });
    expect(await seen()).toBeNull();
    await call(coder, 'changeLayer', { id: layer.id, expectedVersion: 2, blind: false });
    expect(await seen()).not.toBeNull();
    const body = { comment: { text: 'A remark.' } };
    await call(coder, 'annotate', {
      project: 'study',
      document: 'empty',
      layer: layer.id,
      ranges: [{ start: 0, end: 1 }],
      body,
    });
    const late = await call(coder, 'changeLayer', { id: layer.id, expectedVersion: 3, blind: true });
    expect(late.faults).toMatchObject([{ path: ['blind'], code: 'INVALID' }]);
  });

  it('leaves nothing to others where it is removed', async () => {
    await call(service, 'createDocument', {
      project: 'study',
      slug: 'gone',
      title: 'Gone',
      text: 'Rudolf speaks.',
    });
    const before = await sight(ben);
    const layer = await call(aiko as Asker, 'openLayer', {
      project: 'study',
      document: 'gone',
      kind: 'PERSONAL',
      blind: true,
    });
    const removed = await call(aiko as Asker, 'removeLayer', { id: layer.id, expectedVersion: 1 });
    expect(removed['__typename']).toBe('Removed');
    expect(await sight(ben)).toEqual(before);
  });
});

async function cursorOf(of: Asker | undefined): Promise<string> {
  return (await of?.ask('{ project(slug: "study") { changeCursor } }'))?.data.project.changeCursor;
}
