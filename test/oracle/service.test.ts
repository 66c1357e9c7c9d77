import { programDb } from '../../src/db/viewer-db.ts';
import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Db, relations } from '../../src/tables.ts';
import type { FreshDatabase } from '../kit/database.ts';
import { freshDatabase } from '../kit/database.ts';
import { worldFrom } from './generator.ts';
import { type Loaded, loadWorld } from './load.ts';
import type { Position } from './positions.ts';
import { answer, type Asked, queriesOf } from './queries.ts';
import { ask, askEvidence, derive, planted } from './service.ts';
import type { World } from './world.ts';

const PROVE = process.env['PROVE'] !== undefined;
const WORLDS = PROVE ? 1000 : 60;
/** Of a world's 150 queries so many are asked, others in each world. */
const QUERIES = PROVE ? 50 : 30;

let database: FreshDatabase;
let sql: postgres.Sql;
let db: Db;
const worlds: { world: World; loaded: Loaded; seed: number }[] = [];

beforeAll(async () => {
  database = await freshDatabase();
  sql = postgres(database.url, { max: 4, onnotice: () => {} });
  db = programDb(sql, relations);
  for (let seed = 1; seed <= WORLDS; seed += 1) {
    const world = worldFrom(seed);
    worlds.push({ world, seed, loaded: await loadWorld(sql, world, seed) });
  }
  await sql`analyze`;
}, 600_000);
afterAll(async () => {
  await sql?.end({ timeout: 1 });
  await database?.drop();
});

/** Every n-th query, beginning elsewhere in each world. */
function sample(world: World, seed: number): Asked[] {
  const all = queriesOf(world);
  const step = Math.max(1, Math.floor(all.length / QUERIES));
  return all.filter((_, index) => (index + seed) % step === 0);
}

/** Means may differ in the last bits, since the order of summing does. */
const comparable = (positions: readonly Position[]) =>
  positions.map((p) => ({ ...p, stance: p.stance.toFixed(9), meanStance: p.meanStance.toFixed(9) }));

describe('positions over random worlds', () => {
  test('equal what the oracle reasons', { timeout: 3_600_000 }, async () => {
    let compared = 0;
    for (const { world, loaded, seed } of worlds) {
      for (const asked of sample(world, seed)) {
        const derived = await ask(db, loaded, asked);
        expect([seed, asked, comparable(derived)]).toEqual([seed, asked, comparable(answer(world, asked))]);
        compared += derived.length;
      }
    }
    expect(compared).toBeGreaterThan(WORLDS * 10);
  });

  test(
    'come the same page by page, forward and backward, with all their evidence',
    { timeout: 3_600_000 },
    async () => {
      let pages = 0;
      for (const { world, loaded, seed } of worlds) {
        for (const asked of sample(world, seed).slice(0, 5)) {
          const whole = await derive(db, loaded, asked);
          expect(await derive(db, loaded, asked, 1)).toEqual(whole);
          expect(await derive(db, loaded, asked, 2, true)).toEqual(whole);
          const right = answer(world, asked);
          for (const [index, position] of whole.entries()) {
            expect(await askEvidence(db, loaded, position, 2)).toEqual(right[index]?.evidence);
            pages += 1;
          }
        }
      }
      expect(pages).toBeGreaterThan(WORLDS);
    },
  );

  const plants: [fault: string, fragment: string, by: string][] = [
    ['links hold on any day', "c.days && daterange(coalesce(s.earliest, s.latest), s.latest, '[]')", 'true'],
    ['links need not hold on one day together', 'c.days * ', ''],
    [
      'undated statements pass dated links',
      'case when s.latest is null then c.undated',
      'case when s.latest is null then true',
    ],
    [
      'an open start reaches back for ever',
      'daterange(coalesce(s.earliest, s.latest), s.latest',
      'daterange(s.earliest, s.latest',
    ],
    ['statements count once a link', 'select distinct c.root, s.id', 'select c.root, s.id'],
    ['whom one speaks for is forgotten', 'on_behalf_of_id = c.actor_id', 'false'],
    ['what is only supposed counts', 's.asserted_resolved and ', ''],
    ['every layer counts', 'and l.counts', ''],
    ['as of a day means begun by that day', 's.latest <= ', 'coalesce(s.earliest, s.latest) <= '],
    ['a reason is a condition', "and r.operator <> 'BECAUSE'", ''],
    ['the latest is the one that ends last', 'max(coalesce(earliest, latest))', 'max(latest)'],
    ['stance is the mean of all', 'filter (where is_latest) as stance', 'as stance'],
    ['first held on ignores open starts', 'min(coalesce(earliest, latest))', 'min(earliest)'],
    ['the author does not report', 's.intermediary_count = 0 and d.author_id', 'false and d.author_id'],
    ['undated evidence comes first', 'latest desc nulls last, id', 'latest desc, id'],
    [
      'narrower issues are only the next below',
      'i.id = c.holder where i.broader_id is not null',
      'i.id = c.holder and c.holder = c.issue_id where i.broader_id is not null',
    ],
  ];

  test.each(plants)('catch the planted fault: %s', { timeout: 600_000 }, async (_, fragment, by) => {
    let tried = 0;
    for (const { world, loaded } of worlds) {
      for (const asked of queriesOf(world)) {
        let derived: Position[];
        try {
          derived = await ask(planted(db, fragment, by), loaded, asked);
          tried += 1;
        } catch (error) {
          if (error instanceof Error && error.message.startsWith('no SQL to plant in')) continue;
          throw error;
        }
        if (JSON.stringify(comparable(derived)) !== JSON.stringify(comparable(answer(world, asked)))) return;
      }
    }
    expect.unreachable(`not caught in ${tried} queries over ${worlds.length} worlds`);
  });
});
