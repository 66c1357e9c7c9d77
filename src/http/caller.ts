import type { Bucket } from '../features/rate/rate.command.ts';
import type { Viewer } from '../features/account/viewer.ts';
import { BODY_MAX, SMALL_BODY_MAX } from '../protocol/limits.ts';
import { networkOf } from './address.ts';

/** For whom requests are counted, and how much he is given. */
export type Caller = { key: string; standing: 'LOCAL' | 'SIGNED_IN' | 'ANONYMOUS'; address: string };

/** A token counts for itself, whoever is signed in for his account, anybody else for his address. */
export function callerOf(viewer: Viewer, address: string): Caller {
  if (viewer.tokenId !== null) return { key: `token:${viewer.tokenId}`, standing: 'SIGNED_IN', address };
  switch (viewer.via) {
    case 'NOBODY':
      return { key: `address:${networkOf(address)}`, standing: 'ANONYMOUS', address };
    case 'LOCAL':
    case 'PROGRAM':
      return { key: `account:${viewer.accountId}`, standing: 'LOCAL', address };
    default:
      return { key: `account:${viewer.accountId}`, standing: 'SIGNED_IN', address };
  }
}

/** Bytes that a request of this viewer may have: those of a whole document only where he may write one. */
export function maxBodyOf(viewer: Viewer): number {
  return viewer.mayWrite ? BODY_MAX : SMALL_BODY_MAX;
}

/** Requests and points at once, in seconds of what leaks. */
const BURST_SECONDS = 10;
/** Points for each request: a request a second may cost so much. */
const POINTS_PER_REQUEST = 100_000;
/** How much each standing is given of the rate. One person at his own machine never gets near it. */
const SHARES: Record<Caller['standing'], number> = { LOCAL: 50, SIGNED_IN: 1, ANONYMOUS: 0.25 };

/** Each standing's bucket, of so many requests a second for whoever is signed in. */
export function bucketsFor(rate: number): Record<Caller['standing'], Bucket> {
  const bucket = (share: number): Bucket => {
    const perSecond = rate * share;
    const points = perSecond * POINTS_PER_REQUEST;
    return {
      requests: { perSecond, burst: perSecond * BURST_SECONDS },
      points: { perSecond: points, burst: points * BURST_SECONDS },
    };
  };
  return {
    LOCAL: bucket(SHARES.LOCAL),
    SIGNED_IN: bucket(SHARES.SIGNED_IN),
    ANONYMOUS: bucket(SHARES.ANONYMOUS),
  };
}

/** Subscriptions of a caller, of so many for whoever is signed in. */
export function subscriptionsOf({ standing }: Caller, max: number): number {
  return standing === 'LOCAL' ? max * SHARES.LOCAL : max;
}
