import {
  type ArgumentNode,
  type ASTNode,
  type ExecutionArgs,
  type DocumentNode,
  type FieldNode,
  GraphQLError,
  Kind,
  parse,
  visit,
} from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { postgresError } from '../db/transaction.ts';
import { requestError } from '../graphql/request-error.ts';
import type { Fault } from '../protocol/errors.ts';

/**
 * Refuses page sizes that no page can have before anything is read, also where only a count is selected: connections
 * look at them at different times, and some not at all.
 */
export const checkPaging: Plugin = {
  onExecute({ args, setResultAndStopExecution }) {
    const errors = pagingErrors(args as ExecutionArgs);
    if (errors.length > 0) setResultAndStopExecution({ data: null, errors });
  },
};

function pagingErrors({ document, variableValues = {} }: ExecutionArgs): GraphQLError[] {
  const errors: GraphQLError[] = [];
  visit(document, {
    Field(node) {
      const fault = faultOf(node, variableValues ?? {});
      if (fault) errors.push(pagingError(fault, [node]));
    },
  });
  return errors;
}

function faultOf(node: FieldNode, variables: Record<string, unknown>): Fault | null {
  // A field may take something else under these names, as `comparePositions(first: "japan")` does.
  const given = (['first', 'last'] as const).flatMap((name) => {
    const size = numberOf(
      node.arguments?.find((argument) => argument.name.value === name),
      variables,
    );
    return size === null ? [] : [{ name, size }];
  });
  const below = given.find(({ size }) => size < 0);
  if (below) return { path: [below.name], code: 'INVALID', message: NEGATIVE };
  return given.length < 2
    ? null
    : { path: ['last'], code: 'INVALID', message: 'Give first or last, not both.' };
}

function numberOf(argument: ArgumentNode | undefined, variables: Record<string, unknown>): number | null {
  if (argument?.value.kind === Kind.INT) return Number(argument.value.value);
  const value = argument?.value.kind === Kind.VARIABLE ? variables[argument.value.name.value] : null;
  return typeof value === 'number' ? value : null;
}

const NEGATIVE = 'A page has 0 entries or more.';

/** What a connection says of its own accord about its arguments, with code, path and advice; null for anything else. */
export function toldPaging(error: GraphQLError): GraphQLError | null {
  const fault = /cursor|base64/i.test(error.message)
    ? {
        path: cursorPath(error.nodes ?? []),
        message: FOREIGN_CURSOR,
      }
    : error.message.startsWith('Argument "last" can only')
      ? {
          path: ['last'],
          message: 'Pages of this list are counted from the front; give first, or last with before.',
        }
      : null;
  return fault && pagingError({ ...fault, code: 'INVALID' }, error.nodes ?? [], error.path);
}

/**
 * Says the same of a read that PostgreSQL refused because of what a cursor holds: cursors carry values of the columns
 * that a list is ordered by, and those of another order, or made up, may fit no column. Null for any other failure.
 */
export function toldCursor(error: GraphQLError): GraphQLError | null {
  const nodes = error.nodes ?? [];
  if (!isMisfit(error.originalError)) return null;
  const document = documentOf(nodes);
  // What fails at the root of a mutation is its change, whatever is read of its outcome.
  if (!document || (error.path?.length === 1 && document.definitions.some(isMutation))) return null;
  const names = cursorArguments(nodes, document);
  if (names.size === 0) return null;
  const path = names.size === 1 ? [...names] : [];
  return pagingError({ path, code: 'INVALID', message: FOREIGN_CURSOR }, nodes, error.path);
}

const FOREIGN_CURSOR = 'It is not a cursor of this list in this order; start from the first page.';

/** Values that are none of their column's type, or out of its range, or compared with a column of another type. */
const MISFITS = new Set(['22P02', '22P05', '22003', '22007', '22008', '22021', '2201W', '2201X', '42883']);

function isMisfit(original: unknown): boolean {
  const code = postgresError(original)?.code;
  if (code !== undefined) return MISFITS.has(code);
  // The driver refuses objects before PostgreSQL sees them.
  const cause = original instanceof Error ? original.cause : undefined;
  return cause instanceof TypeError && 'code' in cause && cause.code === 'ERR_INVALID_ARG_TYPE';
}

function isMutation(definition: DocumentNode['definitions'][number]): boolean {
  return definition.kind === Kind.OPERATION_DEFINITION && definition.operation === 'mutation';
}

/** The failed field may hold the connection deep below: the argument is told where only one can be meant. */
function cursorPath(nodes: readonly ASTNode[]): string[] {
  const names = cursorArguments(nodes, documentOf(nodes));
  return names.size === 1 ? [...names] : [];
}

/** Which of after and before are given at fields or below them, in fragments too. */
function cursorArguments(nodes: readonly ASTNode[], document: DocumentNode | null): Set<string> {
  const names = new Set<string>();
  const spread = new Set<string>();
  const look = (node: ASTNode) =>
    visit(node, {
      Argument: ({ name, value }) => {
        if (['after', 'before'].includes(name.value) && value.kind !== Kind.NULL) names.add(name.value);
      },
      FragmentSpread: ({ name }) => {
        if (spread.has(name.value)) return;
        spread.add(name.value);
        for (const definition of document?.definitions ?? []) {
          if (definition.kind === Kind.FRAGMENT_DEFINITION && definition.name.value === name.value)
            look(definition);
        }
      },
    });
  nodes.forEach(look);
  return names;
}

/** The request's document, which an error knows only as the text that its fields stand in. */
function documentOf(nodes: readonly ASTNode[]): DocumentNode | null {
  const source = nodes[0]?.loc?.source;
  return source ? parse(source) : null;
}

function pagingError(fault: Fault, nodes: readonly ASTNode[], path?: GraphQLError['path']): GraphQLError {
  const { message, extensions } = requestError(fault.code, [...fault.path, fault.message].join(': '), [
    fault,
  ]);
  return new GraphQLError(message, { nodes, path, extensions });
}
