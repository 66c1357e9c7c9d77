import { beforeAll, describe, expect, it } from 'vitest';
import { newId } from '../../src/db/columns.ts';
import { encodeGlobalId, type NodeType } from '../../src/protocol/global-id.ts';
import { startSeed } from '../kit/seed.ts';
import { useService } from '../kit/service.ts';
import { countStatements } from '../kit/statements.ts';

const service = useService();
const ids = {} as Record<NodeType, string>;
let absent: Record<string, string> = {};

beforeAll(async () => {
  await service.app.db.transaction(async (tx) => {
    const seed = await startSeed(tx as never, 'study');
    const set = (type: NodeType, id: string) => (ids[type] = seed.globalId(type, id));
    const abe = await seed.actor('abe');
    const japan = await seed.actor('japan');
    const of = await seed.document('news', 'A text.');
    const said = await seed.statement(of, abe);
    const because = await seed.statement(of, abe);
    set('Project', '');
    ids.Account = encodeGlobalId('Account', 0, seed.accountId);
    set('Actor', abe);
    set('Affiliation', await seed.affiliation(abe, japan));
    set('Issue', await seed.issue('summit'));
    set('Event', await seed.event('talks'));
    set('Variable', await seed.variable('tone'));
    set('Document', of.id);
    set('DocumentVersion', of.versionId);
    set('Layer', of.layerId);
    set('Statement', said);
    set('StatementRelation', await seed.relation(of, said, 'IF', [because]));
    set('Annotation', await seed.mark(of, [[0, 1]], { comment: 'A remark.' }));
    absent = Object.fromEntries(
      Object.keys(ids).map((type) => [type, encodeGlobalId(type as NodeType, seed.projectId + 1, newId())]),
    );
  });
}, 120_000);

const NODE = 'query ($id: ID!) { node(id: $id) { __typename id } }';

describe('node', () => {
  it('gives every type by its global id', async () => {
    for (const [type, id] of Object.entries(ids)) {
      const { data, errors } = await service.ask(NODE, { id });
      expect(errors).toBeUndefined();
      expect(data.node).toEqual({ __typename: type, id });
    }
  });

  it('gives null for what is not there, of every type', async () => {
    expect(Object.keys(absent)).toHaveLength(13);
    for (const id of Object.values(absent)) {
      const { data, errors } = await service.ask(NODE, { id });
      expect(errors).toBeUndefined();
      expect(data).toEqual({ node: null });
    }
  });

  it.each(['', 'x', 'study', 'U3RhdGVtZW50OjE6Mg', '🕊', 'A'.repeat(5_000)])(
    'answers the bad id %j with an error of the request',
    async (id) => {
      const { errors } = await service.ask(NODE, { id });
      expect(errors?.[0]?.extensions?.['code']).toBe('INVALID');
    },
  );
});

describe('nodes', () => {
  it('keep their order, with null for what is not there', async () => {
    const list = [
      ids.Statement,
      absent['Statement'],
      ids.Actor,
      ids.Annotation,
      absent['Issue'],
      ids.Statement,
    ];
    const { data, errors } = await service.ask('query ($ids: [ID!]!) { nodes(ids: $ids) { id } }', {
      ids: list,
    });
    expect(errors).toBeUndefined();
    expect(data.nodes.map((node: { id: string } | null) => node?.id ?? null)).toEqual(
      list.map((id) => (Object.values(ids).includes(id as string) ? id : null)),
    );
  });

  it('of one type come in one SQL statement', async () => {
    const list = [ids.Statement, absent['Statement']];
    const sent = await countStatements(service, () =>
      service.ask('query ($ids: [ID!]!) { nodes(ids: $ids) { ... on Statement { speaker { slug } } } }', {
        ids: list,
      }),
    );
    expect(sent).toBe(1);
  });
});

describe('one of a project', () => {
  const ONE = `query ($statement: ID!, $annotation: ID!) { project(slug: "study") {
    statement(id: $statement) { id } annotation(id: $annotation) { id body { ... on Comment { text } } } } }`;

  it('is read by its id', async () => {
    const { data } = await service.ask(ONE, { statement: ids.Statement, annotation: ids.Annotation });
    expect(data.project).toEqual({
      statement: { id: ids.Statement },
      annotation: { id: ids.Annotation, body: { text: 'A remark.' } },
    });
  });

  it('is null where it is not in it, and an error of the request where the id is of another type', async () => {
    const { data } = await service.ask(ONE, {
      statement: absent['Statement'],
      annotation: absent['Annotation'],
    });
    expect(data.project).toEqual({ statement: null, annotation: null });
    const { errors } = await service.ask(ONE, { statement: ids.Actor, annotation: ids.Annotation });
    expect(errors?.[0]?.extensions?.['code']).toBe('INVALID');
  });
});
