import type { Viewer } from '../features/account/viewer.ts';
import type { Cursors } from '../feed/cursor.ts';
import type { Hub } from '../feed/hub.ts';
import type { Db } from '../tables.ts';

/** What every resolver gets. Made anew for each operation, and for each event of a subscription. */
export type Context = {
  /** The database as the viewer sees it. */
  db: Db;
  viewer: Viewer;
  hub: Hub;
  cursors: Cursors;
  /** Aborted when the client leaves. */
  signal: AbortSignal;
  /**
   * The same for whoever signed in with what the request brought, as his rights stand now.
   *
   * @throws DomainError UNAUTHENTICATED where that no longer holds
   */
  renew(): Promise<Context>;
};
