import fc from 'fast-check';
import type { Draw } from './draw.ts';
import { drawFrom } from './draw.ts';
import { drawAffiliations } from './draw-affiliations.ts';
import { DAYS } from './draw-dates.ts';
import { drawRelations, drawStatements } from './draw-statements.ts';
import type { Actor, Document, Issue, Layer, World } from './world.ts';

// Slugs out of alphabetical order, so that sorting by slug differs from the order in which things are written.
const ACTORS = ['hotel', 'bravo', 'golf', 'alpha', 'kilo', 'echo', 'delta'];
const ISSUES = ['sugar', 'barley', 'tea', 'maize'];

/** Random small worlds, for properties that shrink. */
export const worldArbitrary: fc.Arbitrary<World> = fc.noBias(fc.gen()).map((gen) => drawWorld(drawFrom(gen)));

/** The world of that seed, always the same one. */
export function worldFrom(seed: number): World {
  const [world] = fc.sample(worldArbitrary, { seed, numRuns: 1 });
  if (world === undefined) throw new Error('fast-check sampled nothing');
  return world;
}

function drawWorld(draw: Draw): World {
  const actors = drawActors(draw);
  const affiliations = drawAffiliations(draw, actors);
  const issues = drawIssues(draw);
  const documents = drawDocuments(draw, actors);
  const layers = documents.flatMap((document) => drawLayers(draw, document));
  const statements = drawStatements(draw, { actors, issues, documents, layers });
  return {
    actors,
    affiliations,
    issues,
    documents,
    layers,
    statements,
    relations: drawRelations(draw, statements),
  };
}

function drawActors(draw: Draw): Actor[] {
  const kinds = ['PERSON', 'STATE', 'GOVERNMENT', 'ORGANIZATION', 'GROUP'] as const;
  return ACTORS.slice(0, 3 + draw.below(5)).map((key) => ({ key, kind: draw.pick(kinds) }));
}

function drawIssues(draw: Draw): Issue[] {
  const keys = ISSUES.slice(0, 2 + draw.below(3));
  return keys.map((key, index) => ({
    key,
    broader:
      index > 0 && draw.chance(85)
        ? (keys[index - 1 - (draw.chance(30) ? draw.below(index) : 0)] ?? null)
        : null,
  }));
}

function drawDocuments(draw: Draw, actors: readonly Actor[]): Document[] {
  return Array.from({ length: draw.pick([2, 1, 2, 3]) }, (_, index) => ({
    key: `document-${index + 1}`,
    publishedOn: draw.chance(50) ? draw.pick(DAYS.slice(3)) : null,
    author: draw.chance(80) ? draw.pick(actors).key : null,
  }));
}

function drawLayers(draw: Draw, document: Document): Layer[] {
  const layer = (kind: Layer['kind'], state: Layer['state'], blind = false): Layer => {
    return { key: `${document.key}-${kind.toLowerCase()}`, document: document.key, kind, state, blind };
  };
  const layers = [layer('SHARED', draw.chance(20) ? 'DONE' : 'OPEN')];
  if (draw.chance(72)) layers.push(layer('PERSONAL', draw.chance(50) ? 'DONE' : 'OPEN', draw.chance(30)));
  if (draw.chance(75)) layers.push(layer('ADJUDICATED', draw.chance(50) ? 'DONE' : 'OPEN'));
  return layers;
}
