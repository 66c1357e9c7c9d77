import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync, renameSync } from 'node:fs';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import postgres from 'postgres';
import { codeOf, databaseFault, type Fault } from '../../fault.ts';
import type { Logger } from '../../log.ts';
import type { ServerAccount } from './account.ts';
import type { Binaries } from './binaries.ts';
import { cannotRun, serverEnvironment, superuser } from './cluster.ts';
import { keptPassword, type DataFolder } from './folder.ts';
import { clearEarlier } from './recover.ts';

/** A server started by this process. `url` names the database `postgres`. */
export type Postmaster = { pid: number; port: number; exited: Promise<number | null>; process: ChildProcess };

const startLimit = 60_000;

/**
 * Starts the server on 127.0.0.1, at a free port unless one is given, and waits until it answers. It runs in a session of its own, so
 * that Ctrl-C reaches the service alone, which stops it last.
 *
 * TCP with a password, and no Unix socket: postgres.js cannot name a socket in a URL, and the path of one ends at
 * 107 bytes, which a clone's path may exceed.
 *
 * @throws Fault with the end of the server's log, if it does not come up within 60 seconds
 */
export async function startPostmaster(
  folder: DataFolder,
  binaries: Binaries,
  account: ServerAccount,
  log: Logger,
  settings: Record<string, string> = {},
  port?: number,
): Promise<Postmaster> {
  for (let attempt = 1; ; attempt++) {
    await clearEarlier(folder, log);
    const chosen = port ?? (await freePort());
    const postmaster = await spawnPostmaster(folder, binaries, account, {
      ...settings,
      port: String(chosen),
    });
    const answered = await answers(folder, postmaster);
    if (answered) return postmaster;
    const told = readFileSync(folder.log, 'utf8');
    if (attempt < 5 && retryable(told)) {
      await sleep(500 * attempt);
      continue;
    }
    throw didNotStart(folder, told);
  }
}

/**
 * Another program took the port meanwhile, the last server's processes are still ending, or a server that a killed
 * service had only just spawned came first.
 */
function retryable(log: string): boolean {
  return /could not bind|Address already in use|pre-existing shared memory block|lock file .* already exists/.test(
    log,
  );
}

function didNotStart(folder: DataFolder, log: string): Fault {
  return databaseFault(
    `The embedded PostgreSQL in ${folder.path} did not start. The end of its log, ${folder.log}:\n` +
      log.trim().split('\n').slice(-6).join('\n'),
  );
}

async function spawnPostmaster(
  folder: DataFolder,
  binaries: Binaries,
  account: ServerAccount,
  settings: Record<string, string>,
): Promise<Postmaster> {
  const port = Number(settings['port']);
  const all = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    // Statements that fail are the service's to log; the server's own log must not grow with hostile input.
    log_min_messages: 'log',
    log_checkpoints: 'off',
    ...settings,
  };
  if (existsSync(folder.log)) renameSync(folder.log, `${folder.log}.1`);
  const log = openSync(folder.log, 'w', 0o600);
  try {
    const options = Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
    const child = spawn(binaries.postgres, ['-D', folder.cluster, ...options], {
      ...account.spawn,
      cwd: '/',
      detached: true,
      env: serverEnvironment(),
      stdio: ['ignore', log, log],
    });
    const exited = new Promise<number | null>((resolve) => child.once('exit', resolve));
    await new Promise<void>((resolve, reject) => {
      child.once('spawn', resolve);
      child.once('error', (cause) => reject(cannotRun(binaries.postgres, cause)));
    });
    child.unref();
    return { pid: child.pid ?? -1, port, exited, process: child };
  } finally {
    closeSync(log);
  }
}

/** Fast shutdown: open transactions are rolled back, and everything committed is on disk. */
export async function stopPostmaster(postmaster: Postmaster): Promise<void> {
  // Unreferenced so far, it would not keep this process waiting for its end.
  postmaster.process.ref();
  postmaster.process.kill('SIGINT');
  const limit = sleep(3_000, 'late', { ref: false });
  // Without a checkpoint: the next start replays the log, and nothing committed is lost.
  if ((await Promise.race([postmaster.exited, limit])) === 'late') postmaster.process.kill('SIGQUIT');
  await postmaster.exited;
}

/** True when the server answers a query, false when it ended before. */
async function answers(folder: DataFolder, postmaster: Postmaster): Promise<boolean> {
  const url = embeddedUrl(folder, postmaster.port, 'postgres');
  let ended = false;
  void postmaster.exited.then(() => (ended = true));
  const until = Date.now() + startLimit;
  while (!ended && Date.now() < until) {
    const sql = postgres(url, { max: 1, connect_timeout: 5, fetch_types: false, onnotice: () => {} });
    try {
      await sql`select 1`;
      return true;
    } catch (error) {
      if (codeOf(error) === '28P01') {
        postmaster.process.kill('SIGINT');
        throw databaseFault(
          `The password in ${folder.password} is not that of the database beside it. Restore the file, or move ` +
            `${folder.path} away to begin anew.`,
          error,
        );
      }
      await sleep(50);
    } finally {
      await sql.end({ timeout: 1 });
    }
  }
  if (!ended) postmaster.process.kill('SIGQUIT');
  return false;
}

export function embeddedUrl(folder: DataFolder, port: number, database: string): string {
  return `postgres://${superuser}:${keptPassword(folder)}@127.0.0.1:${port}/${database}`;
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
}
