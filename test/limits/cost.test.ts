import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import {
  getIntrospectionQuery,
  isCompositeType,
  isListType,
  isObjectType,
  Kind,
  getNamedType,
  parse,
} from 'graphql';
import { describe, expect, it } from 'vitest';
import { firstQuery } from '../../src/http/graphiql.ts';
import { isConnection } from '../../src/http/limits/cost.ts';
import { costOf } from '../../src/http/limits/cost-of.ts';
import { FIELD_COSTS } from '../../src/http/limits/field-cost.ts';
import { COST_MAX, NODES_MAX, PAGE_DEFAULT } from '../../src/protocol/limits.ts';
import { schema } from '../../src/schema.ts';
import { countByHand } from './count-by-hand.ts';
import { drawOperation } from './draw-operation.ts';

const cost = (source: string, variableValues: Record<string, unknown> = {}) =>
  costOf(schema, { document: parse(source), variableValues });

const inProject = (fields: string) => `{ project(slug: "p") { ${fields} } }`;
const statements = (args: string) => inProject(`statements${args} { edges { node { id } } }`);

describe('the cost of an operation', () => {
  it('[L3] is what comes of going through every entry one by one, with fragments written out', () => {
    fc.assert(
      fc.property(fc.gen(), (draw) => {
        const { source, variables } = drawOperation(schema, draw);
        expect(cost(source, variables)).toEqual(countByHand(schema, parse(source), variables));
      }),
      { numRuns: 1_000 },
    );
  });

  it('[L3] counts a page as it is asked for, whether written out, given or left to the default', () => {
    const asked = [
      ['(first: 7)', 7],
      ['(last: 3)', 3],
      ['', PAGE_DEFAULT],
      ['(first: null)', PAGE_DEFAULT],
      ['(first: 0)', 0],
      ['(first: 100000)', 100],
      ['(first: -5)', 0],
    ] as const;
    for (const [args, nodes] of asked) expect([args, cost(statements(args)).nodes]).toEqual([args, nodes]);
    const byVariable = (type: string, variables: object) =>
      cost(`query ($n: ${type}) ${statements('(first: $n)')}`, { ...variables }).nodes;
    expect(byVariable('Int', { n: 4 })).toBe(4);
    expect(byVariable('Int', {})).toBe(PAGE_DEFAULT);
    expect(byVariable('Int = 9', {})).toBe(9);
    expect(byVariable('Int = 9', { n: null })).toBe(PAGE_DEFAULT);
    expect(byVariable('Int', { n: 'many' })).toBe(100);
    expect(byVariable('Int', { n: { toString: 4 } })).toBe(100);
  });

  it('[L3] counts lists by what they are given', () => {
    const nodes = (ids: string[]) => cost('query ($ids: [ID!]!) { nodes(ids: $ids) { id } }', { ids }).points;
    expect(nodes(Array(500).fill('x')) - nodes([])).toBe(500);
    expect(cost('{ nodes(ids: ["a", "b"]) { id } }').points).toBe(3);
  });

  it('[L3] counts every connection of the schema, by its type', () => {
    const found = Object.values(schema.getTypeMap()).filter(isConnection);
    const named = Object.keys(schema.getTypeMap()).filter((name) => name.endsWith('Connection'));
    expect(found.map(({ name }) => name).toSorted()).toEqual(named.toSorted());
    expect(found.length).toBeGreaterThan(15);
  });

  it('[L3] knows each field that it weighs', () => {
    for (const name of Object.keys(FIELD_COSTS)) {
      const [owner = '', field = ''] = name.split('.');
      const type = schema.getType(owner);
      expect([name, isObjectType(type) && field in type.getFields()]).toEqual([name, true]);
    }
  });

  it('[L3] is known at once of fragments that spread each other more often than could be counted', () => {
    const fragments = Array.from(
      { length: 300 },
      (_, at) => `fragment F${at} on Project { ${at === 299 ? 'id' : `...F${at + 1} ...F${at + 1}`} }`,
    );
    expect(cost(`${inProject('...F0')} ${fragments.join('\n')}`).points).toBe(1 + 2 ** 299);
  });

  it('[L3] does not hang on fragments in a circle, which are refused', () => {
    expect(
      cost(`${inProject('...A')} fragment A on Project { id ...B } fragment B on Project { name ...A }`),
    ).toEqual({
      nodes: 0,
      points: 3,
    });
  });

  it('[L3] leaves the operations of the contract, the introspection and the first query room to spare', () => {
    const limits = { nodes: NODES_MAX / 2, points: COST_MAX / 2 };
    const spare = (name: string, { nodes, points }: { nodes: number; points: number }) =>
      expect([name, nodes <= limits.nodes && points <= limits.points]).toEqual([name, true]);
    for (const name of ['nested-positions', 'set-up', 'annotate', 'annotation-added', 'changes']) {
      const document = parse(readFileSync(`test/contract/${name}.graphql`, 'utf8'));
      const variableValues = JSON.parse(readFileSync(`test/contract/${name}.json`, 'utf8'));
      for (const definition of document.definitions) {
        if (definition.kind !== Kind.OPERATION_DEFINITION) continue;
        spare(name, costOf(schema, { document, operationName: definition.name?.value, variableValues }));
      }
    }
    spare('introspection', cost(getIntrospectionQuery({ inputValueDeprecation: true, oneOf: true })));
    spare('first query', cost(firstQuery));
    expect(cost(readFileSync('test/contract/nested-positions.graphql', 'utf8'))).toEqual({
      nodes: 109_880,
      points: expect.any(Number),
    });
  });

  it('[L3] says of each list of things how long it is, or leaves it at two where that is meant', () => {
    const lists = Object.values(schema.getTypeMap()).flatMap((type) =>
      isObjectType(type) && !type.name.startsWith('__') && !isConnection(type)
        ? Object.values(type.getFields())
            .filter(({ type: given }) => String(given).startsWith('['))
            .filter(({ type: given }) => isListType(given) || isCompositeType(getNamedType(given)))
            .map(({ name }) => `${type.name}.${name}`)
            .filter((name) => FIELD_COSTS[name]?.entries === undefined)
        : [],
    );
    expect(lists.toSorted()).toEqual([
      'Actor.externalIds',
      'Actor.names',
      'Annotation.ranges',
      'Attribution.intermediaries',
      'ConflictError.faults',
      'FoundDocument.passages',
      'FoundPassage.matches',
      'FoundQuote.quotes',
      'InputError.faults',
      'Statement.addressees',
      'Statement.antecedentOf',
      'Statement.conditions',
      'Statement.reasons',
      'Statement.values',
      'StatementRelation.antecedents',
    ]);
  });
});
