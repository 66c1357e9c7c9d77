import {
  type ArgumentNode,
  type DocumentNode,
  type FieldNode,
  getOperationAST,
  type GraphQLField,
  Kind,
  type SelectionNode,
  type ValueNode,
  valueFromASTUntyped,
} from 'graphql';
import { PAGE_DEFAULT, PAGE_MAX } from '../../protocol/limits.ts';
import type { FieldCost } from './field-cost.ts';

/** An operation with what it was given, as a request names it. */
export type Operation = {
  document: DocumentNode;
  operationName?: string | null | undefined;
  variableValues?: Readonly<Record<string, unknown>> | null | undefined;
};

/** Whether `@skip` or `@include` leaves it out. */
export function isLeftOut({ directives = [] }: SelectionNode, operation: Operation): boolean {
  return directives.some(({ name, arguments: given = [] }) => {
    if (name.value !== 'skip' && name.value !== 'include') return false;
    const value = valueOf(given.find((argument) => argument.name.value === 'if')?.value, operation);
    return name.value === 'skip' ? value === true : value === false;
  });
}

/** How many entries the page has that a connection's field asks for, at most. */
export function pageOf(
  node: FieldNode,
  definition: GraphQLField<unknown, unknown>,
  operation: Operation,
): number {
  const sizes = ['first', 'last'].flatMap((name) => {
    const given = valueOf(argumentOf(node, name)?.value, operation);
    const size = given === undefined ? definition.args.find((arg) => arg.name === name)?.defaultValue : given;
    if (size === undefined || size === null) return [];
    // What is no number is refused elsewhere; until then it counts as much as can be.
    return [typeof size === 'number' ? Math.min(Math.max(size, 0), PAGE_MAX) : PAGE_MAX];
  });
  return sizes.length === 0 ? PAGE_DEFAULT : Math.max(...sizes);
}

/** How many entries a list that is no connection is reckoned to have. */
export function lengthOf(
  node: FieldNode,
  entries: NonNullable<FieldCost['entries']>,
  operation: Operation,
): number {
  if (typeof entries === 'number') return entries;
  const value = valueOf(argumentOf(node, entries.of)?.value, operation);
  if (value === undefined || value === null) return entries.otherwise;
  return Array.isArray(value) ? value.length : 1;
}

function argumentOf(node: FieldNode, name: string): ArgumentNode | undefined {
  return node.arguments?.find((argument) => argument.name.value === name);
}

/** A value as it stands in the document, or as the request or the operation gives it to a variable; undefined where none is. */
function valueOf(node: ValueNode | undefined, operation: Operation): unknown {
  if (node?.kind !== Kind.VARIABLE) return node && valueFromASTUntyped(node);
  const name = node.name.value;
  const { variableValues: given, document, operationName } = operation;
  if (given && Object.hasOwn(given, name) && given[name] !== undefined) return given[name];
  const definition = getOperationAST(document, operationName)?.variableDefinitions?.find(
    ({ variable }) => variable.name.value === name,
  );
  return definition?.defaultValue && valueFromASTUntyped(definition.defaultValue);
}
