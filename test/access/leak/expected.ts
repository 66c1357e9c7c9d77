import { getNamedType, type GraphQLSchema, isObjectType } from 'graphql';
import type { Coverage } from './coverage.ts';
import { nodeTypesOf } from './schema-types.ts';

/** What a CODER of the study may not do there: it takes the role EDITOR or OWNER. In his own project he does it. */
export const ABOVE_CODER = [
  'changeDocument',
  'changeIssue',
  'changeProject',
  'changeRole',
  'changeVariable',
  'createDocument',
  'createVariable',
  'inviteMember',
  'mergeIssue',
  'removeActor',
  'removeDocument',
  'removeEvent',
  'removeIssue',
  'removeMember',
  'removeProject',
  'removeVariable',
  'revokeInvitation',
];

/** What no access token may do, wherever. */
export const NOT_BY_TOKEN = [
  ...['acceptInvitation', 'createToken', 'revokeToken'],
  ...['changeRole', 'inviteMember', 'removeMember', 'revokeInvitation'],
];

/** Mutations and fields of queries that have not been answered with success so many times, and node types not seen so often. */
export function wanting(schema: GraphQLSchema, coverage: Coverage, times: number): string[] {
  const roots = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()];
  const calls = roots.flatMap((root) =>
    Object.keys(root?.getFields() ?? {}).map((name) => `${root?.name}.${name}`),
  );
  const possible = calls.filter((call) => !NOT_BY_TOKEN.some((name) => call === `Mutation.${name}`));
  return [
    ...possible.filter((call) => (coverage.succeeded.get(call) ?? 0) < times),
    ...ABOVE_CODER.filter((name) => !coverage.isForbidden(name)).map(
      (name) => `Mutation.${name}, forbidden in the study`,
    ),
    ...nodeTypesOf(schema).filter((type) => (coverage.nodes.get(type) ?? 0) < times),
  ];
}

/** Fields of types that no answer has held, of those that an answer can hold. */
export function unseenFields(schema: GraphQLSchema, coverage: Coverage): string[] {
  const made = NOT_BY_TOKEN.map((name) => schema.getMutationType()?.getFields()[name]).flatMap((field) =>
    field ? [getNamedType(field.type)] : [],
  );
  const payloads = made
    .flatMap((union) => ('getTypes' in union ? union.getTypes() : []))
    .map(({ name }) => name);
  const never = new Set(payloads.filter((name) => name.endsWith('Payload')));
  const types = Object.values(schema.getTypeMap()).filter(isObjectType);
  return types
    .filter(({ name }) => !name.startsWith('__') && !never.has(name))
    .flatMap((type) => Object.keys(type.getFields()).map((field) => `${type.name}.${field}`))
    .filter((field) => !/^(Query|Mutation|Subscription)\./.test(field) && !coverage.fields.has(field));
}
