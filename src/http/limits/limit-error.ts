import { GraphQLError, type GraphQLErrorOptions } from 'graphql';

/** A limit that a request went over. */
export type Excess = {
  /** Its name, as the protocol's section on limits has it. */
  limit: string;
  max: number;
  /** What the request came to; left out where counting ended at the limit. */
  asked?: number;
  /** What to do, in a sentence. */
  advice: string;
  status?: number;
  /** Seconds after which the same request may pass. */
  retryAfter?: number;
};

/** An error that says which limit was reached, how large it is, what was asked, and what to do. */
export function limitError(
  excess: Excess,
  options?: Pick<GraphQLErrorOptions, 'nodes' | 'path'>,
): GraphQLError {
  const { limit, max, asked, advice, status = 400, retryAfter } = excess;
  const told = asked === undefined ? '' : `, and this is ${count(asked)}`;
  return new GraphQLError(`The limit of ${limit} is ${count(max)}${told}. ${advice}`, {
    ...options,
    extensions: {
      code: 'LIMIT',
      limit: { name: limit, max, ...(asked !== undefined && { asked }), ...(retryAfter && { retryAfter }) },
      http: { status, ...(retryAfter && { headers: { 'Retry-After': String(retryAfter) } }) },
    },
  });
}

function count(amount: number): string {
  return Number.isFinite(amount) ? amount.toLocaleString('en') : 'beyond counting';
}
