import type { ExecutionArgs, ExecutionResult, GraphQLError } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import type { Context } from '../../graphql/context.ts';
import type { Cost } from './cost.ts';
import { costOf } from './cost-of.ts';
import { limitError } from './limit-error.ts';

type Options = {
  /** Entries of connections in one operation. */
  nodesMax: number;
  /** Points of one operation. */
  costMax: number;
  /** Charges the operation's points; gives an error where there is no room for them. */
  charge: (context: Context, points: number) => Promise<GraphQLError | undefined> | GraphQLError | undefined;
};

/**
 * Refuses operations that ask for too much, before anything of them runs, and tells the cost with every answer [L3]. A
 * subscription costs what one of its events costs.
 */
export function limitOperations({ nodesMax, costMax, charge }: Options): Plugin<Context> {
  const limits = { nodes: nodesMax, points: costMax };

  const check = async (args: ExecutionArgs): Promise<{ told: Told; refusal: GraphQLError | undefined }> => {
    const cost = costOf(args.schema, args as never);
    const told = { requested: cost, limit: limits };
    const context = args.contextValue as Context;
    return { told, refusal: excessOf(cost, limits) ?? (await charge(context, Math.max(1, cost.points))) };
  };

  return {
    async onExecute({ args, setResultAndStopExecution }) {
      const { told, refusal } = await check(args as ExecutionArgs);
      if (refusal) setResultAndStopExecution(withCost({ errors: [refusal] }, told));
      return {
        onExecuteDone: ({ result, setResult }) => setResult(withCost(result as ExecutionResult, told)),
      };
    },
    async onSubscribe({ args, setResultAndStopExecution }) {
      const { told, refusal } = await check(args as ExecutionArgs);
      if (refusal) setResultAndStopExecution(withCost({ errors: [refusal] }, told));
      return {
        onSubscribeResult: () => ({
          onNext: ({ result, setResult }) => setResult(withCost(result as ExecutionResult, told)),
        }),
      };
    },
  };
}

/** What an operation costs, or one event of a subscription. */
export function pointsOf(args: ExecutionArgs): number {
  return Math.max(1, costOf(args.schema, args as never).points);
}

type Told = { requested: Cost; limit: Cost };

function excessOf({ nodes, points }: Cost, limit: Cost): GraphQLError | undefined {
  const advice = 'Ask for smaller pages (first), or for fewer lists inside one another.';
  if (nodes > limit.nodes) return limitError({ limit: 'nodes', max: limit.nodes, asked: nodes, advice });
  return points > limit.points
    ? limitError({ limit: 'cost in points', max: limit.points, asked: points, advice })
    : undefined;
}

function withCost(result: ExecutionResult, cost: Told): ExecutionResult {
  return { ...result, extensions: { ...result.extensions, cost } };
}
