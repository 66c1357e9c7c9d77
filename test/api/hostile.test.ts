import { isDeepStrictEqual } from 'node:util';
import { type GraphQLInputType, type GraphQLObjectType, type GraphQLUnionType, isUnionType } from 'graphql';
import { beforeAll, describe, expect, it } from 'vitest';
import { newId } from '../../src/db/columns.ts';
import { decodeGlobalId, encodeGlobalId, isContentType } from '../../src/protocol/global-id.ts';
import { schema } from '../../src/schema.ts';
import { checksum } from '../kit/checksum.ts';
import { doubtfulAt, fieldAt, HUGE_NUMBER, isList, refusedAt } from '../kit/hostile-values.ts';
import { type Ids, seedThings } from '../kit/things.ts';
import { type Path, placesIn, sampleInput, type Things } from '../kit/samples.ts';
import { type Answer, useService } from '../kit/service.ts';

const service = useService();

/** What inputs may name; what mutations change and remove; and what another project has. */
const ids = { named: {} as Ids, spare: {} as Ids, foreign: {} as Ids };
/** The versions of what mutations are about, as their answers told. */
const versions = new Map<string, number>();
/** The mutations that have taken an input. */
const taken = new Set<string>();

const mutations = Object.values(schema.getMutationType()?.getFields() ?? {}).map((field) => {
  const success = (field.type as { ofType?: GraphQLUnionType }).ofType as GraphQLUnionType;
  return { name: field.name, type: field.args[0]?.type as GraphQLInputType, field, success };
});

/** Which type a mutation changes or removes. */
function subjectOf(name: string): string {
  const type = name.replace(/^[a-z]+/, '');
  return type === 'Relation' ? 'StatementRelation' : type;
}

function thingsFor(name: string): Things {
  const subject = ids.spare[name === 'mergeIssue' ? 'mergedIssue' : subjectOf(name)] ?? '';
  // An antecedent is another statement than the consequent.
  const named = (type: string, field: string) =>
    ids.named[field === 'antecedents' ? 'antecedent' : type] ?? '';
  return { named, subject, version: versions.get(subject) ?? 1 };
}

/** Ids that are well formed and wrong: another type's, another project's, and nobody's. */
function wrongIds(name: string, named: string): string[] {
  const type = named === 'subject' ? subjectOf(name) : named;
  const other = Object.entries(ids.named).find(([other]) => other !== type && isContentType(other));
  const nobody = isContentType(type)
    ? [encodeGlobalId(type, decodeGlobalId(ids.named['Actor'] ?? '')?.projectId ?? 1, newId())]
    : [encodeGlobalId('Project', 4711)];
  // What a mutation is about may lie in any project of the viewer's: its id names that too.
  const foreign = isContentType(type) && named !== 'subject' ? [ids.foreign[type] ?? ''] : [];
  return [other?.[1] ?? '', ...foreign, ...nobody];
}

async function send(name: string, input: unknown): Promise<{ status: number; answer: Answer }> {
  const { type, success } = mutations.find(
    (mutation) => mutation.name === name,
  ) as (typeof mutations)[number];
  const made = success
    .getTypes()
    .find((member) => member.getInterfaces().every(({ name }) => name !== 'Error'));
  const query = `mutation ($input: ${type}) { ${name}(input: $input) {
    __typename ${versionOf(made)} ... on Error { code message faults { path code message } } } }`;
  const body = JSON.stringify({ query, variables: { input } }).replaceAll(`"${HUGE_NUMBER}"`, '1e400');
  const response = await fetch(service.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
  });
  return { status: response.status, answer: (await response.json()) as Answer };
}

function versionOf(type: GraphQLObjectType | undefined): string {
  return type?.getFields()['version'] ? `... on ${type.name} { id version }` : '';
}

/** What became of a call: done, refused by a typed error or an unreadable request, or anything else, which is at fault. */
function outcomeOf(name: string, { status, answer }: Awaited<ReturnType<typeof send>>): string {
  if (status >= 500) return `status ${status}`;
  if (answer.errors) {
    const bad = answer.errors.find(
      ({ message, extensions }) =>
        /unexpected error/i.test(message) || extensions?.['code'] === 'INTERNAL_SERVER_ERROR',
    );
    if (bad) return bad.message;
    return (answer.data?.[name] ?? null) === null ? 'refused' : 'both data and errors';
  }
  const { code, faults, message, id, version } = answer.data[name];
  if (code !== undefined)
    return message !== '' && faults.length > 0 ? 'refused' : 'an error that says nothing';
  if (id !== undefined) versions.set(id, version);
  taken.add(name);
  return 'done';
}

const shown = (name: string, path: Path, value: unknown) =>
  `${name} ${path.join('.')} = ${JSON.stringify(value)?.slice(0, 80)}`;

