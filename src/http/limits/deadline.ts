import { type ExecutionArgs, type ExecutionResult, Kind } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { limitError } from './limit-error.ts';

/**
 * Ends an operation that takes longer than so many seconds [L6]: nothing further of it is resolved, and its statements end by
 * the database's own limit.
 */
export function limitTime(seconds: number): Plugin {
  return {
    onExecute({ executeFn, setExecuteFn }) {
      setExecuteFn(async (args: ExecutionArgs) => {
        const over = new AbortController();
        const given = (args as { signal?: AbortSignal }).signal;
        const signal = given ? AbortSignal.any([given, over.signal]) : over.signal;
        let timer: NodeJS.Timeout | undefined;
        const late = new Promise<ExecutionResult>((resolve) => {
          timer = setTimeout(() => {
            resolve({ errors: [timeError(seconds, args)] });
            over.abort();
          }, seconds * 1_000);
        });
        try {
          const work = Promise.resolve(executeFn({ ...args, signal } as never)) as Promise<ExecutionResult>;
          // Once it is late, nobody waits for it any more.
          work.catch(() => {});
          return await Promise.race([work, late]);
        } finally {
          clearTimeout(timer);
        }
      });
    },
  };
}

/** What is told when an operation, or one of its statements, took too long. */
export function timeError(seconds: number, args?: Pick<ExecutionArgs, 'document'>) {
  const writes = args?.document.definitions.some(
    (definition) => definition.kind === Kind.OPERATION_DEFINITION && definition.operation === 'mutation',
  );
  const advice = writes
    ? 'Whether it has written is not known: repeat it with the same idempotencyKey, or look.'
    : 'Ask for less at once, or narrow it by a filter.';
  return limitError({ limit: 'seconds for one operation', max: seconds, advice, status: 503 });
}
