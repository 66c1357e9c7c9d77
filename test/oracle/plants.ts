import { spanOf } from './edtf.ts';
import type { Rules } from './rules.ts';
import { RIGHT, reach } from './rules.ts';
import { byKey, reportsAround } from './world.ts';

/**
 * Faults such as a service's SQL might have, each as the rule that it breaks. A harness that holds the service
 * against the oracle has to catch every one; with `rulesWith` it can plant them into the oracle instead.
 */
export const PLANTS = {
  LINK_DATES_IGNORED: { linkHolds: () => true },
  LINK_ENDS_A_DAY_EARLY: {
    linkHolds: (link, day) => RIGHT.linkHolds(link, day) && day !== link.validUntil,
  },
  LINK_BEGINS_A_DAY_LATE: {
    linkHolds: (link, day) => RIGHT.linkHolds(link, day) && day !== link.validFrom,
  },
  LINKS_HOLD_ON_THE_LATEST_DAY_ONLY: { daysToTry: (_, span) => [span.latest] },
  LINKS_HOLD_ON_DIFFERENT_DAYS: {
    // A link is taken for held throughout where it holds on any day of saidOn.
    times(world, candidate, actor, scope) {
      const { span } = candidate;
      if (span === null) return RIGHT.times(world, candidate, actor, scope);
      const days = RIGHT.daysToTry(world, span);
      const affiliations = world.affiliations
        .filter((link) => days.some((day) => RIGHT.linkHolds(link, day)))
        .map((link) => ({ ...link, validFrom: null, validUntil: null }));
      return RIGHT.times({ ...world, affiliations }, candidate, actor, scope);
    },
  },
  DESCENDANTS_ARE_MEMBERS: {
    times(world, candidate, actor, scope) {
      return RIGHT.times(world, candidate, actor, scope === 'DESCENDANTS' ? 'MEMBERS' : scope);
    },
  },
  MEMBERS_ARE_DESCENDANTS: {
    times(world, candidate, actor, scope) {
      return RIGHT.times(world, candidate, actor, scope === 'MEMBERS' ? 'DESCENDANTS' : scope);
    },
  },
  UNDATED_THROUGH_DATED_LINKS: {
    times(world, candidate, actor, scope) {
      if (candidate.span !== null) return RIGHT.times(world, candidate, actor, scope);
      const affiliations = world.affiliations.map((link) => ({ ...link, validFrom: null, validUntil: null }));
      return RIGHT.times({ ...world, affiliations }, candidate, actor, scope);
    },
  },
  UNDATED_BY_ITS_SPEAKER_ONLY: {
    times(world, candidate, actor, scope) {
      return RIGHT.times(world, candidate, actor, candidate.span === null ? 'SELF' : scope);
    },
  },
  COUNTED_PER_LINK: {
    // A join with the links from the voices, without telling the statements apart.
    times(world, candidate, actor, scope) {
      if (RIGHT.times(world, candidate, actor, scope) === 0) return 0;
      const within = reach(
        world.affiliations,
        actor,
        scope === 'SELF' ? 0 : scope === 'MEMBERS' ? 1 : Infinity,
      );
      const voices = this.voices(candidate.statement);
      const links = world.affiliations.filter((link) => voices.includes(link.member) && within.has(link.of));
      return Math.max(1, scope === 'SELF' ? 1 : links.length);
    },
  },
  COUNTED_PER_MARK: {
    times(world, candidate, actor, scope) {
      return RIGHT.times(world, candidate, actor, scope) * Math.max(1, candidate.statement.marks);
    },
  },
  ON_BEHALF_OF_IGNORED: { voices: (statement) => [statement.speaker] },
  ON_BEHALF_OF_INSTEAD_OF_SPEAKER: { voices: (statement) => [statement.onBehalfOf ?? statement.speaker] },

  OPEN_START_IS_EARLIEST: { firstDay: (span) => span.earliest ?? '0001-01-01' },
  OPEN_END_AT_ITS_START: { saidOn: (world, statement) => withEnd(world, statement, () => null) },
  OPEN_END_NEVER_CLOSES: { saidOn: (world, statement) => withEnd(world, statement, () => '9999-12-31') },
  REPORT_GIVES_NO_DATE: {
    saidOn(world, statement) {
      return RIGHT.saidOn(world, { ...statement, reportedIn: null });
    },
  },
  DOCUMENT_GIVES_NO_DATE: {
    saidOn(world, statement) {
      const dated = [statement, ...reportsAround(world, statement)].some((each) => each.saidOn !== null);
      return dated ? RIGHT.saidOn(world, statement) : null;
    },
  },

  OWN_ASSERTED_ONLY: { asserted: (_, statement) => statement.asserted },
  UNASSERTED_COUNTS: { asserted: () => true },
  NULL_STANCE_IS_NEITHER: { stance: (statement) => statement.stance ?? 0 },
  PERSONAL_LAYER_COUNTS: {
    layerCounts(world, statement, layers) {
      const { kind } = byKey(world.layers, statement.layer);
      return RIGHT.layerCounts(world, statement, layers) || (layers === undefined && kind === 'PERSONAL');
    },
  },
  ADJUDICATED_COUNTS_WHILE_OPEN: {
    layerCounts(world, statement, layers) {
      const done = world.layers.map((layer) => ({ ...layer, state: 'DONE' as const }));
      return RIGHT.layerCounts({ ...world, layers: done }, statement, layers);
    },
  },
  SHARED_COUNTS_BESIDE_ADJUDICATED: {
    layerCounts(world, statement, layers) {
      const { kind } = byKey(world.layers, statement.layer);
      return RIGHT.layerCounts(world, statement, layers) || (layers === undefined && kind === 'SHARED');
    },
  },
  ADJUDICATED_NEVER_COUNTS: {
    layerCounts(world, statement, layers) {
      const open = world.layers.map((layer) => ({ ...layer, state: 'OPEN' as const }));
      return RIGHT.layerCounts({ ...world, layers: open }, statement, layers);
    },
  },
  LAYERS_ASKED_FOR_ADD_TO_THE_USUAL: {
    layerCounts(world, statement, layers) {
      return RIGHT.layerCounts(world, statement, layers) || RIGHT.layerCounts(world, statement, undefined);
    },
  },

  AS_OF_BY_EARLIEST_DAY: {
    inTime(span, asOf) {
      return asOf === undefined || (span !== null && this.firstDay(span) <= asOf);
    },
  },
  AS_OF_EXCLUDES_ITS_DAY: {
    inTime: (span, asOf) => asOf === undefined || (span !== null && span.latest < asOf),
  },
  UNDATED_COUNTS_AS_OF_A_DAY: { inTime: (span, asOf) => span === null || RIGHT.inTime(span, asOf) },
  UNDATED_NEVER_COUNTS: { inTime: (span, asOf) => span !== null && RIGHT.inTime(span, asOf) },

  AUTHOR_IS_INTERMEDIARY: {
    intermediaries: (world, statement) => reportsAround(world, statement).map((report) => report.speaker),
  },
  SELF_REPORT_IS_NONE: {
    intermediaries(world, statement) {
      return RIGHT.intermediaries(world, statement).filter((speaker) => speaker !== statement.speaker);
    },
  },
  ONLY_THE_NEAREST_REPORT: {
    intermediaries: (world, statement) => RIGHT.intermediaries(world, statement).slice(-1),
  },
  AUTHOR_IS_NO_SOURCE: {
    accordingTo(world, statement, actor) {
      return this.intermediaries(world, statement).includes(actor);
    },
  },
  AUTHOR_IS_SOURCE_OF_ALL: {
    accordingTo(world, statement, actor) {
      const { author } = byKey(world.documents, statement.document);
      return actor === author || RIGHT.accordingTo(world, statement, actor);
    },
  },

  NARROWER_IGNORED: { issuesCovered: (_, issue) => [issue] },
  NARROWER_BY_ONE_STEP: {
    issuesCovered(world, issue, narrower) {
      const below = world.issues.filter((each) => narrower && each.broader === issue);
      return [issue, ...below.map((each) => each.key)];
    },
  },
  NARROWER_ALWAYS: { issuesCovered: (world, issue) => RIGHT.issuesCovered(world, issue, true) },

  LATEST_ARE_ALL: { latest: (candidates) => [...candidates] },
  LATEST_BY_LATEST_DAY: {
    latest(candidates) {
      const last = candidates
        .map(({ span }) => span?.latest ?? '')
        .sort()
        .at(-1);
      return candidates.filter(({ span }) => (span?.latest ?? '') === last);
    },
  },
  LATEST_IS_FIRST_OF_EVIDENCE: {
    latest(candidates) {
      const newest = (span: { latest: string } | null) => span?.latest ?? null;
      return [...candidates]
        .sort(
          (a, b) =>
            RIGHT.newestFirst(newest(a.span), newest(b.span)) || a.statement.order - b.statement.order,
        )
        .slice(0, 1);
    },
  },
  LATEST_ON_THE_SAME_DAY_IS_LATER: {
    latest(candidates) {
      const spans = candidates.map(({ span }) => span).filter((span) => span !== null);
      return candidates.filter(({ span }) => {
        if (span === null) return true;
        return !spans.some((other) => this.firstDay(other) >= span.latest && other.latest > span.latest);
      });
    },
  },
  UNDATED_IS_EARLIER: {
    latest(candidates) {
      const dated = candidates.filter(({ span }) => span !== null);
      return RIGHT.latest(dated.length > 0 ? dated : candidates);
    },
  },
  OLDEST_INSTEAD_OF_LATEST: {
    latest(candidates) {
      const earlier = ({ span: a }: (typeof candidates)[0], { span: b }: (typeof candidates)[0]) =>
        a !== null && b !== null && a.latest < this.firstDay(b);
      return candidates.filter((each) => !candidates.some((other) => earlier(other, each)));
    },
  },

  CONDITIONS_IGNORED: { conditions: () => 0 },
  REASON_IS_CONDITION: {
    conditions: (world, statement) => (relationsOf(world, statement).length > 0 ? 1 : 0),
  },
  COUNTED_PER_CONDITION: {
    conditions(world, statement) {
      return relationsOf(world, statement).filter((relation) => relation.operator !== 'BECAUSE').length;
    },
  },
  ANTECEDENT_IS_CONDITIONAL: {
    conditions(world, statement) {
      const conditions = world.relations.filter((relation) => relation.operator !== 'BECAUSE');
      return conditions.some((relation) => relation.antecedents.includes(statement.key)) ? 1 : 0;
    },
  },

  UNDATED_SORTS_FIRST: {
    newestFirst: (a, b) => ((a === null) === (b === null) ? RIGHT.newestFirst(a, b) : a === null ? -1 : 1),
  },
  OLDEST_FIRST: { newestFirst: (a, b) => -RIGHT.newestFirst(a, b) },
  EVIDENCE_TIES_BACKWARDS: { evidenceTie: (a, b) => b.order - a.order },
} satisfies Record<string, Partial<Rules> & ThisType<Rules>>;

export type FaultName = keyof typeof PLANTS;

export const FAULTS = Object.keys(PLANTS) as FaultName[];

/** The right rules with that one fault. */
export function rulesWith(fault: FaultName): Rules {
  return { ...RIGHT, ...PLANTS[fault] };
}

function relationsOf(world: Parameters<Rules['conditions']>[0], statement: { readonly key: string }) {
  return world.relations.filter((relation) => relation.consequent === statement.key);
}

/** The right days with another end where the date in force has an open one. */
function withEnd(
  world: Parameters<Rules['saidOn']>[0],
  statement: Parameters<Rules['saidOn']>[1],
  publishedOn: () => string | null,
) {
  const around = [...reportsAround(world, statement), statement];
  const text = around.map((each) => each.saidOn).findLast((each) => each !== null);
  return typeof text === 'string' && /\/(\.\.)?$/.test(text)
    ? spanOf(text, publishedOn())
    : RIGHT.saidOn(world, statement);
}
