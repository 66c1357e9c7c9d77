import { getIntrospectionQuery, GraphQLError } from 'graphql';
import { describe, expect, it } from 'vitest';
import { withoutSuggestion } from '../../src/http/limits/hints.ts';
import { useService } from '../kit/service.ts';
import { ways } from '../kit/ways.ts';

const service = useService({ env: { NODE_ENV: 'production', INTROSPECTION: 'off', GRAPHIQL: 'off' } });

describe.each(ways)('in production, over $name', ({ ask }) => {
  it.each([
    ['the standard query', getIntrospectionQuery()],
    ['a type', '{ __type(name: "Project") { fields { name } } }'],
    ['an alias', '{ a: __schema { types { name } } }'],
    ['a fragment', '{ ...F } fragment F on Query { __schema { types { name } } }'],
  ])('[L9] introspection by %s is refused', async (_, query) => {
    const { data, errors } = await ask(service.url, { query });
    expect(data ?? null).toBeNull();
    expect(errors?.[0]?.message).toContain('introspection has been disabled');
  });

  it('[L9] __typename is answered', async () => {
    expect(await ask(service.url, { query: '{ __typename }' })).toMatchObject({
      data: { __typename: 'Query' },
    });
  });

  it.each<[string, string, Record<string, unknown>?]>([
    ['a field', '{ projec(slug: "x") { id } }'],
    ['an argument', '{ project(slugg: "x") { id } }'],
    ['a type', '{ ... on Quer { __typename } }'],
    ['an enum value', '{ project(slug: "x") { actors(filter: { kinds: [PERSO] }) { totalCount } } }'],
    ['a field of an input', '{ project(slug: "x") { actors(filter: { kind: [PERSON] }) { totalCount } } }'],
    ['a directive', '{ __typename @skipp(if: true) }'],
    ['a field of another type', '{ node(id: "x") { slug } }'],
    [
      'an enum value in a variable',
      'query ($f: ActorFilter) { project(slug: "x") { actors(filter: $f) { totalCount } } }',
      { f: { kinds: ['PERSO'] } },
    ],
    [
      'a field of an input in a variable',
      'query ($f: ActorFilter) { project(slug: "x") { actors(filter: $f) { totalCount } } }',
      { f: { kind: ['PERSON'] } },
    ],
  ])('[L9] nothing is suggested for %s', async (_, query, variables) => {
    const { errors } = await ask(service.url, { query, ...(variables && { variables }) });
    expect(errors?.length).toBeGreaterThan(0);
    expect(JSON.stringify(errors)).not.toMatch(/did you mean|suggest/i);
  });
});

describe('in production', () => {
  it('[L9] there is no page', async () => {
    const response = await fetch(service.url, { headers: { accept: 'text/html' } });
    expect(response.headers.get('content-type') ?? '').not.toContain('text/html');
    expect(await response.text()).not.toContain('<html');
  });

  it('[L9] every way to suggest is known', () => {
    const told = (message: string) => withoutSuggestion(new GraphQLError(message)).message;
    expect(told('Cannot query field "a" on type "T". Did you mean "b"?')).toBe(
      'Cannot query field "a" on type "T".',
    );
    expect(told('No. Did you mean "b", "c", or "d"?')).toBe('No.');
    expect(told('No. Did you mean to use an inline fragment on "A" or "B"?')).toBe('No.');
    expect(told('Value "x" is none. Did you mean the enum value "A" or "B"?')).toBe('Value "x" is none.');
    expect(told('No. Did you mean "b"? at "input.x"; No. Did you mean "c"?')).toBe('No. at "input.x"; No.');
    expect(told('It is not said.')).toBe('It is not said.');
  });
});
