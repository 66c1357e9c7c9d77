import type { Draw } from './draw.ts';
import { drawSaidOn } from './draw-dates.ts';
import type { Actor, Document, Issue, Layer, Relation, Statement } from './world.ts';
import { reportsAround } from './world.ts';

const OPERATORS = ['BECAUSE', 'IF', 'ONLY_IF', 'UNLESS', 'IN_RETURN_FOR'] as const;
const STANCES = [1, -1, 0.5, -0.5, 0, 0.25, -0.75] as const;

interface Ground {
  readonly actors: readonly Actor[];
  readonly issues: readonly Issue[];
  readonly documents: readonly Document[];
  readonly layers: readonly Layer[];
}

/** Three to fourteen statements, mostly many, in trees of attribution up to three reports deep within one layer. */
export function drawStatements(draw: Draw, ground: Ground): Statement[] {
  const count = draw.chance(90) ? 11 + draw.below(4) : 3 + draw.below(8);
  const orders = draw.shuffle(Array.from({ length: count }, (_, index) => index + 1));
  const statements: Statement[] = [];
  for (const order of orders) statements.push(drawStatement(draw, ground, statements, order));
  return statements;
}

function drawStatement(draw: Draw, ground: Ground, earlier: readonly Statement[], order: number): Statement {
  const open = earlier.filter((each) => depth(earlier, each) < 3);
  const report = open.length > 0 && draw.chance(65) ? draw.pick(open.slice(-4)) : null;
  const layer = ground.layers.find((each) => each.key === report?.layer) ?? drawLayer(draw, ground);
  const { author } = ground.documents.find((each) => each.key === layer.document) ?? { author: null };
  const speaker = drawSpeaker(draw, ground, author, report);
  const others = ground.actors.map((actor) => actor.key).filter((key) => key !== speaker);
  const issue = draw.chance(94) ? draw.pick(ground.issues).key : null;
  return {
    key: `statement-${earlier.length + 1}`,
    order,
    document: layer.document,
    layer: layer.key,
    speaker,
    onBehalfOf: draw.chance(25) ? draw.pick(others) : null,
    issue,
    stance: issue !== null && draw.chance(85) ? draw.pick(STANCES) : null,
    asserted: !draw.chance(13),
    saidOn: drawSaidOn(draw),
    reportedIn: report?.key ?? null,
    marks: draw.pick([1, 2, 1, 3, 0]),
  };
}

function drawSpeaker(
  draw: Draw,
  { actors }: Ground,
  author: string | null,
  report: Statement | null,
): string {
  if (report !== null && draw.chance(22)) return report.speaker;
  if (author !== null && draw.chance(25)) return author;
  return draw.pick(draw.chance(65) ? actors.slice(-3) : actors).key;
}

/** Mostly the shared layer or the adjudicated one: what is on others counts for little. */
function drawLayer(draw: Draw, { documents, layers }: Ground): Layer {
  const document = draw.pick(documents);
  const ofDocument = layers.filter((layer) => layer.document === document.key);
  const settled = ofDocument.filter((layer) => layer.kind === 'ADJUDICATED' && layer.state === 'DONE');
  const usual = settled.length > 0 ? settled : ofDocument.filter((layer) => layer.kind === 'SHARED');
  return draw.pick(draw.chance(50) ? ofDocument : usual);
}

/** Relations of every operator between statements of one document and layer, several of some consequents. */
export function drawRelations(draw: Draw, statements: readonly Statement[]): Relation[] {
  const relations: Relation[] = [];
  for (const consequent of statements) {
    const others = statements.filter((each) => each.layer === consequent.layer && each !== consequent);
    const count = others.length === 0 || !draw.chance(40) ? 0 : 1 + draw.below(3);
    for (let index = 0; index < count; index += 1) {
      const key = `relation-${relations.length + 1}`;
      const operator = draw.chance(60) ? draw.pick(OPERATORS) : 'BECAUSE';
      const antecedents = draw.shuffle(others).slice(0, 1 + draw.below(2));
      relations.push({
        key,
        consequent: consequent.key,
        operator,
        antecedents: antecedents.map((each) => each.key),
      });
    }
  }
  return relations;
}

function depth(statements: readonly Statement[], statement: Statement): number {
  const world = {
    actors: [],
    affiliations: [],
    issues: [],
    documents: [],
    layers: [],
    statements,
    relations: [],
  };
  return reportsAround(world, statement).length;
}
