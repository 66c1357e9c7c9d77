/** The last entries of a log, up to a number: what those who keep up are served from. */
export class Ring<T extends { seq: number }> {
  readonly #capacity: number;
  readonly #entries: T[] = [];
  /** Where the oldest entry stands among `#entries`, which are overwritten in turn. */
  #oldest = 0;
  #last: number;

  /** @param last the `seq` up to which the log has been read, with none of it kept */
  constructor(capacity: number, last: number) {
    this.#capacity = capacity;
    this.#last = last;
  }

  /** The `seq` of the newest entry that has been here. */
  get last(): number {
    return this.#last;
  }

  /** The `seq` before the oldest entry still here. */
  get start(): number {
    return (this.#entries[this.#oldest]?.seq ?? this.#last + 1) - 1;
  }

  push(entry: T): void {
    if (this.#entries.length < this.#capacity) {
      this.#entries.push(entry);
    } else {
      this.#entries[this.#oldest] = entry;
      this.#oldest = (this.#oldest + 1) % this.#capacity;
    }
    this.#last = entry.seq;
  }

  /** Entries after a place, oldest first and at most `limit`; null where some of them are no longer here. */
  after(seq: number, limit: number): T[] | null {
    if (seq < this.start) return null;
    const { length } = this.#entries;
    const taken: T[] = [];
    for (let at = this.#indexAfter(seq); at < length && taken.length < limit; at++) {
      const entry = this.#entries[(this.#oldest + at) % length];
      if (entry) taken.push(entry);
    }
    return taken;
  }

  /** Position, counted from the oldest, of the first entry after a place. Searched, since a log may have lost a row. */
  #indexAfter(seq: number): number {
    const { length } = this.#entries;
    let [low, high] = [0, length];
    while (low < high) {
      const middle = (low + high) >> 1;
      const entry = this.#entries[(this.#oldest + middle) % length];
      if (entry && entry.seq <= seq) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
