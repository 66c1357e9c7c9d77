import type { Db } from '../../tables.ts';
import { account } from './account.table.ts';
import type { Viewer } from './viewer.ts';

/** The local owner's id is fixed, so that two instances that start at once make one account. */
export const LOCAL_OWNER = '00000000-0000-7000-8000-000000000001';

/** No mail is ever sent there. */
const LOCAL_OWNER_EMAIL = 'owner@localhost';

/** @returns the account that acts for whoever sits at this machine, made at first use */
export async function localOwner(db: Db): Promise<Viewer> {
  await db
    .insert(account)
    .values({ id: LOCAL_OWNER, name: 'Local owner', email: LOCAL_OWNER_EMAIL, localOwner: true })
    .onConflictDoNothing();
  return programOf(LOCAL_OWNER);
}

/** A viewer that acts for an account without any check: the command line and the demo. */
export function programOf(accountId: string): Viewer {
  return {
    accountId,
    via: 'PROGRAM',
    sessionId: null,
    tokenId: null,
    roles: new Map(),
    mayWrite: true,
    allProjects: true,
  };
}
