import type postgres from 'postgres';
import { newId } from '../../src/db/columns.ts';
import type { Db } from '../../src/tables.ts';
import { type SeededDocument, startSeed } from './seed.ts';

/** Three projects of the same content: one with members of every role, one of somebody else's, and one that anyone may read. */
export type WallWorld = {
  accounts: Record<Person, string>;
  here: number;
  there: number;
  open: number;
  tokens: Record<TokenName, string>;
};

const PEOPLE = ['owner', 'editor', 'coder', 'blind', 'viewer', 'left', 'stranger', 'foreign'] as const;
export type Person = (typeof PEOPLE)[number];

const TOKENS = ['reading', 'scoped', 'elsewhere', 'revoked', 'expired', 'foreign'] as const;
export type TokenName = (typeof TOKENS)[number];

/** @param db of the tables' owner, as `sql` is */
export async function buildWallWorld(db: Db, sql: postgres.Sql): Promise<WallWorld> {
  const accounts = Object.fromEntries(PEOPLE.map((name) => [name, newId()])) as Record<Person, string>;
  for (const name of PEOPLE)
    await sql`insert into account (id, name, email) values (${accounts[name]}, ${name}, ${`${name}@example.org`})`;
  const { owner, editor, coder, blind, viewer, left, stranger, foreign } = accounts;
  const here = await fill(db, sql, 'here', owner, coder, blind);
  const there = await fill(db, sql, 'there', stranger, foreign, foreign);
  const open = await fill(db, sql, 'open', stranger, foreign, foreign);
  await sql`update project set readable_by_anyone = true where id = ${open}`;
  const join = (project: number, account: string, role: string, endedAt: string | null = null) =>
    sql`insert into membership (project_id, account_id, role, created_by, ended_at)
      values (${project}, ${account}, ${role}::project_role, ${account}, ${endedAt})`;
  await join(here, editor, 'EDITOR');
  await join(here, coder, 'CODER');
  await join(here, blind, 'CODER');
  await join(here, viewer, 'VIEWER');
  await join(here, left, 'OWNER', '2026-01-01');
  await join(there, foreign, 'CODER');
  await join(open, foreign, 'CODER');
  // One who belongs to two projects, so that a token can be narrower than he is.
  await join(there, owner, 'EDITOR');

  const tokens = Object.fromEntries(TOKENS.map((name) => [name, newId()])) as Record<TokenName, string>;
  const token = async (
    name: TokenName,
    row: { account?: string; write?: boolean; all?: boolean; expires?: string; revoked?: string },
  ) => {
    await sql`insert into access_token (id, account_id, name, token_hash, may_write, all_projects, expires_at, revoked_at)
      values (${tokens[name]}, ${row.account ?? owner}, ${name}, ${Buffer.from(name)}, ${row.write ?? true}, ${row.all ?? true},
        ${row.expires ?? null}, ${row.revoked ?? null})`;
  };
  await token('reading', { write: false });
  await token('scoped', { all: false, expires: '2999-01-01' });
  await token('elsewhere', { all: false });
  await token('revoked', { revoked: '2026-01-01' });
  await token('expired', { expires: '2026-01-01' });
  await token('foreign', { account: stranger });
  await sql`insert into access_token_project (token_id, project_id)
    values (${tokens.scoped}, ${here}), (${tokens.elsewhere}, ${there})`;
  return { accounts, here, there, open, tokens };
}

/** A row or more in every table. On its one document there are a shared, an adjudicated, an open personal and a hidden layer. */
async function fill(
  db: Db,
  sql: postgres.Sql,
  slug: string,
  owner: string,
  coder: string,
  blind: string,
): Promise<number> {
  const project = await db.transaction(async (tx) => {
    const seed = await startSeed(tx as never, slug, owner);
    const [abe, kim] = [await seed.actor('abe'), await seed.actor('kim')];
    await seed.affiliation(abe, kim);
    const issueId = await seed.issue('summit');
    const talks = await seed.event('talks');
    const mood = await seed.variable('mood');
    const text = await seed.document('text', 'Abe is ready to meet Kim.');
    const layers: Parameters<typeof seed.addLayer>[1][] = [
      { kind: 'ADJUDICATED' },
      { kind: 'PERSONAL', ownerId: owner },
      { kind: 'PERSONAL', ownerId: coder },
    ];
    if (blind !== coder) layers.push({ kind: 'PERSONAL', ownerId: blind, blind: true, hidden: true });
    else layers[2] = { kind: 'PERSONAL', ownerId: blind, blind: true, hidden: true };
    const places: SeededDocument[] = [text];
    for (const layer of layers) places.push({ ...text, layerId: await seed.addLayer(text.id, layer) });
    for (const place of places) {
      const outer = await seed.statement(place, abe, { issueId, stance: 1 });
      const inner = await seed.statement(place, kim, { reportedInId: outer });
      await seed.addressee(inner, abe);
      await seed.value(inner, mood, 'good');
      await seed.relation(place, inner, 'IF', [outer]);
      await seed.mark(place, [[0, 3]], { statementId: inner });
    }
    return { id: seed.projectId, abe, talks, text };
  });
  const { id, abe, talks, text } = project;
  await sql`insert into actor_name (project_id, id, actor_id, name) values (${id}, ${newId()}, ${abe}, 'Shinzo')`;
  await sql`insert into actor_external_id (project_id, actor_id, scheme, value) values (${id}, ${abe}, 'WIKIDATA', 'Q1')`;
  await sql`insert into event_participant (project_id, event_id, actor_id, role) values (${id}, ${talks}, ${abe}, 'HOST')`;
  await sql`insert into document_passage (project_id, version_id, ordinal, document_id, start, text, config)
    values (${id}, ${text.versionId}, 0, ${text.id}, 0, 'Abe is ready to meet Kim.', 'simple')`;
  for (const [seq, by, onlyFor] of [
    [1, owner, null],
    [2, coder, null],
    [3, blind, blind],
  ] as const)
    await sql`insert into change (project_id, seq, transaction_seq, kind, subject_type, subject_id, version, state, by, only_for)
      values (${id}, ${seq}, ${seq}, 'ADDED', 'ACTOR', ${abe}, 1, '{}', ${by}, ${onlyFor})`;
  for (const account of new Set([owner, coder])) {
    await sql`insert into idempotency (project_id, account_id, key, input_hash, result) values
      (${id}, ${account}, 'k', 'x', '[]'), (0, ${account}, ${`make ${slug}`}, 'x', '[]')`;
    await sql`insert into audit_entry (id, project_id, account_id, action) values
      (${newId()}, ${id}, ${account}, 'EXPORTED'), (${newId()}, null, ${account}, 'SIGNED_IN')`;
  }
  await sql`insert into invitation (project_id, id, role, token_hash, created_by, expires_at)
    values (${id}, ${newId()}, 'CODER', ${Buffer.from(`invitation to ${slug}`)}, ${owner}, '2999-01-01')`;
  return id;
}
