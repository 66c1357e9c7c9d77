import { DAYS } from './draw-dates.ts';
import type { Position, Query } from './positions.ts';
import { positionsOfActor, positionsOnIssue } from './positions.ts';
import type { Rules } from './rules.ts';
import { RIGHT } from './rules.ts';
import type { World } from './world.ts';

/** A query for positions: of an actor, or on an issue. */
export type Asked = Query & ({ readonly actor: string } | { readonly issue: string });

/** What the oracle answers. */
export function answer(world: World, asked: Asked, rules: Rules = RIGHT): Position[] {
  return 'actor' in asked
    ? positionsOfActor(world, asked.actor, asked, rules)
    : positionsOnIssue(world, asked.issue, asked, rules);
}

/**
 * The queries worth asking of a world, always the same: on every issue and of every actor, with each kind of scope,
 * day, attribution, layer and hierarchy.
 */
export function queriesOf(world: World): Asked[] {
  const options: Query[] = [{ scope: 'DESCENDANTS' }, { scope: 'MEMBERS' }, { scope: 'SELF' }];
  const all: Query = { scope: 'DESCENDANTS' };
  for (const asOf of DAYS) options.push({ ...all, asOf });
  for (const maxIntermediaries of [0, 1, 2]) options.push({ ...all, maxIntermediaries });
  for (const actor of world.actors) options.push({ ...all, accordingTo: actor.key });
  for (const layer of world.layers) options.push({ ...all, layers: [layer.key] });
  options.push({ ...all, layers: world.layers.map((layer) => layer.key) });
  options.push({ ...all, narrower: true }, { scope: 'SELF', narrower: true, maxIntermediaries: 0 });
  options.push({ scope: 'MEMBERS', narrower: true, asOf: '2018-09-30' });
  return options.flatMap((query) => [
    ...world.issues.map((issue) => ({ ...query, issue: issue.key })),
    ...world.actors.slice(0, 2).map((actor) => ({ ...query, actor: actor.key })),
  ]);
}

/** A query with its right answer as text, so that two can be told apart at once, their order included. */
export type Answered = readonly [asked: Asked, right: string];

/** Each query with the right answer, to hold others against. */
export function rightAnswers(world: World, asked: readonly Asked[]): Answered[] {
  return asked.map((each) => [each, JSON.stringify(answer(world, each))] as const);
}

/** The first query that the rules answer otherwise. */
export function difference(world: World, rules: Rules, answered: readonly Answered[]): Asked | undefined {
  return answered.find(([asked, right]) => JSON.stringify(answer(world, asked, rules)) !== right)?.[0];
}
