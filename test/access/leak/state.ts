import type postgres from 'postgres';
import { sealCursor } from '../../../src/feed/cursor.ts';
import { encodeGlobalId, type IdType } from '../../../src/protocol/global-id.ts';
import type { Known } from './names.ts';
import type { Thing, Whose } from './pool.ts';
import type { Secrets } from './secrets.ts';
import { CODER, HIDDEN_WORD, OTHER, OTHER_WORD, OWN, STUDY } from './world.ts';

/** What the database holds, as the test needs it. */
export type State = { known: Omit<Known, 'since'>; secrets: Secrets; things: Thing[]; cursors: string[] };

type Row = Record<string, unknown>;
type Project = { number: string; whose: Whose; head: number; key: Uint8Array };

/** Tables of which a project's owners alone are told. */
const OWNERS = new Set(['invitation', 'audit_entry']);

const UUID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;

/** Reads every table: what is there, what of it the coder may not know of, and what operations can name. */
export async function readState(sql: postgres.Sql, idTypes: readonly string[]): Promise<State> {
  const tables = await readTables(sql);
  const [coder] = await sql`select id::text from account where name = ${CODER}`;
  const account = coder?.['id'] as string;
  const projects = new Map((await readProjects(sql)).map((project) => [project.number, project]));
  const rows = [...tables].flatMap(([table, its]) => its.map((row) => ({ table, row })));
  const veiled = new Set(
    (tables.get('layer') ?? [])
      .filter((row) => row['hidden'] && row['owner_id'] !== account)
      .map((row) => row['id']),
  );
  const whoseIs = (table: string, row: Row): Whose | null => {
    const number = String(table === 'project' ? row['id'] : row['project_id']);
    if (!('project_id' in row) && 'account_id' in row) return row['account_id'] === account ? 'own' : 'other';
    const whose = projects.get(number)?.whose ?? null;
    if (whose === 'study' && OWNERS.has(table)) return 'hidden';
    const onVeiled = veiled.has(row['layer_id']) || (table === 'layer' && veiled.has(row['id']));
    const untold = table === 'change' && row['only_for'] !== null && row['only_for'] !== account;
    return whose === 'study' && (onVeiled || untold) ? 'hidden' : whose;
  };
  const open = new Set(
    rows
      .filter(({ table, row }) => ['study', 'own'].includes(whoseIs(table, row) ?? ''))
      .flatMap(({ row }) => idsIn(row)),
  );
  const closed = rows.filter(({ table, row }) => ['other', 'hidden'].includes(whoseIs(table, row) ?? ''));
  const others = rows.filter(
    ({ table, row }) => table === 'account' && !open.has(String(row['id'])) && !row['local_owner'],
  );
  const secret = [...closed, ...others].flatMap(({ row }) => idsIn(row)).filter((id) => !open.has(id));
  return {
    known: {
      ids: new Set(rows.flatMap(({ row }) => idsIn(row))),
      numbers: new Set(projects.keys()),
      heads: new Map([...projects.values()].map(({ number, head }) => [Number(number), head])),
    },
    secrets: {
      ids: new Set(secret),
      numbers: new Set(
        [...projects.values()].flatMap(({ number, whose }) => (whose === 'other' ? [number] : [])),
      ),
      cursors: new Set([
        ...[...projects.values()].filter(({ whose }) => whose === 'other').flatMap(cursorsOf),
        ...closed.flatMap(({ table, row }) => (table === 'change' ? [cursorAt(projects, row)] : [])),
      ]),
      words: [OTHER_WORD, HIDDEN_WORD],
    },
    things: idTypes
      .flatMap((type) => thingsOf(type, tables, whoseIs, open))
      .map((thing) =>
        thing.id === encodeGlobalId('Account', 0, account) ? { ...thing, isSelf: true } : thing,
      ),
    cursors: [...projects.values()].flatMap(cursorsOf),
  };
}

async function readTables(sql: postgres.Sql): Promise<Map<string, Row[]>> {
  const names = await sql`select tablename as name from pg_tables where schemaname = 'public'`;
  const tables = new Map<string, Row[]>();
  for (const { name } of names) {
    const rows = await sql`select to_jsonb(t) as row from ${sql(name as string)} t`;
    tables.set(
      name as string,
      rows.map((one) => one['row'] as Row),
    );
  }
  return tables;
}

async function readProjects(sql: postgres.Sql): Promise<Project[]> {
  const whose: Record<string, Whose> = { [STUDY]: 'study', [OWN]: 'own', [OTHER]: 'other' };
  const rows = await sql`select id::text as number, slug, seq::int as head, cursor_key as key from project
    join project_head on project_id = id order by slug`;
  return rows.map(({ number, slug, head, key }) => ({ number, whose: whose[slug] ?? 'other', head, key }));
}

/** The keys by which the cursors of all projects are sealed. */
export async function readKeys(sql: postgres.Sql): Promise<Map<number, Uint8Array>> {
  const rows = await sql`select project_id::text as number, cursor_key as key from project_head`;
  return new Map(rows.map(({ number, key }) => [Number(number), key as Uint8Array]));
}

function cursorsOf({ number, head, key }: Project): string[] {
  return Array.from({ length: head }, (_, seq) => sealCursor(key, Number(number), seq + 1));
}

function cursorAt(projects: ReadonlyMap<string, Project>, row: Row): string {
  const { number, key } = projects.get(String(row['project_id'])) as Project;
  return sealCursor(key, Number(number), Number(row['seq']));
}

/** The ids in a row; not those in texts that others wrote, of which none holds any. */
function idsIn(row: Row): string[] {
  return JSON.stringify(row).match(UUID) ?? [];
}

/** The things of a type that has a table of its name; of others, answers tell. */
function thingsOf(
  type: string,
  tables: ReadonlyMap<string, Row[]>,
  whoseIs: (table: string, row: Row) => Whose | null,
  open: ReadonlySet<string>,
): Thing[] {
  const table = type.replace(/(?<=[a-z])[A-Z]/g, '_$&').toLowerCase();
  return (tables.get(table) ?? []).flatMap((row) => {
    const whose =
      type === 'Account' ? (open.has(String(row['id'])) ? 'study' : 'other') : whoseIs(table, row);
    if (whose === null) return [];
    const id = encodeGlobalId(
      type as IdType,
      Number(row['project_id'] ?? (type === 'Project' ? row['id'] : 0)),
      String(row['id']),
    );
    const slug = row['slug'] === undefined ? {} : { slug: String(row['slug']) };
    return [{ type, id, whose, ...slug, version: Number(row['version'] ?? 1) }];
  });
}
