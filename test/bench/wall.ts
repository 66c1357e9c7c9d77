import { mkdtempSync, readFileSync, rmSync, chmodSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { graphql } from 'graphql';
import { pino } from 'pino';
import postgres from 'postgres';
import { startEmbedded } from '../../src/db/embedded/embedded.ts';
import { migrate } from '../../src/db/migrate.ts';
import { programDb, viewerDb } from '../../src/db/viewer-db.ts';
import type { Context } from '../../src/graphql/context.ts';
import { schema } from '../../src/schema.ts';
import { type Db, relations } from '../../src/tables.ts';

const ROUNDS = 40;
const quiet = pino({ level: 'silent' });
const beside = (file: string) => readFileSync(new URL(file, import.meta.url), 'utf8');

/**
 * What row-level security costs on the contract's nested query: the same operation through the same handle, once under the
 * role `demarche_app` and once as the tables' owner, whom policies do not concern; interleaved, as the ratio of medians. Beside it
 * the ratio to a handle that enters no viewer either.
 */
export async function wall(): Promise<void> {
  const dataDir = mkdtempSync(join(tmpdir(), 'demarche-bench-'));
  chmodSync(dataDir, 0o711);
  const server = await startEmbedded({ dataDir, log: quiet, command: 'bench' });
  await migrate(server.url, quiet);
  const owner = postgres(server.url, { onnotice: () => {} });
  const app = postgres(server.url, { connection: { role: 'demarche_app' } as object });
  try {
    const [ids] = await load(server.url);
    for (const role of ['owner', 'coder'] as const) {
      const access = { accountId: ids?.[role] as string, tokenId: null, reads: [1], edits: [], all: false };
      const handles = {
        walled: viewerDb(app, access, relations),
        bare: viewerDb(owner, access, relations),
        program: programDb(owner, relations),
      };
      await compare(role, handles);
    }
  } finally {
    await Promise.all([owner.end(), app.end()]);
    await server.close();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

async function load(url: string) {
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  await sql.unsafe(`create function pg_temp.key(kind text, n bigint) returns uuid language sql as
    $$ select md5(kind || n)::uuid $$; ${beside('world.sql')}`);
  const ids = await sql<{ owner: string; coder: string }[]>`
    select pg_temp.key('account', 1) as owner, pg_temp.key('account', 2) as coder`;
  await sql.end();
  return ids;
}

const operation = beside('../contract/nested-positions.graphql');
const variableValues = { project: 'bench', actor: 'actor-1', asOf: '2018-11-05', maxIntermediaries: null };

async function ask(db: Db): Promise<unknown> {
  const contextValue = { db } as unknown as Context;
  const { data, errors } = await graphql({ schema, source: operation, variableValues, contextValue });
  if (errors) throw errors[0];
  return data;
}

async function compare(role: string, handles: Record<'walled' | 'bare' | 'program', Db>): Promise<void> {
  const kinds = Object.keys(handles) as (keyof typeof handles)[];
  const times = { walled: [] as number[], bare: [] as number[], program: [] as number[] };
  const answers = new Set<string>();
  for (let round = -3; round < ROUNDS; round++) {
    for (let turn = 0; turn < kinds.length; turn++) {
      const kind = kinds[(turn + Math.max(round, 0)) % kinds.length] as keyof typeof handles;
      const from = performance.now();
      const answer = await ask(handles[kind]);
      if (round >= 0) times[kind].push(performance.now() - from);
      answers.add(JSON.stringify(answer));
    }
  }
  if (answers.size !== 1) throw new Error('The answers differ');
  const [walled, bare, program] = [median(times.walled), median(times.bare), median(times.program)];
  console.log(
    `wall, ${role}: ${walled.toFixed(1)} ms under row-level security, ${bare.toFixed(1)} ms without, ratio ` +
      `${(walled / bare).toFixed(3)}; ${program.toFixed(1)} ms entering nobody, ratio ${(walled / program).toFixed(3)}`,
  );
}

function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] as number;
}
