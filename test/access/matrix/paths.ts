import {
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isNonNullType,
  isObjectType,
} from 'graphql';

/** What the required arguments of a field are given, by `Type.field`. */
export type Arguments = Record<string, string>;

/** A way from the root to an object of a type: the fields on it, outermost first, each with the type it leads to. */
export type Path = { field: string; type: string }[];

const PAGE = 8;

/** The shortest way to every object type from the fields of the root; types that none leads to are missing. */
export function pathsTo(schema: GraphQLSchema, roots: Path[], given: Arguments): Map<string, Path> {
  const found = new Map<string, Path>();
  let reached = roots;
  while (reached.length > 0) {
    const next: Path[] = [];
    for (const path of reached) {
      const name = path.at(-1)?.type ?? '';
      if (found.has(name)) continue;
      found.set(name, path);
      for (const field of Object.values((schema.getType(name) as GraphQLObjectType).getFields())) {
        const call = callOf(name, field, given);
        if (call === null) continue;
        for (const type of objectsOf(schema, field.type)) next.push([...path, { field: call, type }]);
      }
    }
    reached = next;
  }
  return found;
}

/** The object types that a field may give. */
function objectsOf(schema: GraphQLSchema, output: GraphQLOutputType): string[] {
  const named = getNamedType(output);
  if (isObjectType(named)) return [named.name];
  return isAbstractType(named) ? schema.getPossibleTypes(named).map(({ name }) => name) : [];
}

/** A field with what it needs; null where a required argument is not given. */
function callOf(type: string, field: GraphQLField<unknown, unknown>, given: Arguments): string | null {
  const args = given[`${type}.${field.name}`];
  if (args !== undefined) return `${field.name}(${args})`;
  // Pages within pages within pages would cost more than is allowed.
  if (field.args.some((arg) => arg.name === 'first' && arg.type.toString() === 'Int'))
    return `${field.name}(first: ${PAGE})`;
  const needsMore = field.args.some((arg) => isNonNullType(arg.type) && arg.defaultValue === undefined);
  return needsMore ? null : field.name;
}

/** The same with a selection beneath: nothing for scalars, the name of the type for everything else. */
export function selectionOf(
  type: string,
  field: GraphQLField<unknown, unknown>,
  given: Arguments,
): string | null {
  const call = callOf(type, field, given);
  if (call === null) return null;
  const named = getNamedType(field.type);
  return isObjectType(named) || isAbstractType(named) ? `${call} { __typename }` : call;
}

/** A query that goes along a path, and asks there for some fields. */
export function along(path: Path, fields: string): string {
  return `{ ${path.map(({ field, type }) => `${field} { __typename ... on ${type} { `).join('')}${fields}${' } }'.repeat(path.length)} }`;
}

/** All objects of the path's last type that an answer holds. */
export function objectsAt(data: unknown, path: Path): Record<string, unknown>[] {
  let objects = [data];
  for (const { field, type } of path) {
    const name = field.replace(/\(.*$/s, '');
    objects = objects
      .flatMap((object) => flat((object as Record<string, unknown> | null)?.[name]))
      .filter((object) => (object as Record<string, unknown>)['__typename'] === type);
  }
  return objects as Record<string, unknown>[];
}

function flat(value: unknown): unknown[] {
  if (Array.isArray(value)) return value.flatMap(flat);
  return value === null || value === undefined ? [] : [value];
}
