import type { Candidate, Rules, Scope } from './rules.ts';
import { RIGHT } from './rules.ts';
import type { Affiliation, World } from './world.ts';
import { holdsOn } from './world.ts';

/** What a position is asked for with. `layers` are keys of layers, `asOf` a day, `accordingTo` an actor. */
export interface Query {
  readonly scope: Scope;
  readonly asOf?: string;
  readonly narrower?: boolean;
  readonly maxIntermediaries?: number;
  readonly accordingTo?: string;
  readonly layers?: readonly string[];
}

/** What one actor holds on one issue. Stances from −1 to 1; days are null where no statement has a date. */
export interface Position {
  readonly actor: string;
  readonly issue: string;
  /** Mean over the latest. */
  readonly stance: number;
  readonly meanStance: number;
  readonly statementCount: number;
  readonly conditional: boolean;
  readonly conditionalCount: number;
  readonly lowestStance: number;
  readonly highestStance: number;
  readonly firstHeldOn: string | null;
  readonly lastHeldOn: string | null;
  /** Keys of statements, newest first. */
  readonly evidence: readonly string[];
}

/** The actor's positions by `lastHeldOn`, newest first, then by the issue's slug. `rules` is for plants. */
export function positionsOfActor(
  world: World,
  actor: string,
  query: Query,
  rules: Rules = RIGHT,
): Position[] {
  const said = heard(world, query, rules);
  return world.issues
    .map((issue) => positionOn(world, actor, issue.key, said, query, rules))
    .filter((position) => position !== null)
    .sort((a, b) => rules.newestFirst(a.lastHeldOn, b.lastHeldOn) || bySlug(a.issue, b.issue));
}

/** Who holds what on the issue, by `lastHeldOn`, newest first, then by the actor's slug. `rules` is for plants. */
export function positionsOnIssue(
  world: World,
  issue: string,
  query: Query,
  rules: Rules = RIGHT,
): Position[] {
  const said = heard(world, query, rules);
  return world.actors
    .map((actor) => positionOn(world, actor.key, issue, said, query, rules))
    .filter((position) => position !== null)
    .sort((a, b) => rules.newestFirst(a.lastHeldOn, b.lastHeldOn) || bySlug(a.actor, b.actor));
}

/** The affiliations of the actor's direct members that hold on the day; without a day, all. In the world's order. */
export function members(world: World, actor: string, asOf?: string): Affiliation[] {
  const ofActor = world.affiliations.filter((link) => link.of === actor);
  return asOf === undefined ? ofActor : ofActor.filter((link) => holdsOn(link, asOf));
}

function positionOn(
  world: World,
  actor: string,
  issue: string,
  said: readonly Candidate[],
  query: Query,
  rules: Rules,
): Position | null {
  const covered = rules.issuesCovered(world, issue, query.narrower ?? false);
  const all = said
    .filter(({ statement }) => statement.issue !== null && covered.includes(statement.issue))
    .flatMap((each) => Array.from({ length: rules.times(world, each, actor, query.scope) }, () => each));
  if (all.length === 0) return null;
  const latest = rules.latest(all);
  const stances = all.map(({ statement }) => rules.stance(statement) ?? 0);
  const conditionsOf = (some: readonly Candidate[]) =>
    some.reduce((sum, { statement }) => sum + rules.conditions(world, statement), 0);
  const evidence = [...all].sort(
    (a, b) =>
      rules.newestFirst(a.span?.latest ?? null, b.span?.latest ?? null) ||
      rules.evidenceTie(a.statement, b.statement),
  );
  const spans = all.map(({ span }) => span).filter((span) => span !== null);
  return {
    actor,
    issue,
    stance: mean(latest.map(({ statement }) => rules.stance(statement) ?? 0)),
    meanStance: mean(stances),
    statementCount: all.length,
    conditional: conditionsOf(latest) > 0,
    conditionalCount: conditionsOf(all),
    lowestStance: Math.min(...stances),
    highestStance: Math.max(...stances),
    firstHeldOn: spans.map((span) => rules.firstDay(span)).sort()[0] ?? null,
    lastHeldOn:
      spans
        .map((span) => span.latest)
        .sort()
        .at(-1) ?? null,
    evidence: evidence.map(({ statement }) => statement.key),
  };
}

/** What counts under the query whoever it belongs to, on whatever issue. */
function heard(world: World, query: Query, rules: Rules): Candidate[] {
  return world.statements
    .filter((statement) => rules.stance(statement) !== null)
    .filter((statement) => rules.asserted(world, statement))
    .filter((statement) => rules.layerCounts(world, statement, query.layers))
    .filter((statement) => {
      const most = query.maxIntermediaries ?? Infinity;
      return rules.intermediaries(world, statement).length <= most;
    })
    .filter((statement) => {
      return query.accordingTo === undefined || rules.accordingTo(world, statement, query.accordingTo);
    })
    .map((statement) => ({ statement, span: rules.saidOn(world, statement) }))
    .filter(({ span }) => rules.inTime(span, query.asOf));
}

function mean(numbers: readonly number[]): number {
  return numbers.reduce((sum, each) => sum + each, 0) / numbers.length;
}

function bySlug(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
