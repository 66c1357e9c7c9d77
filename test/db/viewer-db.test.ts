import { sql } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/postgres-js';
import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId, newProjectId } from '../../src/db/columns.ts';
import { inTransaction } from '../../src/db/transaction.ts';
import { viewerClient } from '../../src/db/viewer-client.ts';
import { programDb, viewerDb } from '../../src/db/viewer-db.ts';
import { ACCOUNT, ALL, EDITS, READS } from '../../src/db/viewer-values.ts';
import { actor } from '../../src/features/actor/actor.table.ts';
import { project } from '../../src/features/project/project.table.ts';
import { type Db, relations } from '../../src/tables.ts';
import { type FreshDatabase, freshDatabase } from '../kit/database.ts';
import { buildWallWorld, type Person, type WallWorld } from '../kit/wall-world.ts';

let database: FreshDatabase;
let owner: postgres.Sql;
let app: postgres.Sql;
let world: WallWorld;

beforeAll(async () => {
  database = await freshDatabase();
  owner = postgres(database.url, { max: 2, onnotice: () => {} });
  app = postgres(database.url, {
    max: 4,
    onnotice: () => {},
    connection: { role: 'demarche_app' } as object,
  });
  world = await buildWallWorld(drizzle({ client: owner, relations }), owner);
});
afterAll(async () => {
  await Promise.all([owner?.end({ timeout: 1 }), app?.end({ timeout: 1 })]);
  await database?.drop();
});

function dbOf(person: Person, values: Partial<Parameters<typeof viewerDb>[1]> = {}): Db {
  const accountId = world.accounts[person];
  return viewerDb(app, { accountId, tokenId: null, reads: [], edits: [], all: false, ...values }, relations);
}

const projectsOf = async (db: Pick<Db, 'selectDistinct'>): Promise<number[]> =>
  (await db.selectDistinct({ id: actor.projectId }).from(actor))
    .map(({ id }) => id)
    .toSorted((a, b) => a - b);

const sorted = (...ids: number[]) => ids.toSorted((a, b) => a - b);

/** What stands on each connection of the pool while nobody uses it. */
const standing = () =>
  Promise.all(
    Array.from(
      { length: 8 },
      () => app`select nullif(current_setting('demarche.account', true), '') as who,
      (select count(*)::int from project) as projects, pg_sleep(0.02)`,
    ),
  );

