import { setTimeout as sleep } from 'node:timers/promises';
import postgres from 'postgres';
import type { Logger } from '../../log.ts';

/** Creates the database unless it is there. `url` names another one, with the right to create. */
export async function ensureDatabase(url: string, name: string): Promise<void> {
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  try {
    const found = await sql`select 1 from pg_database where datname = ${name}`;
    if (found.length === 0) await sql.unsafe(`create database ${name}`);
  } finally {
    await sql.end({ timeout: 1 });
  }
}

/**
 * Waits until no other command of ours uses the server at `url`: a command that started the server for itself must
 * not take it from one that joined it.
 */
export async function otherCommandsGone(url: string, log: Logger): Promise<void> {
  const sql = postgres(url, { max: 1, connection: { application_name: 'closing' }, onnotice: () => {} });
  try {
    for (let told = false; ; told = true) {
      const [row] =
        await sql`select count(*)::int as n from pg_stat_activity where application_name like 'demarche %'`;
      if (row?.['n'] === 0) return;
      if (!told) log.info('another command uses the embedded database; stopping it when that is done');
      await sleep(300);
    }
  } finally {
    await sql.end({ timeout: 1 });
  }
}
