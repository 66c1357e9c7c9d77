import type { Viewer } from '../features/account/viewer.ts';
import type { Cursors } from '../feed/cursor.ts';
import type { Hub } from '../feed/hub.ts';
import type { Db } from '../tables.ts';

/** What every resolver gets. Made anew for each operation, and for each event of a subscription. */
export type Context = {
  db: Db;
  viewer: Viewer;
  hub: Hub;
  cursors: Cursors;
  /** For whom the request counts: `key` names him among all. */
  caller: { key: string; standing: 'LOCAL' | 'SIGNED_IN' | 'ANONYMOUS'; address: string };
  /** What carries the request, where that carries several: a WebSocket. */
  connection?: object;
  /** Aborted when the client leaves. */
  signal: AbortSignal;
};
