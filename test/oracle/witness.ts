import { worldFrom } from './generator.ts';
import type { FaultName } from './plants.ts';
import { rulesWith } from './plants.ts';
import type { Asked } from './queries.ts';
import { difference, queriesOf, rightAnswers } from './queries.ts';
import type { World } from './world.ts';

/** A world, by its seed, and a query of it that the fault answers wrongly. */
export interface Witness {
  readonly seed: number;
  readonly world: World;
  readonly asked: Asked;
}

/** The first of the worlds that tells the fault from the right rules. Throws where none of a thousand does. */
export function witnessOf(fault: FaultName): Witness {
  for (let seed = 1; seed <= 1000; seed += 1) {
    const world = worldFrom(seed);
    const asked = difference(world, rulesWith(fault), rightAnswers(world, queriesOf(world)));
    if (asked !== undefined) return { seed, world, asked };
  }
  throw new Error(`no world shows ${fault}`);
}
