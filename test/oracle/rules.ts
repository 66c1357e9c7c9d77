import type { Span } from './edtf.ts';
import { spanOf } from './edtf.ts';
import type { Affiliation, Statement, World } from './world.ts';
import { byKey, holdsOn, reportsAround } from './world.ts';

export type Scope = 'SELF' | 'MEMBERS' | 'DESCENDANTS';

/** A statement that counts, with the days on which it was said; null where it has no date at all. */
export interface Candidate {
  readonly statement: Statement;
  readonly span: Span | null;
}

/**
 * The rules of domain.md, "Positions", one function a rule, so that a plant can replace any one of them.
 * They call each other through `this`.
 */
export interface Rules {
  /** When it was said: its own date, else its report's, else the document's. */
  saidOn(world: World, statement: Statement): Span | null;
  /** The first day as far as comparing goes: an open start counts as the latest day. */
  firstDay(span: Span): string;
  asserted(world: World, statement: Statement): boolean;
  stance(statement: Statement): number | null;
  layerCounts(world: World, statement: Statement, layers: readonly string[] | undefined): boolean;
  inTime(span: Span | null, asOf: string | undefined): boolean;
  /** The actors whose statement it is. */
  voices(statement: Statement): string[];
  /** How often a statement counts for the actor: 1 where it belongs to the scope, else 0. */
  times(world: World, candidate: Candidate, actor: string, scope: Scope): number;
  linkHolds(link: Affiliation, day: string): boolean;
  /** The days of a statement on which the chains of links are tried. */
  daysToTry(world: World, span: Span): string[];
  intermediaries(world: World, statement: Statement): string[];
  accordingTo(world: World, statement: Statement, actor: string): boolean;
  issuesCovered(world: World, issue: string, narrower: boolean): string[];
  latest(candidates: readonly Candidate[]): Candidate[];
  /** How many conditions a statement counts for: 1 where it is the consequent of any, else 0. */
  conditions(world: World, statement: Statement): number;
  newestFirst(a: string | null, b: string | null): number;
  evidenceTie(a: Statement, b: Statement): number;
}

export const RIGHT: Rules = {
  saidOn(world, statement) {
    const { publishedOn } = byKey(world.documents, statement.document);
    if (statement.saidOn !== null) return spanOf(statement.saidOn, publishedOn);
    if (statement.reportedIn !== null)
      return this.saidOn(world, byKey(world.statements, statement.reportedIn));
    return publishedOn === null ? null : { earliest: publishedOn, latest: publishedOn };
  },

  firstDay(span) {
    return span.earliest ?? span.latest;
  },

  asserted(world, statement) {
    return [...reportsAround(world, statement), statement].every((each) => each.asserted);
  },

  stance(statement) {
    return statement.stance;
  },

  layerCounts(world, statement, layers) {
    if (layers !== undefined) return layers.includes(statement.layer);
    const ofDocument = world.layers.filter((layer) => layer.document === statement.document);
    const settled = ofDocument.find((layer) => layer.kind === 'ADJUDICATED' && layer.state === 'DONE');
    const counting = settled ?? ofDocument.find((layer) => layer.kind === 'SHARED');
    return statement.layer === counting?.key;
  },

  inTime(span, asOf) {
    if (asOf === undefined) return true;
    return span !== null && span.latest <= asOf;
  },

  voices(statement) {
    return statement.onBehalfOf === null ? [statement.speaker] : [statement.speaker, statement.onBehalfOf];
  },

  times(world, { statement, span }, actor, scope) {
    const voices = this.voices(statement);
    if (voices.includes(actor)) return 1;
    if (scope === 'SELF') return 0;
    const links = scope === 'MEMBERS' ? 1 : Infinity;
    const belongsThrough = (graph: readonly Affiliation[]) => {
      const within = reach(graph, actor, links);
      return voices.some((voice) => within.has(voice));
    };
    const undatedLinks = () =>
      world.affiliations.filter((link) => link.validFrom === null && link.validUntil === null);
    const linksOn = (day: string) => world.affiliations.filter((link) => this.linkHolds(link, day));
    const belongs =
      span === null
        ? belongsThrough(undatedLinks())
        : this.daysToTry(world, span).some((day) => belongsThrough(linksOn(day)));
    return belongs ? 1 : 0;
  },

  linkHolds(link, day) {
    return holdsOn(link, day);
  },

  // Which links hold changes only where one begins or ends, so the days in between need no trying
  // (worlds.test.ts tries them all on some worlds and gets the same).
  daysToTry(world, span) {
    const first = this.firstDay(span);
    const within = bordersOf(world.affiliations).filter((day) => first < day && day < span.latest);
    return first === span.latest ? [first] : [first, ...within, span.latest];
  },

  intermediaries(world, statement) {
    const { author } = byKey(world.documents, statement.document);
    const speakers = reportsAround(world, statement).map((report) => report.speaker);
    return speakers.filter((speaker) => speaker !== author);
  },

  accordingTo(world, statement, actor) {
    const intermediaries = this.intermediaries(world, statement);
    const { author } = byKey(world.documents, statement.document);
    return intermediaries.includes(actor) || (actor === author && intermediaries.length === 0);
  },

  issuesCovered(world, issue, narrower) {
    if (!narrower) return [issue];
    const below = world.issues.filter((each) => each.broader === issue);
    return [issue, ...below.flatMap((each) => this.issuesCovered(world, each.key, true))];
  },

  latest(candidates) {
    const certainlyLater = (a: Candidate, b: Candidate) =>
      a.span !== null && b.span !== null && this.firstDay(a.span) > b.span.latest;
    return candidates.filter((each) => !candidates.some((other) => certainlyLater(other, each)));
  },

  conditions(world, statement) {
    const ofStatement = world.relations.filter((relation) => relation.consequent === statement.key);
    return ofStatement.some((relation) => relation.operator !== 'BECAUSE') ? 1 : 0;
  },

  newestFirst(a, b) {
    if (a === b) return 0;
    if (a === null) return 1;
    if (b === null) return -1;
    return a > b ? -1 : 1;
  },

  evidenceTie(a, b) {
    return a.order - b.order;
  },
};

const known = new WeakMap<readonly Affiliation[], string[]>();

/** The days on which a link begins or ends. Kept, since every statement asks for every actor. */
function bordersOf(links: readonly Affiliation[]): string[] {
  const kept = known.get(links);
  if (kept !== undefined) return kept;
  const borders = new Set(
    links.flatMap((link) => [link.validFrom, link.validUntil]).filter((day) => day !== null),
  );
  known.set(links, [...borders]);
  return [...borders];
}

/** The actor and all who are joined to it from below by at most so many links of the graph. */
export function reach(graph: readonly Affiliation[], actor: string, links: number): Set<string> {
  const found = new Set([actor]);
  let edge = [actor];
  for (let depth = 0; depth < links && edge.length > 0; depth += 1) {
    const next = graph.filter((link) => edge.includes(link.of) && !found.has(link.member));
    edge = [...new Set(next.map((link) => link.member))];
    for (const member of edge) found.add(member);
  }
  return found;
}
