import type { Db } from '../../tables.ts';
import { account } from './account.table.ts';
import type { Viewer } from './viewer.ts';

/** The local owner's id is fixed, so that two instances that start at once make one account. */
const LOCAL_OWNER = '00000000-0000-7000-8000-000000000001';

/** @returns the account that acts for whoever sits at this machine, made at first use */
export async function localOwner(db: Db): Promise<Viewer> {
  await db
    .insert(account)
    .values({ id: LOCAL_OWNER, name: 'Local owner', localOwner: true })
    .onConflictDoNothing();
  return { accountId: LOCAL_OWNER };
}
