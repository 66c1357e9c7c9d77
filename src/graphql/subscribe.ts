import {
  createSourceEventStream,
  execute,
  type ExecutionArgs,
  type ExecutionResult,
  GraphQLError,
} from 'graphql';
import { DomainError } from '../protocol/errors.ts';

/** Thrown while an event is resolved whose subject has gone meanwhile: the event is left out of the stream. */
export class SubjectGone extends Error {
  override readonly name = 'SubjectGone';
}

/** Thrown while an event is resolved that its reader may no longer have: it is told as an error, and the stream ends. */
export class NoLongerTold extends DomainError {
  override readonly name = 'NoLongerTold';
}

type Results = AsyncIterableIterator<ExecutionResult, undefined>;

/**
 * Subscribes as graphql-js does, but with a fresh context for each event: Pothos keeps what it has loaded on the context, and
 * would serve later events what an earlier one had read, and rights may have changed. Leaving ends the source at once, also while it waits.
 */
export async function subscribe(
  args: ExecutionArgs,
  freshContext: () => Promise<unknown>,
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
        let contextValue: unknown;
        try {
          event = await events.next();
          contextValue = event.done ? null : await freshContext();
        } catch (error) {
          // The last the client hears, in the form of any other error; thrown, it would be cut off without a word.
          failed = true;
          await events.return?.();
          return { done: false, value: { errors: [asGraphQLError(error)] } };
        }
        if (event.done) break;
        const result = await execute({ ...args, rootValue: event.value, contextValue });
        if (result.errors?.some(({ originalError }) => originalError instanceof NoLongerTold)) {
          failed = true;
          await events.return?.();
        }
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
