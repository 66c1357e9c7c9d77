import {
  type ArgumentNode,
  type ASTNode,
  type ExecutionArgs,
  type FieldNode,
  GraphQLError,
  Kind,
  visit,
} from 'graphql';
import type { Plugin } from 'graphql-yoga';
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
        message: 'It is not a cursor of this list; give one that it returned.',
      }
    : error.message.startsWith('Argument "last" can only')
      ? {
          path: ['last'],
          message: 'Pages of this list are counted from the front; give first, or last with before.',
        }
      : null;
  return fault && pagingError({ ...fault, code: 'INVALID' }, error.nodes ?? [], error.path);
}

/** The failed field may hold the connection deep below: the argument is told where only one can be meant. */
function cursorPath(nodes: readonly ASTNode[]): string[] {
  const names = new Set<string>();
  for (const node of nodes) {
    visit(node, {
      Argument: ({ name }) => {
        if (['after', 'before'].includes(name.value)) names.add(name.value);
      },
    });
  }
  return names.size === 1 ? [...names] : [];
}

function pagingError(fault: Fault, nodes: readonly ASTNode[], path?: GraphQLError['path']): GraphQLError {
  const { message, extensions } = requestError(fault.code, [...fault.path, fault.message].join(': '), [
    fault,
  ]);
  return new GraphQLError(message, { nodes, path, extensions });
}
