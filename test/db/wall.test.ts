import { drizzle } from 'drizzle-orm/postgres-js';
import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { viewerClient } from '../../src/db/viewer-client.ts';
import { relations } from '../../src/tables.ts';
import { type FreshDatabase, freshDatabase } from '../kit/database.ts';
import {
  allowed,
  type Deed,
  type Onlooker,
  onlookersOf,
  OWNERS_OWN,
  type Row,
  RULES,
} from '../kit/wall-rules.ts';
import { buildWallWorld, type WallWorld } from '../kit/wall-world.ts';

// The second wall by itself: plain SQL that names no viewer, through the handle that requests use.

let database: FreshDatabase;
let owner: postgres.Sql;
let app: postgres.Sql;
let world: WallWorld;
let rows: Map<string, Row[]>;
let keys: Map<string, string[]>;

beforeAll(async () => {
  database = await freshDatabase();
  owner = postgres(database.url, { max: 2, onnotice: () => {} });
  app = postgres(database.url, {
    max: 4,
    onnotice: () => {},
    connection: { role: 'demarche_app' } as object,
  });
  world = await buildWallWorld(drizzle({ client: owner, relations }), owner);
  keys = new Map(
    (
      await owner<{ name: string; columns: string[] }[]>`
        select c.relname as name, array_agg(a.attname::text order by a.attnum) as columns
        from pg_index i join pg_class c on c.oid = i.indrelid join pg_namespace n on n.oid = c.relnamespace
        join pg_attribute a on a.attrelid = c.oid and a.attnum = any (i.indkey)
        where i.indisprimary and n.nspname = 'public' group by c.relname`
    ).map(({ name, columns }) => [name, columns]),
  );
  rows = new Map(
    await Promise.all(Object.keys(RULES).map(async (name) => [name, await rowsOf(name)] as const)),
  );
});
afterAll(async () => {
  await Promise.all([owner?.end({ timeout: 1 }), app?.end({ timeout: 1 })]);
  await database?.drop();
});

/** By table, how its rows lead to the layer they lie on. */
const LAYER_OF: Record<string, string> = {
  layer: 't.id',
  statement: 't.layer_id',
  statement_relation: 't.layer_id',
  relation_antecedent: 't.layer_id',
  annotation: 't.layer_id',
  annotation_range:
    '(select layer_id from annotation a where a.project_id = t.project_id and a.id = t.annotation_id)',
};
const OF_STATEMENT =
  '(select layer_id from statement s where s.project_id = t.project_id and s.id = t.statement_id)';

async function rowsOf(table: string): Promise<Row[]> {
  const layer = LAYER_OF[table] ?? (table.startsWith('statement_') ? OF_STATEMENT : 'null::uuid');
  const project = table === 'project' ? 't.id' : 't.project_id';
  return owner.unsafe(`
    select to_jsonb(t) as row, ${project}::float8 as project,
      (select jsonb_build_object('kind', l.kind, 'owner', l.owner_id, 'hidden', l.hidden) from layer l
       where l.project_id = ${project} and l.id = ${layer}) as layer
    from ${table} t`) as never;
}

const rowOf = (row: Row): Row => ({ ...(row['row'] as Row), project: row.project, layer: row.layer });
const keyOf = (table: string, row: Row): string =>
  (keys.get(table) ?? []).map((column) => String((row['row'] as Row)[column])).join(' ');

function clientOf({ accountId, tokenId }: Onlooker): postgres.Sql {
  return viewerClient(app, { accountId, tokenId }, { accountId, reads: [], edits: [], all: false });
}

describe('every table', () => {
  it('is behind the wall, or is named as the owner’s own', async () => {
    const found = await owner<{ name: string; behind: boolean; reached: boolean }[]>`
      select c.relname as name, c.relrowsecurity and exists (select from pg_policy p where p.polrelid = c.oid) as behind,
        has_table_privilege('demarche_app', c.oid, 'SELECT, INSERT, UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER')
          or has_any_column_privilege('demarche_app', c.oid, 'SELECT, INSERT, UPDATE, REFERENCES') as reached
      from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where c.relkind in ('r', 'p', 'v', 'm', 'f') and n.nspname not in ('pg_catalog', 'information_schema', 'drizzle')`;
    const reached = found.filter((table) => table.reached);
    expect(reached.filter(({ behind }) => !behind)).toEqual([]);
    expect(reached.map(({ name }) => name).toSorted()).toEqual([...Object.keys(RULES), 'account'].toSorted());
    const own = found.filter((table) => !table.reached).map(({ name }) => name);
    expect(own.filter((name) => !OWNERS_OWN.includes(name))).toEqual([]);
  });

  it('has rows here that tell the cases apart', () => {
    expect([...rows].filter(([, each]) => each.length < 3).map(([name]) => name)).toEqual([]);
  });
});

