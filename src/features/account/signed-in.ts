import { requireWrite } from '../../feed/authorize.ts';
import { domainError } from '../../protocol/errors.ts';
import type { Viewer } from './viewer.ts';

/** As `requireWrite`, for what no access token may do, since it would outlive the token. */
export function requirePerson(viewer: Viewer, what: string): void {
  if (viewer.via === 'TOKEN')
    throw domainError('FORBIDDEN', [], `An access token may not ${what}; sign in yourself for that.`);
  requireWrite(viewer);
}
