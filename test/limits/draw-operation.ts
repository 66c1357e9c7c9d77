import fc, { type GeneratorValue } from 'fast-check';
import {
  getNamedType,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLSchema,
  isCompositeType,
  isObjectType,
  isUnionType,
} from 'graphql';

type Drawn = { source: string; variables: Record<string, unknown> };

/** Draws an operation of the schema, with fragments that spread others, pages of every kind, and conditions. */
export function drawOperation(schema: GraphQLSchema, draw: GeneratorValue): Drawn {
  const fragments: { name: string; on: string; text: string }[] = [];
  const oneOf = <T>(...values: T[]): T => values[upTo(values.length - 1)] as T;
  const upTo = (max: number): number => draw(fc.nat, { max });

  const condition = (): string =>
    oneOf(
      '',
      '',
      '',
      ' @include(if: $yes)',
      ' @include(if: $no)',
      ' @skip(if: $byDefault)',
      ' @skip(if: false)',
    );

  const page = (field: GraphQLField<unknown, unknown>): string => {
    const paged =
      field.args.some(({ name }) => name === 'first') && getNamedType(field.type).name.endsWith('Connection');
    if (!paged) return '';
    return oneOf(
      '',
      '(first: 1)',
      '(first: 2)',
      '(last: 3)',
      '(first: $two)',
      '(first: $none)',
      '(last: $three)',
      '(first: 0)',
    );
  };

  const selection = (type: GraphQLCompositeType, depth: number): string => {
    const parts = Array.from({ length: 1 + upTo(2) }, () => {
      const spread = fragments.filter(({ on }) => on === type.name);
      const kind = upTo(5);
      if (kind === 0 && spread.length > 0) return `...${oneOf(...spread).name}${condition()}`;
      if (kind === 1 && depth > 0) return `...${condition()} { ${selection(type, depth - 1)} }`;
      if (isUnionType(type)) {
        const member = oneOf(...type.getTypes());
        return `... on ${member.name} { ${selection(member, depth - 1)} }`;
      }
      const fields = Object.values(type.getFields()).filter(
        (field) => depth > 0 || !isCompositeType(getNamedType(field.type)),
      );
      if (fields.length === 0) return '__typename';
      const field = oneOf(...fields);
      const below = getNamedType(field.type);
      const inner = isCompositeType(below) ? ` { ${selection(below, depth - 1)} }` : '';
      return `${field.name}${page(field)}${condition()}${inner}`;
    });
    return parts.join(' ');
  };

  const objects = Object.values(schema.getTypeMap()).filter(
    (type) =>
      isObjectType(type) && !type.name.startsWith('__') && !/^(Query|Mutation|Subscription)$/.test(type.name),
  ) as GraphQLCompositeType[];
  for (let at = 0; at < 4; at++) {
    const on = oneOf(...objects);
    fragments.push({ name: `F${at}`, on: on.name, text: selection(on, 2) });
  }
  const root = oneOf(
    schema.getQueryType(),
    schema.getSubscriptionType(),
    schema.getMutationType(),
  ) as GraphQLCompositeType;
  const kind = root.name.toLowerCase();
  const declared =
    '($two: Int, $three: Int = 3, $none: Int, $yes: Boolean!, $no: Boolean!, $byDefault: Boolean = true)';
  const source = [
    `${kind} Drawn${declared} { ${selection(root, 5)} }`,
    ...fragments.map(({ name, on, text }) => `fragment ${name} on ${on} { ${text} }`),
  ].join('\n');
  return { source, variables: { two: 2, yes: true, no: false } };
}
