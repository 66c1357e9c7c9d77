import {
  getNamedType,
  getNullableType,
  type GraphQLInputField,
  type GraphQLInputType,
  isEnumType,
  isInputObjectType,
  isListType,
} from 'graphql';
import { newId } from '../../src/db/columns.ts';

/** Where a value stands in an input, list positions as numbers. */
export type Path = readonly (string | number)[];

/** A place in an input at which anything can be put: a field of the input type `of`, or an item of such a list. */
export type Place = { path: Path; type: GraphQLInputType; of: string };

/** Which type a field names by slug or id; `id` itself names whatever the mutation is about. */
export const NAMES: Record<string, string> = {
  id: 'subject',
  project: 'Project',
  document: 'Document',
  layer: 'Layer',
  actor: 'Actor',
  of: 'Actor',
  speaker: 'Actor',
  onBehalfOf: 'Actor',
  toward: 'Actor',
  addressees: 'Actor',
  author: 'Actor',
  mention: 'Actor',
  issue: 'Issue',
  broader: 'Issue',
  into: 'Issue',
  event: 'Event',
  saidAt: 'Event',
  parent: 'Event',
  variable: 'Variable',
  reportedIn: 'Statement',
  mark: 'Statement',
  consequent: 'Statement',
  antecedents: 'Statement',
  projects: 'Project',
  account: 'Account',
  token: 'secret',
};

/** Fields that a valid input leaves out, since another of its fields stands for them. */
const LEFT_OUT = new Set(['quote', 'reportedIn', 'reportedInKey', 'options']);

/** Values that a rule asks for; by the field's name alone, or with the mutation's before it. */
const GIVEN: Record<string, (() => unknown) | undefined> = {
  idempotencyKey: newId,
  key: () => 's1',
  slug: () => `s-${newId()}`,
  start: () => 0,
  end: () => 6,
  exact: () => 'heir',
  prefix: () => 'an ',
  suffix: () => '.',
  language: () => 'en',
  source: () => 'A newspaper',
  scheme: () => 'WIKIDATA',
  'externalIds.value': () => `Q${Number.parseInt(newId().slice(-9), 16) + 1}`,
  'type.scheme': () => 'PLOVER',
  'addAffiliation.of': () => 'ruritania',
  'changeAffiliation.of': () => 'ruritania',
  'openLayer.kind': () => 'PERSONAL',
  'openLayer.document': () => 'reply',
  // A new statement, since one that stands can have the same relation only once.
  'relations.consequent': () => 's1',
};

/** A study's things by type: what inputs may name, and what each mutation is about. */
export type Things = { named(type: string, field: string): string; subject: string; version: number };

/** Every place of an input type, those in left-out fields and other branches of a oneOf included. */
export function placesIn(type: GraphQLInputType, path: Path = [], of = ''): Place[] {
  const inner = getNullableType(type);
  const here = path.length > 0 ? [{ path, type, of }] : [];
  if (isListType(inner)) return [...here, ...placesIn(inner.ofType, [...path, 0], of)];
  if (!isInputObjectType(inner)) return here;
  const below = fieldsOf(inner).flatMap(({ name, type }) => placesIn(type, [...path, name], inner.name));
  return [...here, ...below];
}

/** A valid input of a mutation; with `at`, one in which that value stands there. */
export function sampleInput(
  mutation: string,
  type: GraphQLInputType,
  things: Things,
  at?: { path: Path; value: unknown },
): unknown {
  return sample(type, [mutation], at);

  function sample(type: GraphQLInputType, path: Path, at?: { path: Path; value: unknown }): unknown {
    if (at && at.path.length === 0) return at.value;
    const inner = getNullableType(type);
    const [step, ...rest] = at?.path ?? [];
    const below = at && { path: rest, value: at.value };
    if (isListType(inner)) return [sample(inner.ofType, path, below)];
    if (!isInputObjectType(inner)) return leaf(inner, path);
    const chosen = fieldsOf(inner).filter(({ name }) => {
      if (inner.isOneOf) return name === (step ?? 'statement');
      // A range is given by start and end or by a quote.
      if (step === 'quote' && inner.name === 'RangeInput') return name === 'quote';
      return name === step || !LEFT_OUT.has(name);
    });
    return Object.fromEntries(
      chosen.map(({ name, type }) => [
        name,
        sample(type, [...path, name], name === step ? below : undefined),
      ]),
    );
  }

  function leaf(type: GraphQLInputType, path: Path): unknown {
    const name = String(path.at(-1));
    if (name === 'id') return things.subject;
    if (name === 'expectedVersion') return things.version;
    const given = GIVEN[path.slice(-2).join('.')] ?? GIVEN[name];
    if (given) return given();
    const named = NAMES[name];
    if (named) return things.named(named, name);
    if (isEnumType(type)) return type.getValues()[0]?.name;
    return SCALARS[getNamedType(type).name];
  }
}

const SCALARS: Record<string, unknown> = {
  String: 'Some words',
  Int: 1,
  Float: 0.5,
  Boolean: false,
  JSON: 'some words',
  Date: '1894-06-01',
  EDTF: '1894-06',
};

function fieldsOf(type: { getFields(): Record<string, GraphQLInputField> }): GraphQLInputField[] {
  return Object.values(type.getFields());
}
