import { sql } from 'drizzle-orm';
import { type GraphQLObjectType, isObjectType } from 'graphql';
import { beforeAll, describe, expect, it } from 'vitest';
import { includes } from '../../src/protocol/role.ts';
import { schema } from '../../src/schema.ts';
import { type Service, useService } from '../kit/service.ts';
import { transports } from '../kit/subscribe.ts';
import { along, type Arguments, objectsAt, type Path, pathsTo, selectionOf } from './matrix/paths.ts';
import { outside, type Reading, readings } from './matrix/readings.ts';
import { makeViewers, type Matrix, type Standing, type ViewerName, VIEWERS } from './matrix/viewers.ts';
import { fillWorld } from './matrix/world.ts';
import { maker, type Writing, writings } from './matrix/writings.ts';

const service = useService({ attempts: 1_000 });
let viewers: Matrix;
let given: Arguments;
let paths: Map<string, Path>;

const names = Object.keys(VIEWERS) as ViewerName[];
const standing = (name: ViewerName): Standing => VIEWERS[name];
const types = Object.values(schema.getTypeMap()).filter(
  (type): type is GraphQLObjectType => isObjectType(type) && !type.name.startsWith('__'),
);
const fieldsOf = (type: string, reading: Reading): string[] => readings[type]?.[reading]?.split(' ') ?? [];

beforeAll(async () => {
  given = await fillWorld(service);
  viewers = await makeViewers(service);
  const roots = [[{ field: 'project(slug: "study")', type: 'Project' }], [{ field: 'me', type: 'Account' }]];
  paths = pathsTo(schema, roots, given);
}, 120_000);

describe('the table of expectations', () => {
  it('has every field of the schema, and no other', () => {
    const inSchema = types.flatMap((type) =>
      type.name in outside ? [] : Object.keys(type.getFields()).map((field) => `${type.name}.${field}`),
    );
    const inTable = Object.keys(readings).flatMap((type) =>
      (['READER', 'OWNER', 'SELF'] as const).flatMap((reading) =>
        fieldsOf(type, reading).map((field) => `${type}.${field}`),
      ),
    );
    expect(inTable.toSorted()).toEqual(inSchema.toSorted());
    expect(Object.keys(outside).filter((name) => !types.some((type) => type.name === name))).toEqual([]);
  });

  it('has every mutation of the schema, and no other', () => {
    const inTable = new Set(writings.map(({ mutation }) => mutation));
    expect([...inTable].toSorted()).toEqual(
      Object.keys(schema.getMutationType()?.getFields() ?? {}).toSorted(),
    );
  });
});

/** Whom a field is told, from his standing alone. */
function isTold(reading: Reading, { role, by }: Standing): boolean {
  if (reading === 'SELF') return by === 'session' || by === 'token';
  return reading === 'READER' ? role !== null : role === 'OWNER';
}

describe.each(names)('reading as %s', (name) => {
  const asked = Object.keys(readings).flatMap((type) =>
    (['READER', 'OWNER', 'SELF'] as const)
      .filter((reading) => fieldsOf(type, reading).length > 0)
      .map((reading) => [type, reading] as const),
  );

  it.each(asked)('%s is told as the table says, to %s', async (type, reading) => {
    const fields = fieldsOf(type, reading);
    const told = await tell(viewers[name], type, fields);
    expect(told).toEqual(expectedOf(fields, reading, standing(name)));
  });

  it('nodes are told by their ids as by any other way', async () => {
    const ids = await nodeIds();
    const { data, errors } = await viewers[name].ask(
      'query ($ids: [ID!]!) { nodes(ids: $ids) { type: __typename } }',
      { ids: [...ids.values()] },
    );
    const { role, by } = standing(name);
    const told = data?.nodes.map((node: { type: string } | null) => node?.type ?? null) ?? null;
    const types = [...ids.keys()].map((type) => (role === null ? null : type));
    expect(told).toEqual(by === 'dead token' ? null : types);
    expect(errors?.[0]?.extensions?.['code']).toBe(by === 'dead token' ? 'UNAUTHENTICATED' : undefined);
  });

  it('the list of projects holds it for who reads it', async () => {
    const { data } = await viewers[name].ask(
      '{ projects(first: 100) { totalCount edges { node { slug } } } }',
    );
    const slugs = (data?.projects.edges ?? []).map(({ node }: { node: { slug: string } }) => node.slug);
    expect(slugs.includes('study')).toBe(standing(name).role !== null);
    expect(data?.projects.totalCount ?? 0).toBe(slugs.length);
  });

  it('subscriptions begin for who reads it', async () => {
    const reads = standing(name).role !== null;
    for (const { subscribe } of transports) {
      const subscriber = subscribe(service.url, viewers[name].headers)(
        `subscription { annotationAdded(project: "study", document: "speech") { annotation { __typename } } }`,
        {},
      );
      const first = await subscriber.next().catch(() => null);
      const told = { annotationAdded: { annotation: { __typename: 'Annotation' } } };
      expect(first?.data ?? null).toEqual(reads ? told : null);
      await subscriber.leave();
    }
  });
});