describe('a pool that viewers share', () => {
  it('never takes one for another, in 1,000 statements and transactions at once', async () => {
    const { here, there, open } = world;
    const expected: Partial<Record<Person, number[]>> = {
      coder: sorted(here, open),
      stranger: sorted(there, open),
      owner: sorted(here, there, open),
      left: [open],
    };
    const people = Object.keys(expected) as Person[];
    await Promise.all(
      Array.from({ length: 1_000 }, async (_, turn) => {
        const person = people[(turn * 7) % people.length] as Person;
        const db = dbOf(person);
        if (turn % 10 === 0) await db.execute(sql`select 1 / 0`).catch(() => {});
        const seen =
          turn % 3 === 0 ? await db.transaction((tx) => projectsOf(tx as never)) : await projectsOf(db);
        expect([person, seen]).toEqual([person, expected[person]]);
      }),
    );
  });

  it('shows nothing to whoever does not enter, also after others did', async () => {
    await Promise.all(Array.from({ length: 8 }, () => projectsOf(dbOf('owner'))));
    for (const [row] of await standing()) expect(row).toMatchObject({ who: null, projects: 1 });
  });

  it('runs nothing for a viewer who cannot enter', async () => {
    await Promise.all(Array.from({ length: 8 }, () => projectsOf(dbOf('owner'))));
    const broken = viewerDb(
      app,
      { accountId: 'nobody at all', tokenId: null, reads: [], edits: [], all: true },
      relations,
    );
    const row = { projectId: world.here, id: newId(), slug: 'x', name: 'x', kind: 'PERSON' as const };
    const writes = (db: Db) => db.insert(actor).values({ ...row, createdBy: world.accounts.owner });
    await expect(projectsOf(broken)).rejects.toThrow('Failed query');
    await expect(writes(broken)).rejects.toThrow('Failed query');
    await expect(broken.transaction((tx) => projectsOf(tx as never))).rejects.toThrow('Failed query');
    await expect(broken.transaction((tx) => writes(tx as never))).rejects.toThrow('Failed query');
    await owner`revoke execute on function enter_viewer from demarche_app`;
    await expect(projectsOf(dbOf('owner'))).rejects.toMatchObject({
      cause: { message: expect.stringContaining('enter_viewer') },
    });
    await expect(writes(dbOf('owner'))).rejects.toThrow('Failed query');
    await owner`grant execute on function enter_viewer to demarche_app`;
    expect([...(await owner`select from actor where slug = 'x'`)]).toEqual([]);
    expect(await projectsOf(dbOf('coder'))).toEqual(sorted(world.here, world.open));
  });

  it('goes on after a connection is lost in the midst of a statement', async () => {
    const lost = dbOf('owner')
      .execute(sql`select pg_sleep(30)`)
      .then(
        () => 'answered',
        () => 'failed',
      );
    for (let ended = 0; ended === 0;) {
      const rows = await owner`select pg_terminate_backend(pid) from pg_stat_activity
        where datname = current_database() and query like 'select pg_sleep(30)%' and state = 'active'`;
      ended = rows.length;
    }
    expect(await lost).toBe('failed');
    await Promise.all(Array.from({ length: 20 }, () => projectsOf(dbOf('coder'))));
  });

  it('sends a prepared statement again where its table was altered beneath it', async () => {
    const accountId = world.accounts.owner;
    const values = { accountId, reads: [], edits: [], all: false };
    const single = postgres(database.url, { max: 1, connection: { role: 'demarche_app' } as object });
    const client = viewerClient(single, { accountId, tokenId: null }, values);
    const read = () => client.unsafe('select * from issue where project_id > $1', [0], { prepare: true });
    const before = await read();
    await owner`alter table issue add column extra int`;
    const after = await read();
    expect(after).toHaveLength(before.length);
    expect(Object.keys(after[0] ?? {})).toContain('extra');
    await owner`alter table issue drop column extra`;
    await single.end();
  });

  it('refuses what is no parameter at once, and answers the next', async () => {
    const client = viewerClient(
      app,
      { accountId: world.accounts.owner, tokenId: null },
      { accountId: world.accounts.owner, reads: [], edits: [], all: false },
    );
    for (const value of [undefined, {}, new Date(0), Symbol('x'), [1]])
      await expect(Promise.resolve(client.unsafe('select $1', [value as never]))).rejects.toThrow(TypeError);
    expect([...(await client.unsafe('select $1::int + $2::int as n', [1, 2]))]).toEqual([{ n: 3 }]);
  });
});

