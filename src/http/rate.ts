import { setInterval } from 'node:timers';
import type { Sql } from 'postgres';
import {
  type Amount,
  type Bucket,
  draw,
  type Drawn,
  removeUnusedBuckets,
} from '../features/rate/rate.command.ts';
import type { Logger } from '../log.ts';

/** What a request was refused for, and the seconds after which it may come again. */
export type Refusal = { refused: 'requests' | 'points'; retryAfter: number; bucket: Bucket };

type Answer = Refusal | undefined;

/** Buckets that all instances share, and what this one holds of them. */
export type Rate = {
  /**
   * Takes so many requests (one) and points (none) from the bucket of a key: at once where a lease covers it, else after a
   * round trip to the database. Undefined where they were given.
   */
  take(key: string, bucket: Bucket, amount?: Partial<Amount>): Answer | Promise<Answer>;
  /** Why requests of this key are refused just now, as far as this instance knows; asks nobody. */
  closed(key: string): Refusal | undefined;
  close(): void;
};

type Lease = Amount & {
  until: number;
  /** While requests are refused: the answer, without asking again. */
  closed: { until: number; answer: Refusal } | undefined;
  /** The drawing under way, which those that come meanwhile wait for. */
  drawing: Promise<unknown> | undefined;
};

/** Milliseconds that a lease holds. Counted on a clock that never jumps. */
const LEASE = 1_000;
/** Of what leaks in a second, the part that a lease takes: what is left over of all leases is no more than that. */
const SLICE = 0.25;
const KEYS_MAX = 10_000;
const SWEEP = 600_000;

/**
 * Takes a slice from the shared bucket at a time and spends it without asking: it is out of the bucket before it is spent,
 * so all instances together never give more than the bucket holds; one alone can be late by its slice, a quarter of a
 * second's worth, which it took up to a second before. A slice of what has no burst beyond a few is nothing.
 */
export function createRate(sql: Sql, log: Logger): Rate {
  const leases = new Map<string, Lease>();
  const sweep = setInterval(() => {
    removeUnusedBuckets(sql).catch((error: unknown) =>
      log.warn({ err: error }, 'rate buckets were not swept'),
    );
  }, SWEEP).unref();

  const spend = (lease: Lease, { requests, points }: Amount): boolean => {
    if (performance.now() >= lease.until || lease.requests < requests || lease.points < points) return false;
    lease.requests -= requests;
    lease.points -= points;
    return true;
  };

  const refill = async (key: string, lease: Lease, bucket: Bucket, amount: Amount): Promise<Answer> => {
    while (lease.drawing) await lease.drawing;
    if (spend(lease, amount)) return undefined;
    const closed = closedFor(lease);
    if (closed) return closed;
    const drawing = draw(sql, key, bucket, amount, {
      requests: amount.requests + Math.floor(bucket.requests.perSecond * SLICE),
      points: amount.points + Math.floor(bucket.points.perSecond * SLICE),
    });
    lease.drawing = drawing.catch(() => undefined);
    let drawn: Drawn;
    try {
      drawn = await drawing;
    } finally {
      lease.drawing = undefined;
    }
    const now = performance.now();
    if (drawn.refused) {
      const answer = { ...drawn, refused: drawn.refused, bucket };
      if (drawn.refused === 'requests') lease.closed = { until: now + answer.retryAfter * 1_000, answer };
      return answer;
    }
    // What is left of the last one goes with it.
    lease.requests = drawn.requests - amount.requests;
    lease.points = drawn.points - amount.points;
    lease.until = now + LEASE;
    return undefined;
  };

  return {
    take(key, bucket, given = {}) {
      const amount = { requests: given.requests ?? 1, points: given.points ?? 0 };
      let lease = leases.get(key);
      if (!lease) {
        lease = { requests: 0, points: 0, until: 0, closed: undefined, drawing: undefined };
        const [oldest] = leases.keys();
        if (leases.size >= KEYS_MAX && oldest !== undefined) leases.delete(oldest);
        leases.set(key, lease);
      }
      return spend(lease, amount) ? undefined : (closedFor(lease) ?? refill(key, lease, bucket, amount));
    },
    closed(key) {
      const lease = leases.get(key);
      return lease && closedFor(lease);
    },
    close: () => clearInterval(sweep),
  };
}

function closedFor({ closed }: Lease): Refusal | undefined {
  const left = closed ? closed.until - performance.now() : 0;
  return closed && left > 0 ? { ...closed.answer, retryAfter: Math.ceil(left / 1_000) } : undefined;
}
