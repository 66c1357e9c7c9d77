import type { FaultName } from './plants.ts';
import { rulesWith } from './plants.ts';
import { difference, queriesOf, rightAnswers } from './queries.ts';
import { reach } from './rules.ts';
import type { World } from './world.ts';
import { holdsOn, reportsAround } from './world.ts';

/**
 * What a world can show. Where a rule goes with the feature, the world shows it only where breaking that rule
 * changes an answer: having a dated affiliation is not enough, the date must keep some statement out.
 */
const BY_RULE = {
  'a dated affiliation keeps a statement out': 'LINK_DATES_IGNORED',
  'an affiliation counts on its first day': 'LINK_BEGINS_A_DAY_LATE',
  'an affiliation counts on its last day': 'LINK_ENDS_A_DAY_EARLY',
  'an affiliation holds on some days of a date only': 'LINKS_HOLD_ON_THE_LATEST_DAY_ONLY',
  'a chain of two links': 'DESCENDANTS_ARE_MEMBERS',
  'several links to an actor': 'COUNTED_PER_LINK',
  'spoken on behalf of another': 'ON_BEHALF_OF_IGNORED',
  'several marks': 'COUNTED_PER_MARK',
  'reported two deep or deeper': 'ONLY_THE_NEAREST_REPORT',
  'a speaker reports himself': 'SELF_REPORT_IS_NONE',
  'the author is left out of the intermediaries': 'AUTHOR_IS_INTERMEDIARY',
  'the author is the source': 'AUTHOR_IS_NO_SOURCE',
  'an unasserted statement': 'UNASSERTED_COUNTS',
  'an unasserted report around an asserted statement': 'OWN_ASSERTED_ONLY',
  'no stance taken': 'NULL_STANCE_IS_NEITHER',
  'a condition': 'CONDITIONS_IGNORED',
  'several conditions of one statement': 'COUNTED_PER_CONDITION',
  'a reason only': 'REASON_IS_CONDITION',
  'not all are latest': 'LATEST_ARE_ALL',
  'uncertain dates leave several latest': 'LATEST_BY_LATEST_DAY',
  'an open start': 'OPEN_START_IS_EARLIEST',
  'an open end': 'OPEN_END_AT_ITS_START',
  'the report gives the date': 'REPORT_GIVES_NO_DATE',
  'the document gives the date': 'DOCUMENT_GIVES_NO_DATE',
  undated: 'UNDATED_NEVER_COUNTS',
  'undated and kept out by a dated link': 'UNDATED_THROUGH_DATED_LINKS',
  'undated and among the latest': 'UNDATED_IS_EARLIER',
  'an adjudicated layer that is done': 'ADJUDICATED_NEVER_COUNTS',
  'an adjudicated layer that is open': 'ADJUDICATED_COUNTS_WHILE_OPEN',
  'a personal layer': 'PERSONAL_LAYER_COUNTS',
  'a narrower issue': 'NARROWER_IGNORED',
  'an issue two below': 'NARROWER_BY_ONE_STEP',
  'evidence of one day': 'EVIDENCE_TIES_BACKWARDS',
} as const satisfies Record<string, FaultName>;

const BY_SHAPE = {
  'an actor in several others on one day': (world: World) =>
    world.affiliations.some((link) => {
      const day = link.validFrom ?? link.validUntil ?? '2018-01-01';
      const beside = (other: World['affiliations'][0]) =>
        other.member === link.member && other.of !== link.of;
      return world.affiliations.some((other) => beside(other) && holdsOn(other, day));
    }),
  'an affiliation with a gap': (world: World) =>
    world.affiliations.some((link) => {
      const same = world.affiliations.filter((each) => each.member === link.member && each.of === link.of);
      return same.some((each) => link.validUntil !== null && (each.validFrom ?? '') > link.validUntil);
    }),
  'a circle over separate days': (world: World) =>
    world.affiliations.some((link) => reach(world.affiliations, link.member, Infinity).has(link.of)),
  'reported three deep': (world: World) =>
    world.statements.some((statement) => reportsAround(world, statement).length === 3),
} as const;

export type Feature = keyof typeof BY_RULE | keyof typeof BY_SHAPE;

export const FEATURES = [...Object.keys(BY_RULE), ...Object.keys(BY_SHAPE)] as Feature[];

/** The features that the world shows. */
export function features(world: World): Set<Feature> {
  const shown = new Set<Feature>();
  // On an issue every actor's position is asked for; the rest of the queries would show little more.
  const days = new Set([undefined, '2018-06-30', '2018-12-31']);
  const asked = queriesOf(world).filter((each) => {
    const usual = each.layers === undefined || each.layers.length === world.layers.length;
    return 'issue' in each && each.scope === 'DESCENDANTS' && usual && days.has(each.asOf);
  });
  const right = rightAnswers(world, asked);
  for (const [feature, fault] of Object.entries(BY_RULE)) {
    if (difference(world, rulesWith(fault), right) !== undefined) shown.add(feature as Feature);
  }
  for (const [feature, shows] of Object.entries(BY_SHAPE)) {
    if (shows(world)) shown.add(feature as Feature);
  }
  return shown;
}
