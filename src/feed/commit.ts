import type { Db } from '../tables.ts';

type Listener = (projectId: number) => void;

/** By database, so that a command needs no more than the `Db` it has, and two services in one process stay apart. */
const listeners = new WeakMap<object, Listener>();

/** From now on tells `listener` of every project whose log has grown through this `db`, once the transaction is committed. */
export function onCommit(db: Db, listener: Listener): void {
  listeners.set(db, listener);
}

/** Called by whoever has just committed changes to a project's log. */
export function announceCommit(db: Db, projectId: number): void {
  listeners.get(db)?.(projectId);
}
