import type { Plugin } from 'graphql-yoga';
import type { Context } from '../../graphql/context.ts';
import { limitError } from './limit-error.ts';

type Counter = { key: object | string; max: number };

/**
 * Bounds how many subscriptions run at once at this instance [L7]: of one account, token or address, and of one connection
 * that carries several.
 *
 * @param countersOf what a subscription counts for, each with how many it may have
 */
export function limitSubscriptions(countersOf: (context: Context) => Counter[]): Plugin<Context> {
  const running = new Map<object | string, number>();
  return {
    onSubscribe({ args, setResultAndStopExecution }) {
      const context = args.contextValue as Context;
      const counters = countersOf(context);
      const full = counters.find(({ key, max }) => (running.get(key) ?? 0) >= max);
      if (full) {
        const advice = 'End one that is no longer needed first.';
        const error = limitError({ limit: 'subscriptions at once', max: full.max, advice, status: 429 });
        setResultAndStopExecution({ errors: [error] });
        return undefined;
      }
      for (const { key } of counters) running.set(key, (running.get(key) ?? 0) + 1);
      let counted = true;
      const release = (): void => {
        if (!counted) return;
        counted = false;
        context.signal.removeEventListener('abort', release);
        for (const { key } of counters) {
          const left = (running.get(key) ?? 1) - 1;
          if (left === 0) running.delete(key);
          else running.set(key, left);
        }
      };
      // Whoever leaves without a word ends it too.
      context.signal.addEventListener('abort', release, { once: true });
      return {
        onSubscribeError: release,
        onSubscribeResult: ({ result }) => {
          if (!(Symbol.asyncIterator in result)) release();
          return { onEnd: release };
        },
      };
    },
  };
}
