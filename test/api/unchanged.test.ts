import { getNullableType, type GraphQLInputObjectType, type GraphQLInputType } from 'graphql';
import { beforeAll, describe, expect, it } from 'vitest';
import { schema } from '../../src/schema.ts';
import { checksum } from '../kit/checksum.ts';
import { sampleInput } from '../kit/samples.ts';
import { useService } from '../kit/service.ts';
import { call } from '../kit/study.ts';
import { type Ids, seedThings } from '../kit/things.ts';

const service = useService();
const ids = { named: {} as Ids, spare: {} as Ids, foreign: {} as Ids };

/** What a null clears; every other field of these inputs cannot be empty. */
const MAY_BE_EMPTY: Record<string, string[]> = {
  changeProject: ['description'],
  changeVariable: ['description', 'options'],
  changeActor: ['description', 'names', 'externalIds'],
  changeAffiliation: ['role', 'validFrom', 'validUntil'],
  changeIssue: ['definition', 'broader'],
  changeEvent: ['description', 'type', 'date', 'place', 'parent', 'participants'],
  changeDocument: ['source', 'publisher', 'author', 'publishedOn', 'language'],
  changeLayer: [],
  changeAnnotation: [],
  changeRelation: [],
  changeStatement: [
    'onBehalfOf',
    'addressees',
    'issue',
    'stance',
    'toward',
    'event',
    'saidAt',
    'saidOn',
    'reportedIn',
    'values',
  ],
};

const changes = Object.values(schema.getMutationType()?.getFields() ?? {})
  // Roles have no versions; test/access/members looks at them.
  .filter(({ name }) => name.startsWith('change') && name !== 'changeRole')
  .map((field) => {
    const type = field.args[0]?.type as GraphQLInputType;
    const about = field.name.slice('change'.length);
    const subject = about === 'Relation' ? 'StatementRelation' : about;
    const fields = Object.values((getNullableType(type) as GraphQLInputObjectType).getFields())
      .map(({ name }) => name)
      .filter((name) => name !== 'id' && name !== 'expectedVersion');
    return { name: field.name, type, subject, fields };
  });

async function versionOf(subject: string): Promise<number> {
  const { data } = await service.ask(`query ($id: ID!) { node(id: $id) { ... on ${subject} { version } } }`, {
    id: ids.spare[subject],
  });
  return data.node.version;
}

/** Sends a change of the present version, and tells what became of it. */
async function change(name: string, subject: string, input: object) {
  const [before, version] = [await checksum(service.app.db), await versionOf(subject)];
  const result = await call(service, name, { id: ids.spare[subject], ...input, expectedVersion: version });
  const written = JSON.stringify(await checksum(service.app.db)) !== JSON.stringify(before);
  return { result, written, newer: (await versionOf(subject)) - version };
}

const left = { written: false, newer: 0 };

describe('a change that leaves its subject as it was', () => {
  beforeAll(() => seedThings(service, ids), 120_000);

  it('is tried for every change that the schema has', () => {
    expect(changes.map(({ name }) => name).toSorted()).toEqual(Object.keys(MAY_BE_EMPTY).toSorted());
  });

  it.each(changes)('$name: giving nothing writes nothing', async ({ name, subject }) => {
    const changed = await change(name, subject, {});
    expect(changed).toMatchObject(left);
    expect(changed.result.id).toBe(ids.spare[subject]);
  });

  it.each(changes)('$name: giving the same again writes nothing', async ({ name, type, subject }) => {
    const named = (of: string, field: string) => ids.named[field === 'antecedents' ? 'antecedent' : of] ?? '';
    const version = await versionOf(subject);
    const input = sampleInput(name, type, { named, subject: ids.spare[subject] ?? '', version }) as {
      comment?: unknown;
    };
    const first = await change(name, subject, input);
    expect(first.result['message']).toBeUndefined();
    expect(first.newer).toBe(first.written ? 1 : 0);
    const again = await change(name, subject, input);
    expect(again.result['message']).toBeUndefined();
    expect(again).toMatchObject(left);
  });

  it.each(changes)('$name: null clears what may be empty, once, and is a fault elsewhere', async (given) => {
    const { name, subject, fields } = given;
    const outcomes: unknown[] = [];
    const expected: unknown[] = [];
    // Backwards, since a stance goes before its issue.
    for (const field of fields.toReversed()) {
      const first = await change(name, subject, { [field]: null });
      const again = await change(name, subject, { [field]: null });
      outcomes.push([field, first.result.faults, again.result.faults, again.written, again.newer]);
      const message = `${field} cannot be empty; leave it out to keep it.`;
      const faults = [{ path: [field], code: 'INVALID', message }];
      const told = MAY_BE_EMPTY[name]?.includes(field) ? undefined : faults;
      expected.push([field, told, told, false, 0]);
    }
    expect(outcomes).toEqual(expected);
  });

  it.each(
    changes.flatMap(({ name, subject, fields }) =>
      ['slug', 'name', 'title', 'label']
        .filter((field) => fields.includes(field))
        .map((field) => ({ name, subject, field })),
    ),
  )('$name: an empty $field is a fault', async ({ name, subject, field }) => {
    const { result, written } = await change(name, subject, { [field]: '' });
    expect(result.faults).toMatchObject([{ path: [field] }]);
    expect(written).toBe(false);
  });
});
