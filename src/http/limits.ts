import type { IncomingMessage } from 'node:http';
import type { GraphQLError } from 'graphql';
import type { Config } from '../config.ts';
import type { Context } from '../graphql/context.ts';
import { networkOf } from './address.ts';
import { PACE, type Pace } from './body.ts';
import { bucketsFor, type Caller, subscriptionsOf } from './caller.ts';
import { limitError } from './limits/limit-error.ts';
import { type Persisted, readPersisted } from './persisted.ts';
import type { Rate, Refusal } from './rate.ts';

/** Everything that bounds what is asked of the service, as GraphQL's plugins and the transports take it. */
export type Limits = {
  nodesMax: number;
  costMax: number;
  seconds: number;
  pace: Pace;
  graphiql: boolean;
  introspection: boolean;
  suggestions: boolean;
  persisted: Persisted;
  persistedOnly: boolean;
  maxBody: (request: IncomingMessage) => number;
  countersOf: (context: Context) => { key: object | string; max: number }[];
  /** Charges one request, before anything of it is read. */
  admit: (caller: Caller) => Answer;
  charge: (context: Context, points: number) => Answer;
  /** Whether credentials from this address are looked at, after so many that did not hold. */
  bar: (address: string) => GraphQLError | undefined;
  /** Charges an address for credentials that do not hold. */
  failed: (address: string) => Answer;
};

type Answer = GraphQLError | undefined | Promise<GraphQLError | undefined>;

type Options = { config: Config; rate: Rate; maxBody: Limits['maxBody']; pace?: Pace | undefined };

/** @throws Fault if persisted operations cannot be read */
export function createLimits({ config, rate, maxBody, pace = PACE }: Options): Limits {
  const buckets = config.rate === null ? null : bucketsFor(config.rate);
  const take = ({ key, standing }: Caller, amount: { requests: number; points: number }): Answer => {
    if (!buckets) return undefined;
    const answer = rate.take(key, buckets[standing], amount);
    return answer instanceof Promise ? answer.then(rateError) : rateError(answer);
  };
  return {
    ...config.limits,
    pace,
    persisted: config.persisted.path === null ? new Map() : readPersisted(config.persisted.path),
    persistedOnly: config.persisted.only,
    maxBody,
    countersOf: ({ caller, connection }) => [
      { key: caller.key, max: subscriptionsOf(caller, config.limits.subscriptions) },
      ...(connection ? [{ key: connection, max: subscriptionsOf(caller, config.limits.subscriptions) }] : []),
    ],
    admit: (caller) => take(caller, { requests: 1, points: 0 }),
    bar: (address) => (buckets ? rateError(rate.closed(strangersAt(address))) : undefined),
    failed(address) {
      if (!buckets) return undefined;
      const answer = rate.take(strangersAt(address), buckets.SIGNED_IN);
      return answer instanceof Promise ? answer.then(rateError) : rateError(answer);
    },
    charge: ({ caller }, points) => take(caller, { requests: 0, points }),
  };
}

function strangersAt(address: string): string {
  return `refused:${networkOf(address)}`;
}

/** A refusal as clients are told it [L5]. */
function rateError(refusal: Refusal | undefined): GraphQLError | undefined {
  if (!refusal) return undefined;
  const { perSecond, burst } = refusal.bucket[refusal.refused];
  const limit = refusal.refused === 'requests' ? 'requests at once' : 'points at once';
  const slowly =
    perSecond < 1
      ? `one every ${Math.round(1 / perSecond)} seconds`
      : `${perSecond.toLocaleString('en')} a second`;
  return limitError({
    limit,
    max: burst,
    advice: `They come back at ${slowly}; try again in ${refusal.retryAfter} s.`,
    status: 429,
    retryAfter: refusal.retryAfter,
  });
}