describe.each(names)('writing as %s', (name) => {
  it.each(
    writings.map(
      (writing) => [writing.mutation + (writing.when ? `, ${writing.when}` : ''), writing] as const,
    ),
  )('%s', async (_, writing) => {
    const writer = viewers[name];
    const input = await writing.input(maker(viewers.OWNER), maker(writer));
    const before = await written();
    const expected = outcome(writing, standing(name));
    expect(await codeOf(writer, writing.mutation, input)).toBe(expected);
    const unchanged = JSON.stringify(await written()) === JSON.stringify(before);
    expect([expected, unchanged || expected === 'DONE']).toEqual([expected, true]);
  });
});

/** What an answer tells of some fields of a type: the codes of its errors, and which fields some object has. */
type Told = { codes: string[]; fields: string[] };

async function tell(viewer: Service, type: string, fields: readonly string[]): Promise<Told> {
  const path = paths.get(type);
  if (!path) throw new Error(`Nothing leads to ${type}; give what its fields require in world.ts.`);
  const known = (schema.getType(type) as GraphQLObjectType).getFields();
  const selections = fields.map((field) => {
    const selection = selectionOf(type, known[field] as never, given);
    if (selection === null) throw new Error(`${type}.${field} requires an argument; give it in world.ts.`);
    return selection;
  });
  const { data, errors } = await viewer.ask(along(path, selections.join(' ')));
  const objects = objectsAt(data ?? {}, path);
  const isRefused = (field: string) => errors?.some((error) => error.path?.at(-1) === field) ?? false;
  return {
    codes: [...new Set((errors ?? []).map(({ extensions }) => String(extensions?.['code'])))],
    fields: fields.filter((field) => objects.some((object) => field in object) && !isRefused(field)),
  };
}

/** The same from the table and the viewer's standing alone. */
function expectedOf(fields: string[], reading: Reading, viewer: Standing): Told {
  if (viewer.by === 'dead token') return { codes: ['UNAUTHENTICATED'], fields: [] };
  if (isTold(reading, viewer)) return { codes: [], fields };
  // Who reads the project may know that there is something that is for owners.
  return { codes: reading === 'OWNER' && viewer.role !== null ? ['FORBIDDEN'] : [], fields: [] };
}

/** What comes of a mutation, from the table and the viewer's standing alone. */
function outcome({ takes, personal }: Writing, { role, by, reads }: Standing): string {
  if (by === 'dead token' || by === 'nothing') return 'UNAUTHENTICATED';
  if ((takes === 'PERSON' || personal) && by === 'token') return 'FORBIDDEN';
  if (reads) return 'FORBIDDEN';
  if (takes === 'ACCOUNT' || takes === 'PERSON') return 'DONE';
  if (role === null) return 'NOT_FOUND';
  return includes(role, takes) ? 'DONE' : 'FORBIDDEN';
}

/** Runs a mutation. @returns the code of its error, be it its result or the request's, or DONE */
async function codeOf(writer: Service, mutation: string, input: object): Promise<string> {
  const type = String(schema.getMutationType()?.getFields()[mutation]?.args[0]?.type);
  const { data, errors } = await writer.ask(
    `mutation ($input: ${type}) { ${mutation}(input: $input) { __typename ... on Error { code message } } }`,
    { input },
  );
  if (errors) return String(errors[0]?.extensions?.['code']);
  return data[mutation].code ?? 'DONE';
}

/** The place of every log, and what of accounts and rights there is. */
async function written(): Promise<unknown> {
  const rows = await service.app.db.execute(sql`
    select (select jsonb_agg(seq order by project_id) from project_head) as heads,
      (select count(*) from project) as projects, (select count(*) from access_token where revoked_at is null) as tokens,
      (select jsonb_agg(jsonb_build_array(account_id, project_id, role, ended_at) order by 1) from membership) as members,
      (select count(*) from invitation where revoked_at is null and accepted_at is null) as invitations`);
  return rows[0];
}

let known: Map<string, string> | undefined;

/** The id of one thing of each type that has one, by type. */
async function nodeIds(): Promise<Map<string, string>> {
  if (known) return known;
  known = new Map();
  const interfaces = types.filter((type) => type.getInterfaces().some(({ name }) => name === 'Node'));
  for (const { name } of interfaces) {
    const path = name === 'Account' ? null : paths.get(name);
    if (!path) continue;
    const { data } = await viewers.OWNER.ask(along(path, 'id'));
    const [first] = objectsAt(data, path);
    if (typeof first?.['id'] !== 'string') throw new Error(`There is no ${name}; make one in world.ts.`);
    known.set(name, first['id']);
  }
  return known;
}
