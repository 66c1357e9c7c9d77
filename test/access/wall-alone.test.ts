import { sql } from 'drizzle-orm';
import { beforeAll, describe, expect, it } from 'vitest';
import { decodeGlobalId } from '../../src/protocol/global-id.ts';
import { schema } from '../../src/schema.ts';
import { type Asker, member } from '../kit/members.ts';
import { useService } from '../kit/service.ts';
import { call } from '../kit/study.ts';
import { along, type Arguments, objectsAt, type Path, pathsTo } from './matrix/paths.ts';
import { readings } from './matrix/readings.ts';
import { fillWorld } from './matrix/world.ts';
import { maker, writings } from './matrix/writings.ts';

// The checks in code are switched off: whoever asks is taken for a program for whom none holds. What is still kept from him is
// kept by PostgreSQL.
const service = useService({ checks: false });
let [owner, stranger, coder, other]: Asker[] = [];
let given: Arguments;
let paths: Map<string, Path>;

beforeAll(async () => {
  owner = await member(service, '', null, 'Owner');
  given = await fillWorld(owner);
  stranger = await member(service, '', null, 'Stranger');
  await call(stranger, 'createProject', { slug: 'other', name: 'Another' });
  coder = await member(service, 'study', 'CODER', 'Coder');
  other = await member(service, 'study', 'CODER', 'Other');
  paths = pathsTo(schema, [[{ field: 'project(slug: "study")', type: 'Project' }]], given);
});

describe('row-level security alone', () => {
  it('is what this is about: a check in code would have refused', async () => {
    const { data } = (await coder?.ask('{ project(slug: "study") { auditTrail { totalCount } } }')) ?? {};
    expect(data.project.auditTrail.totalCount).toBeGreaterThan(0);
  });

  it.each(Object.keys(readings))('tells a stranger of no %s', async (type) => {
    const path = paths.get(type) ?? [];
    const ask = along(path, '__typename');
    const { data } = (await stranger?.ask(ask)) ?? {};
    expect(objectsAt(data, path)).toEqual([]);
    expect(objectsAt((await owner?.ask(ask))?.data, path).length > 0 || type.startsWith('AccessToken')).toBe(
      true,
    );
  });

  it('tells a stranger of nothing by its id', async () => {
    const ids: string[] = [];
    for (const [type, path] of paths) {
      if (!schema.getType(type) || !('id' in (schema.getType(type) as any).getFields())) continue;
      const objects = objectsAt((await owner?.ask(along(path, 'id')))?.data, path);
      ids.push(
        ...objects
          .map((object) => String(object['id']))
          .filter((id) => NODES.has(decodeGlobalId(id)?.type ?? '')),
      );
    }
    expect(ids.length).toBeGreaterThan(10);
    const nodes = 'query ($ids: [ID!]!) { nodes(ids: $ids) { id } }';
    for (let at = 0; at < ids.length; at += 50) {
      const asked = ids.slice(at, at + 50);
      expect((await stranger?.ask(nodes, { ids: asked }))?.data.nodes).toEqual(asked.map(() => null));
    }
    const { data } = (await stranger?.ask('{ projects { totalCount edges { node { slug } } } }')) ?? {};
    expect(data.projects).toEqual({ totalCount: 1, edges: [{ node: { slug: 'other' } }] });
  });

  it.each(
    writings
      .filter(({ takes }) => takes !== 'ACCOUNT' && takes !== 'PERSON')
      .map((writing) => [writing.mutation + (writing.when ? `, ${writing.when}` : ''), writing] as const),
  )('lets a stranger not %s', async (_, { mutation, input }) => {
    const given = await input(maker(owner as Asker), maker(stranger as Asker));
    const before = await state();
    const type = String(schema.getMutationType()?.getFields()[mutation]?.args[0]?.type);
    const { data, errors } = (await stranger?.ask(
      `mutation ($input: ${type}) { ${mutation}(input: $input) { __typename ... on Error { code } } }`,
      { input: given },
    )) ?? { errors: [] };
    expect(errors ?? data[mutation].code).toBeTruthy();
    expect(await state()).toEqual(before);
  });

  it('hides what lies on another coder’s blind layer', async () => {
    const sight = `{ project(slug: "study") { statements { totalCount } annotations { totalCount }
      changes { totalCount } searchQuotes(query: "Rudolf") { totalCount }
      document(slug: "speech") { layers { totalCount } statements { totalCount } history { totalCount } } } }`;
    const before = (await other?.ask(sight))?.data;
    const layer = await call(coder as Asker, 'openLayer', {
      ...{ project: 'study', document: 'speech', kind: 'PERSONAL', blind: true },
    });
    const annotated = await call(coder as Asker, 'annotate', {
      ...{ project: 'study', document: 'speech', layer: layer.id, ranges: [{ start: 0, end: 6 }] },
      body: { statement: { speaker: 'rudolf' } },
    });
    expect(annotated['message']).toBeUndefined();
    expect((await other?.ask(sight))?.data).toEqual(before);
    expect((await coder?.ask(sight))?.data).not.toEqual(before);
    const node = 'query ($id: ID!) { node(id: $id) { id } }';
    for (const id of [layer.id, annotated.id, annotated['body'].id])
      expect((await other?.ask(node, { id }))?.data.node).toBeNull();
  });
});

const NODES = new Set(
  Object.values(schema.getPossibleTypes(schema.getType('Node') as never)).map(({ name }) => name),
);

/** All logs, members and projects, as the tables’ owner sees them. */
async function state(): Promise<unknown> {
  const rows = await service.app.db.execute(sql`
    select (select jsonb_agg(jsonb_build_array(project_id, seq) order by project_id) from project_head) as heads,
      (select jsonb_agg(jsonb_build_array(account_id, project_id, role, ended_at) order by 1) from membership) as members,
      (select count(*) from invitation where revoked_at is null and accepted_at is null) as invitations,
      (select count(*) from statement) as statements`);
  return rows[0];
}
