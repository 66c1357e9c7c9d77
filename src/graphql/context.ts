import type { Viewer } from '../features/account/viewer.ts';
import type { Cursors } from '../feed/cursor.ts';
import type { Hub } from '../feed/hub.ts';
import type { Db } from '../tables.ts';

/** What every resolver gets. Made anew for each operation, and for each event of a subscription. */
export type Context = {
  /** The database as the viewer sees it. */
  db: Db;
  /**
   * The handle of the tables' owner, for what no viewer may read by himself: tokens, what a link invites to, the leaving of a
   * project, and the audit trail. Those queries and commands check for themselves who asks.
   */
  owner: Db;
  viewer: Viewer;
  /** Where the service is reached from outside, without a slash at the end: what links begin with. */
  publicUrl: string;
  hub: Hub;
  cursors: Cursors;
  /** For whom the request counts: `key` names him among all. */
  caller: { key: string; standing: 'LOCAL' | 'SIGNED_IN' | 'ANONYMOUS'; address: string };
  /** What carries the request, where that carries several: a WebSocket. */
  connection?: object;
  /** Aborted when the client leaves. */
  signal: AbortSignal;
  /**
   * The same for whoever signed in with what the request brought, as his rights stand now.
   *
   * @throws DomainError UNAUTHENTICATED where that no longer holds
   */
  renew(): Promise<Context>;
};