describe.each(Array.from({ length: 14 }, (_, at) => ({ at })))('viewer $at', ({ at }) => {
  const viewer = (): Onlooker => onlookersOf(world)[at] as Onlooker;

  it('sees exactly the rows that he may', async () => {
    const client = clientOf(viewer());
    for (const [table, all] of rows) {
      const expected = all.filter((row) => allowed('select', table, viewer(), rowOf(row), world.open));
      const seen = (await client.unsafe(`select to_jsonb(t) as row from ${table} t`)) as unknown as Row[];
      const name = (row: Row) => keyOf(table, row);
      expect([viewer().name, table, seen.map(name).toSorted()]).toEqual([
        viewer().name,
        table,
        expected.map(name).toSorted(),
      ]);
    }
  });

  it('knows himself, and who belongs or belonged to a project that he reads', async () => {
    const members = await owner<{ project: number; account: string }[]>`
      select project_id::float8 as project, account_id as account from membership`;
    const known = members.filter(({ project }) => project === world.open || viewer().roles.has(project));
    const expected = new Set([
      ...known.map(({ account }) => account),
      ...(viewer().who ? [viewer().who] : []),
    ]);
    const seen = (await clientOf(viewer()).unsafe('select id from account')) as unknown as { id: string }[];
    expect(seen.map(({ id }) => id).toSorted()).toEqual([...expected].toSorted());
  });

  it.each(['insert', 'update', 'delete'] as const)('%ss exactly the rows that he may', async (deed) => {
    const wrong: string[] = [];
    await rolledBack(viewer(), async (attempt) => {
      for (const [table, all] of rows) {
        for (const row of differing(all)) {
          const expected = allowed(deed, table, viewer(), rowOf(row), world.open);
          const done = await attempt(...statementFor(deed, table, row));
          if (done !== expected)
            wrong.push(`${viewer().name}: ${deed} ${table} ${keyOf(table, row)}: ${done}`);
        }
      }
    });
    expect(wrong).toEqual([]);
  });
});

/** One row of each kind: rows of the same project, layer and account are treated alike. */
function differing(all: readonly Row[]): Row[] {
  const kinds = new Map<string, Row>();
  for (const row of all) {
    const { account_id: account, by, created_by: creator, only_for: onlyFor } = row['row'] as Row;
    kinds.set(JSON.stringify([row.project, row.layer, account, by, creator, onlyFor]), row);
  }
  return [...kinds.values()];
}

/** The row inserted again, changed into itself, or deleted. */
function statementFor(deed: Deed, table: string, row: Row): [text: string, values: string[]] {
  const json = JSON.stringify(row['row']);
  const own = (keys.get(table) ?? []).map((column) => `t.${column} = r.${column}`).join(' and ');
  const from = `jsonb_populate_record(null::${table}, $1::text::jsonb) r`;
  if (deed === 'delete') return [`delete from ${table} t using ${from} where ${own}`, [json]];
  const first = keys.get(table)?.[0];
  if (deed === 'update')
    return [`update ${table} t set ${first} = t.${first} from ${from} where ${own}`, [json]];
  const columns = Object.keys(row['row'] as Row).filter((name) => !(GENERATED[table] ?? []).includes(name));
  const list = columns.map((name) => `"${name}"`).join(', ');
  return [`insert into ${table} (${list}) select ${list} from ${from}`, [json]];
}

const GENERATED: Record<string, string[]> = {
  annotation_range: ['search'],
  document_passage: ['search'],
  document_version: ['length'],
};

/** What stands in the way after the wall has let a deed pass: the row is there already, or others hang on it. */
const BEHIND_THE_WALL = new Set(['23505', '23503', '23514']);
const INSUFFICIENT_PRIVILEGE = '42501';

async function rolledBack(
  viewer: Onlooker,
  work: (attempt: (text: string, values: string[]) => Promise<boolean>) => Promise<void>,
): Promise<void> {
  const stop = new Error('enough');
  const transaction = clientOf(viewer).begin(async (tx) => {
    await work(async (text, values) => {
      let done: boolean | undefined;
      await tx
        .savepoint(async (inner) => {
          done = (await inner.unsafe(text, values)).count > 0;
          throw stop;
        })
        .catch((error: unknown) => {
          if (error === stop) return;
          const code = (error as { code?: string }).code ?? '';
          if (BEHIND_THE_WALL.has(code)) done = true;
          else if (code === INSUFFICIENT_PRIVILEGE) done = false;
          else throw error;
        });
      return done === true;
    });
    throw stop;
  });
  await expect(transaction).rejects.toThrow('enough');
}
