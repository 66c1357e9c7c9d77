import { getNamedType, getNullableType, type GraphQLArgument, isCompositeType, isObjectType } from 'graphql';
import { beforeAll, describe, expect, it } from 'vitest';
import { schema } from '../../src/schema.ts';
import { placesIn, sampleInput } from '../kit/samples.ts';
import { useService } from '../kit/service.ts';
import { type Ids, seedThings } from '../kit/things.ts';

const service = useService();
const ids = { named: {} as Ids, spare: {} as Ids, foreign: {} as Ids };

const UNFIT = ['a\u0000b', '\ud800', 'x\udc00', '', 'no such thing', '__proto__', 'm'.repeat(100_000)];

/** The types whose fields can be asked of a node, and the query itself. */
const owners = ['Query', 'Project', ...['Actor', 'Issue', 'Event', 'Document', 'Layer', 'Statement']];

const fields = owners.flatMap((owner) => {
  const type = schema.getType(owner);
  if (!isObjectType(type)) throw new Error(`${owner} is no type of the schema`);
  return Object.values(type.getFields())
    .filter(({ args }) => args.length > 0)
    .map((field) => ({ owner, name: field.name, field }));
});

/** Asks for one field with these arguments. */
async function ask(owner: string, name: string, args: readonly GraphQLArgument[], values: object) {
  const declared = args.map((arg) => `$${arg.name}: ${arg.type}`).join(', ');
  const given = args.map((arg) => `${arg.name}: $${arg.name}`).join(', ');
  const field = schema.getType(owner);
  const gives = isObjectType(field) && field.getFields()[name]?.type;
  const below = gives && isCompositeType(getNamedType(gives)) ? '{ __typename }' : '';
  const asked = `${name}(${given}) ${below}`;
  const query =
    owner === 'Query'
      ? `query (${declared}) { ${asked} }`
      : `query (${declared}) { node(id: "${ids.named[owner]}") { ... on ${owner} { ${asked} } } }`;
  return service.ask(query, { ...values });
}

describe('an argument', () => {
  beforeAll(() => seedThings(service, ids), 120_000);

  it('stands in many fields', () => {
    expect(fields.length).toBeGreaterThan(30);
  });

  it.each(fields)(
    'of $owner.$name that no text can be is answered properly',
    async ({ owner, name, field }) => {
      const things = { named: (type: string) => ids.named[type] ?? '', subject: '', version: 1 };
      const others: string[] = [];
      for (const target of field.args) {
        for (const { path, type } of placesIn(target.type, [target.name])) {
          if (!['String', 'ID', 'Date', 'JSON'].includes(String(getNullableType(type)))) continue;
          const required = field.args.filter(({ type }) => String(type).endsWith('!'));
          const args = [...new Set([...required, target])];
          for (const value of UNFIT) {
            const values = Object.fromEntries(
              args.map((arg) => [
                arg.name,
                sampleInput(
                  name,
                  arg.type,
                  things,
                  arg === target ? { path: path.slice(1), value } : undefined,
                ),
              ]),
            );
            const { errors = [] } = await ask(owner, name, args, values);
            const bad = errors.find(
              ({ message, extensions }) =>
                /unexpected error/i.test(message) || extensions?.['code'] === 'INTERNAL_SERVER_ERROR',
            );
            if (bad) others.push(`${path.join('.')} = ${JSON.stringify(value).slice(0, 40)}: ${bad.message}`);
          }
        }
      }
      expect(others).toEqual([]);
    },
  );

  it.each(['a\u0000b', '\ud800', 'No Slug'])('%j is the slug of nothing', async (slug) => {
    const { data, errors } = await service.ask(
      `query ($slug: String!) { none: project(slug: $slug) { id }
        project(slug: "study") { actor(slug: $slug) { id } issue(slug: $slug) { id } event(slug: $slug) { id }
          document(slug: $slug) { id } } }`,
      { slug },
    );
    expect(errors).toBeUndefined();
    expect(data).toEqual({ none: null, project: { actor: null, issue: null, event: null, document: null } });
  });
});