describe('a viewer’s transaction', () => {
  const names = (db: Pick<Db, 'select'>) =>
    db
      .select({ name: actor.name })
      .from(actor)
      .then((rows) => rows.map(({ name }) => name));
  const make = (db: Pick<Db, 'insert'>, slug: string) =>
    db.insert(actor).values({
      projectId: world.here,
      id: newId(),
      slug,
      name: slug,
      kind: 'PERSON',
      createdBy: world.accounts.coder,
    });

  it('is his from its first statement to its last, through savepoints taken back', async () => {
    const db = dbOf('coder');
    const inside: string[] = [];
    await inTransaction(db, async (tx) => {
      await tx
        .transaction(async (inner) => {
          await make(inner, 'taken-back');
          await inner.transaction((deeper) => make(deeper, 'taken-back-too'));
          inside.push(...(await names(inner)));
          throw new Error('back');
        })
        .catch(() => {});
      expect(await projectsOf(tx as never)).toEqual(sorted(world.here, world.open));
      await make(tx, 'kept');
    });
    expect(inside).toEqual(expect.arrayContaining(['taken-back', 'taken-back-too']));
    expect(await names(db)).toContain('kept');
    expect(await names(db)).not.toContain('taken-back');
    await expect(
      inTransaction(db, async (tx) => {
        await make(tx, 'undone');
        throw new Error('undo');
      }),
    ).rejects.toThrow('undo');
    expect(await names(db)).not.toContain('undone');
    for (const [row] of await standing()) expect(row).toMatchObject({ who: null });
  });

  it('takes settings of its own', async () => {
    const settings = { accessMode: 'read only', isolationLevel: 'repeatable read' } as const;
    const [found, level] = await dbOf('coder').transaction(
      async (tx) => [await projectsOf(tx as never), await tx.execute(sql`show transaction_isolation`)],
      settings,
    );
    expect(found).toHaveLength(2);
    expect([...level]).toEqual([{ transaction_isolation: 'repeatable read' }]);
    const written = dbOf('coder').transaction((tx) => make(tx, 'no'), settings);
    await expect(written).rejects.toMatchObject({ cause: { code: '25006' } });
  });

  it('ends for him where his membership is ended meanwhile', async () => {
    await dbOf('viewer').transaction(async (tx) => {
      expect(await projectsOf(tx as never)).toContain(world.here);
      await owner`update membership set ended_at = now() where account_id = ${world.accounts.viewer}`;
      expect(await projectsOf(tx as never)).not.toContain(world.here);
    });
    await owner`update membership set ended_at = null where account_id = ${world.accounts.viewer}`;
  });

  it('sees a project that it makes, whose owner it is', async () => {
    const id = newProjectId();
    const createdBy = world.accounts.left;
    await dbOf('left').transaction(async (tx) => {
      await tx.insert(project).values({ id, slug: 'new', name: 'New', createdBy });
      expect(
        await tx
          .select({ id: project.id })
          .from(project)
          .where(sql`id = ${id}`),
      ).toHaveLength(1);
      await tx.execute(sql`insert into project_head (project_id, cursor_key) values (${id}, 'x')`);
    });
    const roles = await owner`select account_id, role from membership where project_id = ${id}`;
    expect([...roles]).toEqual([{ account_id: createdBy, role: 'OWNER' }]);
    // Of the keys under which he wrote nothing is left either, whoever's they are.
    await owner`insert into idempotency (project_id, account_id, key, input_hash, result)
      values (${id}, ${world.accounts.coder}, 'k', 'x', '[]')`;
    await dbOf('left').transaction((tx) => tx.delete(project).where(sql`id = ${id}`));
    expect([...(await owner`select from idempotency where project_id = ${id}`)]).toEqual([]);
  });

  it('locks what he may write into, and no more', async () => {
    const locked = (person: Person, table: string) =>
      dbOf(person)
        .transaction((tx) => tx.execute(sql.raw(`select from ${table} t for key share`)))
        .then((rows) => rows.length);
    expect(await locked('viewer', 'project')).toBe(0);
    expect(await locked('coder', 'project')).toBe(1);
    expect(await locked('owner', 'project')).toBe(2);
    expect(await locked('coder', 'issue')).toBe(1);
    // The shared layer and his own, not the owner's, the adjudicated or the hidden one.
    expect(await locked('coder', 'layer')).toBe(2);
    expect(await locked('editor', 'layer')).toBe(5);
  });
});

