import { spawn } from 'node:child_process';
import {
  chownSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { codeOf, databaseFault, messageOf, type Fault } from '../../fault.ts';
import type { ServerAccount } from './account.ts';
import type { Binaries } from './binaries.ts';
import { embeddedMajor, keptPassword, type DataFolder } from './folder.ts';

export const superuser = 'demarche';

/** The start of the names under which clusters are made. */
const unfinished = 'unfinished-';

/**
 * Makes the cluster unless it is there. It is made beside and renamed when whole: a crash on the way leaves nothing
 * that could be taken for a cluster. Each attempt has a name of its own, since the initdb of a killed service may
 * still be writing under its.
 *
 * @throws Fault if the folder holds a cluster of another major version, or initdb fails
 */
export async function ensureCluster(
  folder: DataFolder,
  binaries: Binaries,
  account: ServerAccount,
): Promise<void> {
  if (existsSync(folder.cluster)) {
    checkMajor(folder);
  } else {
    await makeCluster(folder, binaries, account);
  }
  for (const name of readdirSync(folder.path).filter((entry) => entry.startsWith(unfinished))) {
    removeIfPossible(join(folder.path, name));
  }
}

async function makeCluster(folder: DataFolder, binaries: Binaries, account: ServerAccount): Promise<void> {
  const work = mkdtempSync(join(folder.path, unfinished));
  const cluster = join(work, 'cluster');
  const password = join(work, 'password');
  writeFileSync(password, `${keptPassword(folder)}\n`, { mode: 0o600 });
  for (const place of [work, password]) give(place, account);
  await runInitdb(binaries, account, [
    ...['--pgdata', cluster, '--username', superuser, '--pwfile', password],
    ...['--encoding', 'UTF8', '--locale', 'C.UTF-8', '--auth', 'scram-sha-256', '--set', 'timezone=UTC'],
  ]);
  renameSync(cluster, folder.cluster);
}

/** What an initdb left behind still writes to can be removed at the next start. */
function removeIfPossible(place: string): void {
  try {
    rmSync(place, { recursive: true, force: true });
  } catch (error) {
    if (codeOf(error) !== 'ENOTEMPTY') throw error;
  }
}

function give(place: string, account: ServerAccount): void {
  try {
    chownSync(place, account.uid, account.gid);
  } catch (cause) {
    throw databaseFault(
      `As root the embedded PostgreSQL runs under the account \`${account.name}\`, and ${place} cannot be given to ` +
        `it (${messageOf(cause)}). Start the service as an ordinary user, or set DATABASE_URL.`,
      cause,
    );
  }
}

function checkMajor(folder: DataFolder): void {
  const file = join(folder.cluster, 'PG_VERSION');
  const found = existsSync(file) ? readFileSync(file, 'utf8').trim() : undefined;
  if (found === String(embeddedMajor)) return;
  const what =
    found === undefined
      ? 'no PostgreSQL cluster (PG_VERSION is missing)'
      : `a cluster of PostgreSQL ${found}`;
  throw databaseFault(
    `${folder.cluster} holds ${what}, and this service brings PostgreSQL ${embeddedMajor}. ` +
      'Move its content over with pg_dumpall of that version, or name another folder with DATA_DIR.',
  );
}

function runInitdb(binaries: Binaries, account: ServerAccount, options: string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(binaries.initdb, options, {
      ...account.spawn,
      cwd: '/',
      env: serverEnvironment(),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let told = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (part: Buffer) => (told += part.toString()));
    child.once('error', (cause) => reject(cannotRun(binaries.initdb, cause)));
    child.once('close', (code) => {
      if (code === 0) resolve();
      else reject(databaseFault(couldNotMake(code, told)));
    });
  });
}

function couldNotMake(code: number | null, told: string): string {
  return (
    `The embedded database could not be made: initdb ended with ${code}. Mend what it names, or set DATABASE_URL ` +
    `to a PostgreSQL 15 or later.\n${told.trim()}`
  );
}

/** A program that is there and yet "not found" lacks its loader: that is how musl answers to glibc's programs. */
export function cannotRun(program: string, cause: unknown): Fault {
  const why = codeOf(cause) === 'ENOENT' && existsSync(program) ? 'it was built for glibc' : String(cause);
  return databaseFault(
    `The embedded PostgreSQL does not run on this system: ${program}: ${why}. ` +
      'Set DATABASE_URL to a PostgreSQL 15 or later instead.',
    cause,
  );
}

/** PG* variables of the shell must not reach the server; messages are wanted in English, since some are read. */
export function serverEnvironment(): NodeJS.ProcessEnv {
  return { PATH: '/usr/local/bin:/usr/bin:/bin', LC_ALL: 'C.UTF-8', TZ: 'UTC' };
}
