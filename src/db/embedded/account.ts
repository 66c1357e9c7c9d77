import { readFileSync, statSync, type Stats } from 'node:fs';
import { userInfo } from 'node:os';
import { dirname, resolve } from 'node:path';
import { databaseFault } from '../../fault.ts';

/**
 * The account the database server runs under: our own, except as root, which PostgreSQL refuses.
 * `spawn` holds what child_process needs to become it.
 */
export type ServerAccount = { name: string; uid: number; gid: number; spawn: { uid?: number; gid?: number } };

/**
 * Chooses the account. As root it is the owner of the cluster, and for a new cluster `nobody`: initdb needs an
 * account that is listed, and `nobody` is on every system, whereas `postgres` is only where Debian's server is.
 *
 * @throws Fault as root where no unprivileged account is listed
 */
export function serverAccount(cluster: string): ServerAccount {
  const uid = process.getuid?.() ?? -1;
  const gid = process.getgid?.() ?? -1;
  if (uid !== 0) return { name: userInfo().username, uid, gid, spawn: {} };
  const owner = statSync(cluster, { throwIfNoEntry: false });
  const listed = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'));
  const entry = listed.find(([name, , id]) =>
    owner === undefined || owner.uid === 0 ? name === 'nobody' : id === String(owner.uid),
  );
  const other = { uid: Number(entry?.[2] ?? owner?.uid), gid: Number(entry?.[3] ?? owner?.gid) };
  if (!Number.isInteger(other.uid) || other.uid <= 0) {
    throw databaseFault(
      'PostgreSQL does not run as root, and there is no account `nobody` to run it under. ' +
        'Start the service as an ordinary user, or set DATABASE_URL.',
    );
  }
  return { name: entry?.[0] ?? `uid ${other.uid}`, ...other, spawn: other };
}

/**
 * The first place on the way to `path`, `path` included, that the account may not pass, judged by owner and mode;
 * undefined if it may pass all of them. Places that do not exist are left out.
 */
export function unreachable(
  path: string,
  account: ServerAccount,
): { place: string; mode: string } | undefined {
  const way: string[] = [];
  for (let place = resolve(path); ; place = dirname(place)) {
    way.unshift(place);
    if (dirname(place) === place) break;
  }
  for (const place of way) {
    const stats = statSync(place, { throwIfNoEntry: false });
    if (stats === undefined) continue;
    if (!mayPass(stats, account)) return { place, mode: (stats.mode & 0o777).toString(8) };
  }
  return undefined;
}

function mayPass(stats: Stats, account: ServerAccount): boolean {
  if (account.uid === 0) return true;
  if (stats.uid === account.uid) return (stats.mode & 0o100) !== 0;
  if (stats.gid === account.gid) return (stats.mode & 0o010) !== 0;
  return (stats.mode & 0o001) !== 0;
}
