import type { Logger } from '../log.ts';
import type { Db } from '../tables.ts';
import { type Entry, readLog } from './log.ts';
import { Ring } from './ring.ts';

const READ_AT_ONCE = 500;

/** Reads one project's log as it grows, once for all who follow it here, and keeps its newest part at hand. */
export class Tailer {
  readonly projectId: number;
  readonly ring: Ring<Entry>;
  readonly #db: Db;
  readonly #log: Logger;
  readonly #waiting = new Set<() => void>();
  #state: 'resting' | 'reading' | 'reading, then again' | 'ended' = 'resting';
  /** The place at which a row was missing when last looked. */
  #hole: number | undefined;

  constructor(db: Db, log: Logger, projectId: number, head: number, capacity: number) {
    this.projectId = projectId;
    this.ring = new Ring(capacity, head);
    this.#db = db;
    this.#log = log;
  }

  /** How many wait for the log to grow. */
  get waiting(): number {
    return this.#waiting.size;
  }

  /** Calls `then` once, when there is more in the ring or the tailer ends. @returns a function that takes it back */
  onMore(then: () => void): () => void {
    this.#waiting.add(then);
    return () => this.#waiting.delete(then);
  }

  /** Looks whether the log has grown. A wake-up during a read leads to one more read, however many there are. */
  wake(): void {
    if (this.#state === 'reading') this.#state = 'reading, then again';
    if (this.#state !== 'resting') return;
    this.#state = 'reading';
    void this.#read().catch((err: unknown) => {
      // The poll wakes again; until then nothing is lost but time.
      this.#log.warn({ err, project: this.projectId }, 'the feed could not be read; trying again');
      if (this.#state !== 'ended') this.#state = 'resting';
    });
  }

  end(): void {
    this.#state = 'ended';
    this.#release();
  }

  async #read(): Promise<void> {
    for (;;) {
      const stream = { projectId: this.projectId };
      const entries = await readLog(this.#db, stream, this.ring.last, Number.MAX_SAFE_INTEGER, READ_AT_ONCE);
      if (this.#state === 'ended') return;
      const before = this.ring.last;
      this.#take(entries);
      if (this.ring.last > before) this.#release();
      if (entries.length < READ_AT_ONCE && this.#state === 'reading') break;
      this.#state = 'reading';
    }
    this.#state = 'resting';
  }

  /** Takes what follows without a gap. A row that is missing at two looks is gone for good: the rest must not wait for it. */
  #take(entries: readonly Entry[]): void {
    for (const entry of entries) {
      const expected = this.ring.last + 1;
      if (entry.seq !== expected) {
        const missing = { project: this.projectId, from: expected, to: entry.seq - 1 };
        if (this.#hole !== expected) {
          this.#hole = expected;
          this.#log.warn(missing, 'the log has a gap; looking again');
          return;
        }
        this.#log.error(missing, 'changes are missing in the log; going on after them');
      }
      this.ring.push(entry);
    }
  }

  #release(): void {
    const waiting = [...this.#waiting];
    this.#waiting.clear();
    for (const then of waiting) then();
  }
}
