import type { ExecutionResult } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { ANSWER_MAX } from '../../protocol/limits.ts';
import { limitError } from './limit-error.ts';

/**
 * Refuses answers and events that would be too long, before they are written out [L12]: a client names fields as it likes, so
 * what an answer comes to cannot be known from what was asked alone, and a text of more than half a billion characters
 * cannot be made at all.
 */
export const boundAnswers: Plugin = {
  onExecute: () => ({
    onExecuteDone: ({ result, setResult }) => {
      const refused = refusalOf(result as ExecutionResult);
      if (refused) setResult(refused);
    },
  }),
  onSubscribe: () => ({
    onSubscribeResult: () => ({
      onNext: ({ result, setResult }) => {
        const refused = refusalOf(result as ExecutionResult);
        if (refused) setResult(refused);
      },
    }),
  }),
};

function refusalOf({ data, extensions }: ExecutionResult): ExecutionResult | null {
  if (lengthUpTo(data, ANSWER_MAX) <= ANSWER_MAX) return null;
  const advice = 'Ask for less at once: fewer texts, smaller pages, shorter aliases.';
  const error = limitError({ limit: 'characters in an answer', max: ANSWER_MAX, advice });
  return { errors: [error], ...(extensions && { extensions }) };
}

/** About how many characters a value has in JSON; counting ends beyond `max`. */
export function lengthUpTo(value: unknown, max: number): number {
  if (typeof value === 'string') return value.length + 2;
  if (typeof value !== 'object' || value === null) return 5;
  let length = 2;
  for (const key in value) {
    length += Array.isArray(value) ? 1 : key.length + 4;
    length += lengthUpTo((value as Record<string, unknown>)[key], max - length);
    if (length > max) return length;
  }
  return length;
}
