/**
 * Tells that a project's log has grown, and nothing else [F8]: a wake-up may be lost, doubled or late, since whoever is
 * woken reads the log, and reads it every few seconds in any case.
 */
export type Notifier = {
  /** Called after a commit. Never throws and never waits. */
  wake(projectId: number): void;
  /** @returns a function that takes the handler off again */
  onWake(handler: (projectId: number) => void): () => void;
  close(): Promise<void>;
};

/** Wakes within one process; the other instances' poll finds the change. */
export function inProcessNotifier(): Notifier {
  const handlers = new Set<(projectId: number) => void>();
  const awaited = new Set<number>();
  return {
    wake(projectId) {
      // Writes that commit in one turn of the loop are one reason to read.
      if (handlers.size === 0 || awaited.has(projectId)) return;
      awaited.add(projectId);
      setImmediate(() => {
        awaited.delete(projectId);
        for (const handler of handlers) handler(projectId);
      });
    },
    onWake(handler) {
      handlers.add(handler);
      return () => handlers.delete(handler);
    },
    async close() {
      handlers.clear();
    },
  };
}
