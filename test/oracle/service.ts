import { SQL, StringChunk } from 'drizzle-orm';
import { evidenceOf } from '../../src/features/position/evidence.query.ts';
import {
  type Position as Derived,
  type PositionCursor,
  positionsOfActors,
  positionsOnIssues,
} from '../../src/features/position/position.query.ts';
import type { Page, PageRequest } from '../../src/protocol/page.ts';
import type { Db } from '../../src/tables.ts';
import type { Loaded } from './load.ts';
import type { Position } from './positions.ts';
import type { Asked } from './queries.ts';

/** What the service's own queries answer, in the oracle's terms. */
export async function ask(db: Db, world: Loaded, asked: Asked): Promise<Position[]> {
  return (await derive(db, world, asked)).map((position) => inOracleTerms(world, position));
}

/** The same as the service has it. `size` is that of the pages in which it is fetched. */
export async function derive(
  db: Db,
  world: Loaded,
  asked: Asked,
  size = 100,
  backward = false,
): Promise<Derived[]> {
  const filter = {
    asOf: asked.asOf ?? null,
    scope: asked.scope,
    narrower: asked.narrower ?? false,
    maxIntermediaries: asked.maxIntermediaries ?? null,
    accordingTo: asked.accordingTo === undefined ? null : world.idOf(asked.accordingTo),
    layers: asked.layers?.map(world.idOf) ?? null,
  };
  const id = world.idOf('actor' in asked ? asked.actor : asked.issue);
  const read = 'actor' in asked ? positionsOfActors : positionsOnIssues;
  const positions: Derived[] = [];
  for (let cursor: PositionCursor | null = null; ;) {
    const page: PageRequest<PositionCursor> = {
      size,
      backward,
      after: backward ? null : cursor,
      before: backward ? cursor : null,
    };
    const found: Page<Derived> | undefined = (await read(db, world.project, [id], filter, page)).get(id);
    const nodes = found?.edges.map((edge) => edge.node) ?? [];
    if (backward) positions.unshift(...nodes);
    else positions.push(...nodes);
    const info = found?.pageInfo;
    if (!info || !(backward ? info.hasPreviousPage : info.hasNextPage)) return positions;
    const [day, slug] = inside<[string | null, string]>(backward ? info.startCursor : info.endCursor);
    cursor = { day, slug };
  }
}

/** The evidence as the second query tells it, page by page, for positions of which `ask` tells the first page. */
export async function askEvidence(db: Db, world: Loaded, position: Derived, size: number): Promise<string[]> {
  const keys: string[] = [];
  for (let after: { day: string | null; id: string } | null = null; ;) {
    const [page] = await evidenceOf(db, [position], { size, backward: false, after, before: null });
    const nodes = page?.edges.map((edge) => edge.node) ?? [];
    keys.push(...nodes.map(world.keyOf));
    if (!page?.pageInfo.hasNextPage) return keys;
    const [day, id] = inside<[string | null, string]>(page.pageInfo.endCursor);
    after = { day, id };
  }
}

/** What a cursor holds. */
const inside = <T>(cursor: string | null): T =>
  JSON.parse(atob((cursor ?? '').replaceAll('-', '+').replaceAll('_', '/'))) as T;

function inOracleTerms(world: Loaded, position: Derived): Position {
  return {
    actor: world.keyOf(position.actorId),
    issue: world.keyOf(position.issueId),
    stance: position.stance,
    meanStance: position.meanStance,
    statementCount: position.statementCount,
    conditional: position.conditional,
    conditionalCount: position.conditionalCount,
    lowestStance: position.lowestStance,
    highestStance: position.highestStance,
    firstHeldOn: position.firstHeldOn,
    lastHeldOn: position.lastHeldOn,
    evidence: position.evidence.map((key) => world.keyOf(key.split(' ')[1] ?? '')),
  };
}

/** A database whose SQL has one fragment replaced: a fault planted in the service. Throws where it is not to be found. */
export function planted(db: Db, fragment: string, by: string): Db {
  const execute = (query: SQL) => {
    const text = { found: false };
    const changed = replaced(query, fragment, by, text);
    if (!text.found) throw new Error(`no SQL to plant in: ${fragment}`);
    return db.execute(changed);
  };
  return { execute } as unknown as Db;
}

function replaced(query: SQL, fragment: string, by: string, text: { found: boolean }): SQL {
  const chunks = query.queryChunks.map((chunk) => {
    if (chunk instanceof SQL) return replaced(chunk, fragment, by, text);
    if (!(chunk instanceof StringChunk)) return chunk;
    return new StringChunk(
      chunk.value.map((piece) => {
        const changed = piece.replaceAll(fragment, by);
        text.found ||= changed !== piece;
        return changed;
      }),
    );
  });
  return new SQL(chunks);
}
