import { setTimeout as sleep } from 'node:timers/promises';
import postgres from 'postgres';
import type { Logger } from '../../log.ts';
import { serverAccount } from './account.ts';
import { locateBinaries } from './binaries.ts';
import { ensureCluster } from './cluster.ts';
import { openDataFolder } from './folder.ts';
import { embeddedUrl, startPostmaster, type Postmaster } from './postmaster.ts';

/** A running embedded server. `close` stops it if this process started it. */
export type EmbeddedServer = { url: string; close(): Promise<void> };

export type EmbeddedOptions = {
  dataDir: string;
  log: Logger;
  /** Server settings beside ours, such as `fsync: 'off'` in tests. */
  settings?: Record<string, string>;
};

const database = 'demarche';

/**
 * Starts PostgreSQL over a data folder, made at first use, with a database `demarche`.
 *
 * @throws Fault with what to do, if it cannot
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<EmbeddedServer> {
  const account = serverAccount();
  const binaries = locateBinaries(account);
  const folder = openDataFolder(options.dataDir, account);
  await ensureCluster(folder, binaries, account);
  const postmaster = await startPostmaster(folder, binaries, account, options.settings);
  await ensureDatabase(embeddedUrl(folder, postmaster.port, 'postgres'));
  return { url: embeddedUrl(folder, postmaster.port, database), close: () => stopPostmaster(postmaster) };
}

async function ensureDatabase(url: string): Promise<void> {
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  try {
    const found = await sql`select 1 from pg_database where datname = ${database}`;
    if (found.length === 0) await sql.unsafe(`create database ${database}`);
  } finally {
    await sql.end({ timeout: 1 });
  }
}

/** Fast shutdown: open transactions are rolled back, everything committed is on disk. */
async function stopPostmaster(postmaster: Postmaster): Promise<void> {
  // Unreferenced so far, it would not keep this process waiting for its end.
  postmaster.process.ref();
  postmaster.process.kill('SIGINT');
  const limit = sleep(8_000, 'late', { ref: false });
  if ((await Promise.race([postmaster.exited, limit])) === 'late') postmaster.process.kill('SIGQUIT');
  await postmaster.exited;
}
