import { domainError } from '../../protocol/errors.ts';
import type { Viewer } from './viewer.ts';

/** @throws DomainError UNAUTHENTICATED where nobody is signed in, FORBIDDEN where a token only reads */
export function requireWrite(viewer: Viewer): void {
  if (viewer.via === 'NOBODY')
    throw domainError('UNAUTHENTICATED', [], 'Nobody is signed in; sign in, or send an access token.');
  if (!viewer.mayWrite)
    throw domainError('FORBIDDEN', [], 'This access token only reads; use one that may write.');
}

/** As `requireWrite`, for what no access token may do, since it would outlive the token. */
export function requirePerson(viewer: Viewer, what: string): void {
  if (viewer.via === 'TOKEN')
    throw domainError('FORBIDDEN', [], `An access token may not ${what}; sign in yourself for that.`);
  requireWrite(viewer);
}
