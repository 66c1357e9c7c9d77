import type { Draw } from './draw.ts';
import { DAYS } from './draw-dates.ts';
import { reach } from './rules.ts';
import type { Actor, Affiliation } from './world.ts';
import { holdsOn } from './world.ts';

/**
 * Affiliations of the given actors: a hierarchy of up to three links in which an actor may have several parents,
 * with dates that overlap or do not, and now and then a link the other way round. None forms a circle on any one day.
 */
export function drawAffiliations(draw: Draw, actors: readonly Actor[]): Affiliation[] {
  const links: Affiliation[] = [];
  const add = (member: Actor, of: Actor, days: Pick<Affiliation, 'validFrom' | 'validUntil'>) => {
    const kind = draw.pick(['PART_OF', 'MEMBER_OF', 'HOLDS_POST', 'SPEAKS_FOR'] as const);
    const link = { key: `link-${links.length + 1}`, member: member.key, of: of.key, kind, ...days };
    if (!closesCircle([...links, link])) links.push(link);
  };

  const depths = [0];
  actors.slice(1).forEach((member, index) => {
    const above = actors.slice(0, index + 1).filter((_, each) => (depths[each] ?? 0) < 3);
    const parents = draw.shuffle(above).slice(0, draw.chance(55) ? 2 : 1);
    depths.push(1 + Math.max(...parents.map((parent) => depths[actors.indexOf(parent)] ?? 0)));
    for (const parent of parents) {
      const before = links.find((link) => link.member === parent.key && link.validUntil !== null);
      const days = drawDays(draw, before !== undefined && draw.chance(35) ? before.validUntil : null);
      add(member, parent, days);
      if (draw.chance(35)) add(member, parent, drawDays(draw, days.validUntil));
      if (draw.chance(55)) add(parent, member, drawDays(draw, days.validUntil));
    }
  });
  return links;
}

/** A first and a last day, either of them or both open; after the given day where there is one. */
function drawDays(draw: Draw, after: string | null = null): Pick<Affiliation, 'validFrom' | 'validUntil'> {
  if (after === null && draw.chance(28)) return { validFrom: null, validUntil: null };
  const days = DAYS.filter((day) => after === null || day > after);
  const from = draw.below(Math.max(days.length, 1));
  const validUntil = draw.chance(65) ? draw.pick(days.slice(from).concat(DAYS.slice(-1))) : null;
  const opens = after === null && draw.chance(35);
  return { validFrom: opens ? null : (days[from] ?? DAYS[DAYS.length - 1] ?? null), validUntil };
}

function closesCircle(links: readonly Affiliation[]): boolean {
  const days = ['0000-00-00', ...links.map((link) => link.validFrom).filter((day) => day !== null)];
  return days.some((day) => {
    const graph = links.filter((link) => holdsOn(link, day));
    return graph.some((link) => reach(graph, link.member, Infinity).has(link.of));
  });
}
