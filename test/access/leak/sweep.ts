import {
  getNamedType,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLSchema,
  isAbstractType,
  isCompositeType,
  isNonNullType,
  isObjectType,
} from 'graphql';
import { type Field, leaf, type Operation, type Selection } from './operation.ts';
import type { Thing } from './pool.ts';
import type { Place, Values } from './values.ts';

/** Entries of each page. */
const FIRST = 3;

/** A query of a node by its id, with every field of its type, and of what these give all that is a value. */
export function everyFieldOf(schema: GraphQLSchema, values: Values, { type, id, whose }: Thing): Operation {
  const place: Place = {
    home: whose === 'hidden' ? 'study' : whose,
    writes: false,
    removal: false,
    early: true,
    ids: [type],
  };

  const below = (type: GraphQLNamedType, depth: number): Selection[] => {
    if (isObjectType(type)) return fields(type, depth);
    if (!isAbstractType(type)) return [];
    const possible = schema.getPossibleTypes(type);
    const branches = possible.map((one) => ({
      on: one.name,
      named: false,
      below: fields(one, 0).filter((field) => isAlike(field.name, possible)),
    }));
    return [leaf(type.name, '__typename'), ...branches.filter((branch) => branch.below.length > 0)];
  };

  const fields = (owner: GraphQLObjectType, depth: number): Field[] => {
    const all = Object.values(owner.getFields());
    const isPage = all.some(({ name }) => name === 'pageInfo' || name === 'cursor') && all.length < 8;
    const selected = all.flatMap((field): Field[] => {
      const gives = getNamedType(field.type);
      if (isCompositeType(gives) && depth === 0) return [];
      const wanted = field.args.filter(({ name, type }) => isNonNullType(type) || name === 'first');
      const args = wanted.map(({ name, type }) => {
        const value =
          name === 'first' && !isNonNullType(type)
            ? FIRST
            : values.of(type, name, { ...place, ids: [gives.name] });
        return { name, type: String(type), value, written: false };
      });
      const { name } = field;
      return [{ of: owner.name, name, alias: name, args, below: below(gives, isPage ? depth : depth - 1) }];
    });
    return selected.length > 0 ? selected : [leaf(owner.name, '__typename')];
  };

  const asked = schema.getType(type);
  const every = isObjectType(asked) ? fields(asked, 2) : [];
  const args = [{ name: 'id', type: 'ID!', value: id, written: false }];
  const node = [leaf('Node', '__typename'), leaf('Node', 'id'), { on: type, named: false, below: every }];
  return { kind: 'query', root: [{ of: 'Query', name: 'node', alias: 'node', args, below: node }] };
}

/** Whether a field gives the same in all types that have it, so that it needs no other name in any. */
function isAlike(name: string, types: readonly GraphQLObjectType[]): boolean {
  return new Set(types.flatMap((type) => type.getFields()[name]?.type.toString() ?? [])).size <= 1;
}
