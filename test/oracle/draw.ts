import type { GeneratorValue } from 'fast-check';
import fc from 'fast-check';

/** Where a generated world takes its choices from. Small draws are the plain ones, so that worlds shrink to plain ones. */
export interface Draw {
  /** A whole number from 0 to below `count`. */
  below(count: number): number;
  /** True in so many of a hundred draws. */
  chance(percent: number): boolean;
  pick<T>(from: readonly T[]): T;
  /** The same things in any order. */
  shuffle<T>(things: readonly T[]): T[];
}

/** Draws from what fast-check gives to `fc.gen()`. */
export function drawFrom(gen: GeneratorValue): Draw {
  const below = (count: number) => gen(fc.nat, count - 1);
  const pick = <T>(from: readonly T[]): T => {
    const picked = from[below(from.length)];
    if (picked === undefined) throw new Error('nothing to pick from');
    return picked;
  };
  return {
    below,
    pick,
    chance: (percent) => below(100) >= 100 - percent,
    shuffle: (things) => {
      const rest = [...things];
      return things.map(() => rest.splice(below(rest.length), 1)[0] ?? pick(things));
    },
  };
}
