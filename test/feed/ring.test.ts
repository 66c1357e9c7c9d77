import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Ring } from '../../src/feed/ring.ts';

const entriesUpTo = (last: number, from: number) =>
  Array.from({ length: Math.max(0, last - from) }, (_, at) => ({ seq: from + at + 1 }));

describe('a ring', () => {
  it('[F2] gives what follows a place, or null where it no longer has all of it', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 8 }),
        fc.nat(5),
        fc.nat(30),
        fc.nat(40),
        fc.integer({ min: 1, max: 12 }),
        (capacity, head, pushed, place, limit) => {
          const ring = new Ring(capacity, head);
          for (const entry of entriesUpTo(head + pushed, head)) ring.push(entry);
          const last = head + pushed;
          const start = last - Math.min(capacity, pushed);
          expect([ring.start, ring.last]).toEqual([start, last]);
          expect(ring.after(place, limit)).toEqual(
            place < start ? null : entriesUpTo(last, place).slice(0, limit),
          );
        },
      ),
    );
  });

  it('[F3] skips nothing that it has where the log itself has lost a row', () => {
    const ring = new Ring(4, 0);
    for (const seq of [1, 2, 5, 6, 7]) ring.push({ seq });
    expect(ring.after(1, 9)).toEqual([{ seq: 2 }, { seq: 5 }, { seq: 6 }, { seq: 7 }]);
    expect(ring.after(3, 9)).toEqual([{ seq: 5 }, { seq: 6 }, { seq: 7 }]);
    expect(ring.after(0, 9)).toBeNull();
  });
});