describe('every mutation', () => {
  beforeAll(() => seedThings(service, ids), 120_000);

  it('takes one argument, input, and gives a union with Error in it', () => {
    for (const { field, success } of mutations) {
      expect(field.args.map(({ name }) => name)).toEqual(['input']);
      expect(isUnionType(success)).toBe(true);
    }
    expect(mutations.length).toBeGreaterThan(30);
  });

  it.each(mutations)('$name refuses what can never be right, and writes nothing', async ({ name, type }) => {
    const before = await checksum(service.app.db);
    const others: string[] = [];
    for (const place of placesIn(type)) {
      const { path } = place;
      const values = refusedAt(name, place, (named) => wrongIds(name, named));
      if (isList(place.type)) values.push(manyOf(name, type, path));
      const answers = await Promise.all(
        values.map((value) => send(name, sampleInput(name, type, thingsFor(name), { path, value }))),
      );
      answers.forEach((answer, at) => {
        const outcome = outcomeOf(name, answer);
        if (outcome !== 'refused') others.push(`${shown(name, path, values[at])}: ${outcome}`);
      });
    }
    expect(others).toEqual([]);
    expect(await checksum(service.app.db)).toEqual(before);
  });

  // Input types that several mutations share are gone through once.
  const seen = new Set<string>();
  it.each(mutations)('$name answers properly to what may be right or wrong', async ({ name, type }) => {
    let before = await checksum(service.app.db);
    const others: string[] = [];
    for (const place of placesIn(type)) {
      const { path } = place;
      const field = `${place.of}.${fieldAt(path)} ${String(path.at(-1))}`;
      if (seen.has(field)) continue;
      seen.add(field);
      for (const value of doubtfulAt(place)) {
        const told = shown(name, path, value);
        const outcome = outcomeOf(
          name,
          await send(name, sampleInput(name, type, thingsFor(name), { path, value })),
        );
        const after = await checksum(service.app.db);
        if (outcome === 'refused' && !isDeepStrictEqual(after, before))
          others.push(`${told}: refused and written`);
        else if (outcome !== 'refused' && outcome !== 'done') others.push(`${told}: ${outcome}`);
        before = after;
      }
    }
    expect(others).toEqual([]);
  });

  it.each([
    ['a number beyond all', '1e400'],
    ['a list in lists', `${'['.repeat(2_000)}1${']'.repeat(2_000)}`],
    ['a list in very many lists', `${'['.repeat(20_000)}1${']'.repeat(20_000)}`],
    ['an object in objects', `${'{a:'.repeat(100)}1${'}'.repeat(100)}`],
  ])('a value written into the query is refused in the same way: %s', async (_, value) => {
    const before = await checksum(service.app.db);
    const statement = `{ speaker: "rudolf", values: [{ variable: "${ids.named['Variable']}", value: ${value} }] }`;
    const input = `{ project: "study", document: "speech", ranges: [{ start: 0, end: 1 }], body: { statement: ${statement} } }`;
    const answer = await service.ask(
      `mutation { annotate(input: ${input}) { __typename ... on Error { code message faults { path } } } }`,
    );
    expect(outcomeOf('annotate', { status: 200, answer })).toBe('refused');
    expect(await checksum(service.app.db)).toEqual(before);
  });

  // Refusals show something only where the rest of the input was right.
  it('takes the same inputs without what was wrong in them', async () => {
    const before = await checksum(service.app.db);
    const others: string[] = [];
    const last = mutations.filter(({ name }) => name.startsWith('remove'));
    const first = mutations.filter((mutation) => !last.includes(mutation));
    // A project last of all, and what others hang on after them.
    const order = ['Relation', 'Annotation', 'Statement', 'Layer'];
    const rank = ({ name }: { name: string }) =>
      (order.indexOf(subjectOf(name)) + order.length) % order.length;
    for (const { name, type } of [...first, ...last.toSorted((a, b) => rank(a) - rank(b))]) {
      if (taken.has(name)) continue;
      const answer = await send(name, sampleInput(name, type, thingsFor(name)));
      if (outcomeOf(name, answer) !== 'done') others.push(`${name}: ${JSON.stringify(answer.answer)}`);
    }
    expect(others).toEqual([]);
    // And what is written shows in the sums by which the others saw that nothing was.
    expect(await checksum(service.app.db)).not.toEqual(before);
  });
});

/** A list of 501 items at a place, each as valid as one alone. */
function manyOf(name: string, type: GraphQLInputType, path: Path): unknown {
  const placed = sampleInput(name, type, thingsFor(name), { path: [...path, 0, 'no-such-step'], value: 0 });
  let list: unknown = placed;
  for (const step of path) list = (list as Record<string, unknown>)?.[step];
  const [item] = (list ?? []) as unknown[];
  return Array.from({ length: 501 }, () => item ?? fieldAt(path));
}