describe('a layer', () => {
  it('is seen by all with what lies on it once it is hidden no more', async () => {
    const tables = [
      'layer',
      'statement',
      'statement_addressee',
      'statement_value',
      'statement_intermediary',
      'statement_relation',
      'relation_antecedent',
      'annotation',
      'annotation_range',
    ];
    const counts = async (person: Person) => {
      const rows = await Promise.all(
        tables.map((table) =>
          dbOf(person).execute(sql.raw(`select from ${table} where project_id = ${world.here}`)),
        ),
      );
      return rows.map((each) => each.length);
    };
    const [coder, editor] = [await counts('coder'), await counts('editor')];
    expect(coder.map((n, at) => n < (editor[at] ?? 0))).toEqual(tables.map(() => true));
    const hide = (hidden: boolean) =>
      dbOf('blind').execute(
        sql`update layer set hidden = ${hidden} where owner_id = ${world.accounts.blind}`,
      );
    await hide(false);
    expect(await counts('coder')).toEqual(editor);
    await hide(true);
    expect(await counts('coder')).toEqual(coder);
    // Nobody marks a row otherwise than its layer is.
    await dbOf('blind').execute(sql`update statement set hidden_for = null where created_by is not null`);
    expect(await counts('coder')).toEqual(coder);
  });
});

describe('a project', () => {
  const leave = (tx: postgres.TransactionSql, who: Person) =>
    tx`update membership set ended_at = now() where project_id = ${world.here} and account_id = ${world.accounts[who]}`;

  it('keeps an owner, also where two leave at once', async () => {
    await expect(owner.begin((tx) => leave(tx, 'owner'))).rejects.toMatchObject({
      constraint_name: 'project_has_owner',
    });
    await owner`update membership set role = 'OWNER' where project_id = ${world.here} and account_id = ${world.accounts.editor}`;
    const left = await Promise.allSettled(
      (['owner', 'editor'] as const).map((who) => owner.begin((tx) => leave(tx, who))),
    );
    expect(left.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    await owner`update membership set ended_at = null, role = case account_id when ${world.accounts.owner}::uuid then 'OWNER' else 'EDITOR' end::project_role
      where project_id = ${world.here} and account_id in (${world.accounts.owner}, ${world.accounts.editor})`;
  });
});

describe('the parameters of a viewer', () => {
  const all = sql`select ${ACCOUNT}::uuid as account, ${READS}::bigint[] as reads, ${EDITS}::bigint[] as edits, ${ALL}::boolean as "all"`;

  it('are his in each statement that his database sends', async () => {
    const db = dbOf('coder', { reads: [1, 2], edits: [2] });
    const expected = { account: world.accounts.coder, reads: ['1', '2'], edits: ['2'], all: false };
    expect([...(await db.execute(all))]).toEqual([expected]);
    await db.transaction(async (tx) => {
      expect([...(await tx.execute(all))]).toEqual([expected]);
      await tx.transaction(async (inner) => expect([...(await inner.execute(all))]).toEqual([expected]));
    });
    const found = await db.query.actor.findMany({
      where: {
        RAW: (t) => sql`${t.projectId} = any(${READS}::bigint[]) or ${t.createdBy} = ${ACCOUNT}::uuid`,
      },
    });
    expect(found.map(({ slug }) => slug)).toEqual(['kept']);
  });

  it('are nobody’s for a program, for whom no check holds', async () => {
    const [row] = await programDb(owner, relations).execute(all);
    expect(row).toEqual({ account: '00000000-0000-0000-0000-000000000000', reads: [], edits: [], all: true });
  });

  it('are sent by no other database', async () => {
    const bare = drizzle({ client: owner, relations });
    for (const parameter of [ACCOUNT, READS, EDITS, ALL])
      await expect(bare.execute(sql`select ${parameter}::text`)).rejects.toMatchObject({
        cause: { message: expect.stringContaining('needs a viewer') },
      });
    expect([...(await bare.execute(sql`select ${ALL}::boolean as "all"`))]).toEqual([{ all: false }]);
  });

  it('hide no error of the database', async () => {
    await expect(dbOf('coder').execute(sql`select 1 / 0, ${ACCOUNT}::uuid`)).rejects.toMatchObject({
      message: expect.stringContaining('ACCOUNT'),
      cause: { code: '22012' },
    });
  });
});
