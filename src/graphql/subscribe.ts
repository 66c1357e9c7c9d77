import {
  createSourceEventStream,
  execute,
  type ExecutionArgs,
  type ExecutionResult,
  GraphQLError,
} from 'graphql';

/** Thrown while an event is resolved whose subject has gone meanwhile: the event is left out of the stream. */
export class SubjectGone extends Error {
  override readonly name = 'SubjectGone';
}

type Results = AsyncIterableIterator<ExecutionResult, undefined>;

/**
 * Subscribes as graphql-js does, but with a fresh context for each event: Pothos keeps what it has loaded on the context, and
 * would serve later events what an earlier one had read. Leaving ends the source at once, also while it waits.
 */
export async function subscribe(
  args: ExecutionArgs,
  freshContext: () => unknown,
): Promise<ExecutionResult | Results> {
  const source = await createSourceEventStream(args);
  if (!(Symbol.asyncIterator in source)) return source;
  const events = source[Symbol.asyncIterator]();
  let failed = false;
  const results: Results = {
    [Symbol.asyncIterator]: () => results,
    async next() {
      while (!failed) {
        let event: IteratorResult<unknown>;
        try {
          event = await events.next();
        } catch (error) {
          // The last the client hears, in the form of any other error; thrown, it would be cut off without a word.
          failed = true;
          return { done: false, value: { errors: [asGraphQLError(error)] } };
        }
        if (event.done) break;
        const result = await execute({ ...args, rootValue: event.value, contextValue: freshContext() });
        if (!result.errors?.some(({ originalError }) => originalError instanceof SubjectGone)) {
          return { done: false, value: result };
        }
      }
      return { done: true, value: undefined };
    },
    async return() {
      await events.return?.();
      return { done: true, value: undefined };
    },
  };
  return results;
}

function asGraphQLError(error: unknown): GraphQLError {
  const originalError = error instanceof Error ? error : new Error(String(error));
  return new GraphQLError(originalError.message, { originalError });
}
