import {
  getNamedType,
  type GraphQLObjectType,
  type GraphQLSchema,
  isInterfaceType,
  isObjectType,
} from 'graphql';

/** What a bulk call gives is reckoned as the most that it takes: little can be asked of each. */
export function depthIn({ name }: GraphQLObjectType, depth: number): number {
  return name.endsWith('Payload') ? 1 : depth;
}

/** The types that have a global id, in the order of the schema. */
export function nodeTypesOf(schema: GraphQLSchema): string[] {
  const node = schema.getType('Node');
  return isInterfaceType(node) ? schema.getPossibleTypes(node).map(({ name }) => name) : [];
}

/** The types of what has a global id, also of what no `node` finds. */
export function idTypesOf(schema: GraphQLSchema): string[] {
  const types = Object.values(schema.getTypeMap()).filter(isObjectType);
  return types.filter((type) => type.getFields()['id'] && type.name !== 'Removed').map(({ name }) => name);
}

/** Whether a result is of a type, or holds one. */
export function makes(result: GraphQLObjectType, type: string | null): boolean {
  return (
    result.name === type ||
    Object.values(result.getFields()).some(
      (field) => result.name.endsWith('Payload') && getNamedType(field.type).name === type,
    )
  );
}
