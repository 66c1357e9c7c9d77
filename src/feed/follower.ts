import type { Db } from '../tables.ts';
import { concerns, type Entry, readLog, type Stream } from './log.ts';
import type { Tailer } from './tailer.ts';

/** Entries taken at once, from the ring or from the database: all that is ever held for one reader. */
const BATCH = 100;

/** One reader of a stream: a place in the log, moved on only when it asks for more. */
export class Follower implements AsyncIterableIterator<Entry> {
  readonly #db: Db;
  readonly #tailer: Tailer;
  readonly #stream: Stream;
  readonly #onEnd: () => void;
  readonly #entries: AsyncGenerator<Entry, undefined>;
  #place: number;
  #ended = false;
  #reason: Error | undefined;
  #stopWaiting: () => void = () => {};

  /** @param onEnd called once, as soon as the reader leaves or is ended, whether or not it ever asks again */
  constructor(db: Db, tailer: Tailer, { after, ...stream }: Stream & { after: number }, onEnd: () => void) {
    this.#db = db;
    this.#tailer = tailer;
    this.#stream = stream;
    this.#place = after;
    this.#onEnd = onEnd;
    this.#entries = this.#follow();
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  next(): Promise<IteratorResult<Entry, undefined>> {
    return this.#entries.next();
  }

  /** A generator that waits cannot be made to return: the wait is ended first. */
  return(): Promise<IteratorResult<Entry, undefined>> {
    this.end();
    return this.#entries.return(undefined);
  }

  /** Ends the stream for its reader, with a reason if there is one to tell. */
  end(reason?: Error): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#reason = reason;
    this.#stopWaiting();
    this.#onEnd();
  }

  async *#follow(): AsyncGenerator<Entry, undefined> {
    try {
      while (!this.#ended) {
        const kept = this.#tailer.ring.after(this.#place, BATCH);
        const last = kept?.at(-1);
        if (kept && !last) {
          await this.#more();
          continue;
        }
        const { entries, upTo } = kept && last ? { entries: kept, upTo: last.seq } : await this.#catchUp();
        for (const entry of entries) {
          if (this.#ended) break;
          if (concerns(this.#stream, entry)) yield entry;
        }
        this.#place = upTo;
      }
    } finally {
      this.end();
    }
    if (this.#reason) throw this.#reason;
    return undefined;
  }

  /** What the ring no longer holds, up to where the tailer has read: from there the ring goes on without a seam. */
  async #catchUp(): Promise<{ entries: Entry[]; upTo: number }> {
    const end = this.#tailer.ring.last;
    const entries = await readLog(this.#db, this.#stream, this.#place, end, BATCH);
    const last = entries.at(-1);
    return { entries, upTo: last && entries.length === BATCH ? last.seq : end };
  }

  #more(): Promise<void> {
    return new Promise((resolve) => {
      const takeBack = this.#tailer.onMore(resolve);
      this.#stopWaiting = () => {
        takeBack();
        resolve();
      };
      if (this.#ended) this.#stopWaiting();
    });
  }
}
