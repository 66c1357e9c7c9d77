import postgres from 'postgres';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { FreshDatabase } from '../kit/database.ts';
import { freshDatabase } from '../kit/database.ts';
import { worldFrom } from './generator.ts';
import { loadWorld } from './load.ts';
import { RIGHT } from './rules.ts';

const WORLDS = process.env['PROVE'] === undefined ? 100 : 1000;

let database: FreshDatabase;
let sql: postgres.Sql;
beforeAll(async () => {
  database = await freshDatabase();
  sql = postgres(database.url, { max: 1, onnotice: () => {} });
});
afterAll(async () => {
  await sql?.end({ timeout: 1 });
  await database?.drop();
});

test(
  'what the database derives of each statement is what the oracle reasons',
  { timeout: 600_000 },
  async () => {
    for (let seed = 1; seed <= WORLDS; seed += 1) {
      const world = worldFrom(seed);
      const loaded = await loadWorld(sql, world, seed);
      const rows = await sql`
      select s.id, s.asserted_resolved as asserted, s.earliest::text, s.latest::text, s.intermediary_count as count,
        l.counts, array(
          select i.actor_id::text from statement_intermediary i
          where (i.project_id, i.statement_id) = (s.project_id, s.id) order by i.position
        ) as intermediaries
      from statement s join layer l on (l.project_id, l.id) = (s.project_id, s.layer_id)
      where s.project_id = ${seed} order by s.id`;
      const derived = rows.map(({ id, intermediaries, ...rest }) => {
        return { ...rest, key: loaded.keyOf(id), intermediaries: intermediaries.map(loaded.keyOf) };
      });
      const reasoned = world.statements
        .toSorted((a, b) => a.order - b.order)
        .map((statement) => {
          const span = RIGHT.saidOn(world, statement);
          const intermediaries = RIGHT.intermediaries(world, statement);
          return {
            key: statement.key,
            asserted: RIGHT.asserted(world, statement),
            earliest: span?.earliest ?? null,
            latest: span?.latest ?? null,
            count: intermediaries.length,
            counts: RIGHT.layerCounts(world, statement, undefined),
            intermediaries,
          };
        });
      expect([seed, derived]).toEqual([seed, reasoned]);
    }
  },
);
