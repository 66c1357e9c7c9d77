import {
  type DocumentNode,
  type FieldNode,
  getNamedType,
  type GraphQLSchema,
  isCompositeType,
  isObjectType,
  isInterfaceType,
  type SelectionNode,
  type OperationDefinitionNode,
  type FragmentDefinitionNode,
} from 'graphql';
import { FIELD_COSTS } from '../../src/http/limits/field-cost.ts';

/**
 * The cost of an operation, found the long way: fragments are written out, and every entry of every list is gone through, as
 * if the answer had as many as it may. Only the weights are those of the service.
 */
export function countByHand(
  schema: GraphQLSchema,
  document: DocumentNode,
  variables: Record<string, unknown>,
) {
  const operation = document.definitions[0] as OperationDefinitionNode;
  const fragments = document.definitions.slice(1) as FragmentDefinitionNode[];
  const total = { nodes: 0, points: 0 };

  const valueOf = (
    node: { kind: string; value?: unknown; name?: { value: string } } | undefined,
  ): unknown => {
    if (!node || node.kind === 'NullValue') return null;
    if (node.kind !== 'Variable') return node.kind === 'IntValue' ? Number(node.value) : node.value;
    const name = node.name?.value ?? '';
    const definition = operation.variableDefinitions?.find(({ variable }) => variable.name.value === name);
    return name in variables ? variables[name] : valueOf(definition?.defaultValue as never);
  };
  const argument = (node: FieldNode, name: string) =>
    valueOf(node.arguments?.find((one) => one.name.value === name)?.value as never);
  const isLeftOut = (node: SelectionNode) =>
    node.directives?.some(
      (one) => valueOf(one.arguments?.[0]?.value as never) === (one.name.value === 'skip'),
    );

  /** The fields of a selection with the types that they belong to, fragments written out. */
  const fieldsOf = (selections: readonly SelectionNode[], type: string): [string, FieldNode][] =>
    selections.flatMap((node): [string, FieldNode][] => {
      if (isLeftOut(node)) return [];
      if (node.kind === 'Field') return [[type, node]];
      const to =
        node.kind === 'InlineFragment' ? node : fragments.find(({ name }) => name.value === node.name.value);
      return to ? fieldsOf(to.selectionSet.selections, to.typeCondition?.name.value ?? type) : [];
    });

  const visit = (selections: readonly SelectionNode[], type: string, page: number | null): void => {
    for (const [parent, node] of fieldsOf(selections, type)) {
      const owner = schema.getType(parent);
      const name = node.name.value;
      const field = isObjectType(owner) || isInterfaceType(owner) ? owner.getFields()[name] : undefined;
      const weight = FIELD_COSTS[`${parent}.${name}`];
      const writes = parent === 'Mutation' && name !== '__typename' ? 1_000 : 1;
      total.points +=
        weight?.points ?? (name === 'totalCount' && parent.endsWith('Connection') ? 10 : writes);
      if (!field || !node.selectionSet) continue;
      const below = getNamedType(field.type).name;
      const again = (times: number, counted: boolean, inner: number | null) => {
        for (let entry = 0; entry < times; entry++) {
          if (counted) total.nodes += 1;
          visit(node.selectionSet?.selections ?? [], below, inner);
        }
      };
      const isList = String(field.type).startsWith('[') && isCompositeType(getNamedType(field.type));
      if (below.endsWith('Connection')) {
        const size = (argument(node, 'first') ?? argument(node, 'last') ?? 20) as number;
        again(1, false, size);
      } else if (isList && page !== null) again(page, true, null);
      else if (!isList) again(1, false, null);
      else
        again(typeof weight?.entries === 'number' ? weight.entries : weight?.entries ? 100 : 2, false, null);
    }
  };
  visit(operation.selectionSet.selections, schema.getRootType(operation.operation)?.name ?? '', null);
  return total;
}
