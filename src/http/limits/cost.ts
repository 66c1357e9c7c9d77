import {
  type FieldNode,
  getNamedType,
  getNullableType,
  getOperationAST,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
  isCompositeType,
  isInterfaceType,
  isListType,
  isObjectType,
  Kind,
  SchemaMetaFieldDef,
  type SelectionSetNode,
  TypeMetaFieldDef,
} from 'graphql';
import { COUNT_POINTS, FIELD_COSTS, LIST_ENTRIES, WRITE_POINTS } from './field-cost.ts';
import { isLeftOut, lengthOf, type Operation, pageOf } from './given.ts';

/** What an operation comes to at most: entries of connections, and weighted fields over all entries. */
export type Cost = { nodes: number; points: number };

/** What a selection comes to: once, and again for each entry of the page that it is selected from. */
type Sum = { once: Cost; entry: Cost };

const NOTHING: Cost = { nodes: 0, points: 0 };

/**
 * Reckons an operation before it runs [L3]. A field costs a point or what FIELD_COSTS says; what is beneath a list counts for
 * each of its entries, and a connection has as many as its page. A fragment is reckoned once and counts wherever it is
 * spread, so that the work is that of the document as written. Fields that execution would merge count twice.
 */
export function reckon(schema: GraphQLSchema, operation: Operation): Cost {
  const { document } = operation;
  const asked = getOperationAST(document, operation.operationName);
  const root = asked && schema.getRootType(asked.operation);
  if (!root) return NOTHING;
  const fragments = new Map(
    document.definitions.flatMap((definition) =>
      definition.kind === Kind.FRAGMENT_DEFINITION ? [[definition.name.value, definition]] : [],
    ),
  );
  const reckoned = new Map<string, Sum>();

  const selection = ({ selections }: SelectionSetNode, type: GraphQLNamedType): Sum => {
    let sum: Sum = { once: NOTHING, entry: NOTHING };
    for (const node of selections) {
      if (isLeftOut(node, operation)) continue;
      if (node.kind === Kind.FIELD) sum = both(sum, field(node, type));
      else if (node.kind === Kind.FRAGMENT_SPREAD) sum = both(sum, fragment(node.name.value));
      else {
        const narrower = node.typeCondition && schema.getType(node.typeCondition.name.value);
        sum = both(sum, selection(node.selectionSet, narrower ?? type));
      }
    }
    return sum;
  };

  const fragment = (name: string): Sum => {
    const known = reckoned.get(name);
    if (known) return known;
    const definition = fragments.get(name);
    const type = definition && schema.getType(definition.typeCondition.name.value);
    const none = { once: NOTHING, entry: NOTHING };
    // Only until it is known: circles are refused by validation, and must not hang what comes before it.
    reckoned.set(name, none);
    const sum = type ? selection(definition.selectionSet, type) : none;
    reckoned.set(name, sum);
    return sum;
  };

  const field = (node: FieldNode, parent: GraphQLNamedType): Sum => {
    const name = node.name.value;
    const definition = fieldOf(schema, parent, name);
    // Every type has __typename.
    if (!definition) return { once: { nodes: 0, points: 1 }, entry: NOTHING };
    const type = getNamedType(definition.type);
    const told = FIELD_COSTS[`${parent.name}.${name}`];
    const below = node.selectionSet ? selection(node.selectionSet, type) : { once: NOTHING, entry: NOTHING };
    const self = { nodes: 0, points: told?.points ?? pointsOf(schema, parent, name) };
    if (isConnection(type)) {
      const page = times(pageOf(node, definition, operation), below.entry);
      return { once: add(self, add(below.once, page)), entry: NOTHING };
    }
    if (!isListType(getNullableType(definition.type)) || !isCompositeType(type)) {
      return { once: add(self, below.once), entry: NOTHING };
    }
    if (isConnection(parent)) return { once: self, entry: add({ nodes: 1, points: 0 }, below.once) };
    const entries = lengthOf(node, told?.entries ?? LIST_ENTRIES, operation);
    return { once: add(self, times(entries, below.once)), entry: NOTHING };
  };

  return selection(asked.selectionSet, root).once;
}

function pointsOf(schema: GraphQLSchema, parent: GraphQLNamedType, name: string): number {
  if (parent === schema.getMutationType()) return WRITE_POINTS;
  return name === 'totalCount' && isConnection(parent) ? COUNT_POINTS : 1;
}

function fieldOf(
  schema: GraphQLSchema,
  parent: GraphQLNamedType,
  name: string,
): GraphQLField<unknown, unknown> | undefined {
  const meta = parent === schema.getQueryType() ? META.find((field) => field.name === name) : undefined;
  return meta ?? (isObjectType(parent) || isInterfaceType(parent) ? parent.getFields()[name] : undefined);
}

const META = [SchemaMetaFieldDef, TypeMetaFieldDef];

const connections = new WeakMap<GraphQLNamedType, boolean>();

/** Found by what Relay demands of one, so that a new connection is counted without being listed anywhere. */
export function isConnection(type: GraphQLNamedType): boolean {
  const known = connections.get(type);
  if (known !== undefined) return known;
  const { edges, pageInfo } = isObjectType(type) ? type.getFields() : {};
  const found = pageInfo !== undefined && edges !== undefined && isListType(getNullableType(edges.type));
  connections.set(type, found);
  return found;
}

function add(one: Cost, other: Cost): Cost {
  return { nodes: one.nodes + other.nodes, points: one.points + other.points };
}

function times(factor: number, { nodes, points }: Cost): Cost {
  // Nothing of something beyond counting is nothing.
  return factor === 0 ? NOTHING : { nodes: factor * nodes, points: factor * points };
}

function both(one: Sum, other: Sum): Sum {
  return { once: add(one.once, other.once), entry: add(one.entry, other.entry) };
}
