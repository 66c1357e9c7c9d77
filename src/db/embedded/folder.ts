import { createHash, randomBytes } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { userInfo } from 'node:os';
import { dirname, join } from 'node:path';
import { codeOf, databaseFault, messageOf, type Fault } from '../../fault.ts';
import { packageRoot } from '../../package-root.ts';
import { unreachable, type ServerAccount } from './account.ts';
import { rootStore } from './binaries.ts';

/** The major version of the embedded server; a cluster of another one cannot be opened by it. */
export const embeddedMajor = 18;

/**
 * The places in a data folder. `cluster` belongs to the server's account and is closed to all others; the rest
 * belongs to whoever runs the service.
 */
export type DataFolder = {
  path: string;
  cluster: string;
  /** How to reach the running server, for other commands of the same user (and root): mode 600. */
  connection: string;
  password: string;
  log: string;
};

/**
 * One data folder per clone: `.data` in it. As root one under /var/lib/demarche named after the clone's path, since
 * a clone may lie where only root may enter, and the server does not run as root; unless the clone already has the
 * database of an ordinary user, beside whose service root's commands then work.
 */
export function defaultDataFolder(): string {
  const inClone = join(packageRoot, '.data');
  if (process.getuid?.() !== 0 || existsSync(placesIn(inClone).cluster)) return inClone;
  const clone = createHash('sha256').update(realpathSync(packageRoot)).digest('hex').slice(0, 12);
  return join(rootStore, clone);
}

/** Whether the folder holds a database, running or not. */
export function hasCluster(dataDir: string): boolean {
  return existsSync(placesIn(dataDir).cluster);
}

function placesIn(path: string): DataFolder {
  return {
    path,
    cluster: join(path, 'postgres'),
    connection: join(path, 'connection.json'),
    password: join(path, 'password'),
    log: join(path, 'postgres.log'),
  };
}

/**
 * Every name that a start, finished or not, leaves in a data folder: the places above, what is written beside them
 * before it is whole, and the files of the lock, of the trial and of an unfinished cluster.
 */
const ours =
  /^(postgres|connection\.json(\.\d+)?|password(\.\d+)?|postgres\.log(\.1)?|holder-\d+\.json(\.\d+)?|\.claim-\d+(\.\d+)?|\.trial-\d+|unfinished-.*)$/;

/** What a file system puts into a volume of its own: it makes no folder somebody else's. */
const ofVolume = 'lost+found';

/**
 * Makes the folder if need be, and tries to write in it.
 *
 * @throws Fault naming the folder and what to do
 */
export function openDataFolder(wanted: string): DataFolder {
  const isNew = !existsSync(wanted);
  let found: string[];
  try {
    makeFolder(wanted);
    // As root the server's account must pass through; without `r` nobody else can list it.
    if (isNew) chmodSync(wanted, process.getuid?.() === 0 ? 0o711 : 0o700);
    found = readdirSync(wanted).filter((name) => name !== ofVolume);
  } catch (cause) {
    throw unusable(wanted, cause);
  }
  // Before anything is written: as root even /etc would take our files.
  if (found.length > 0 && !found.some((name) => ours.test(name))) {
    throw databaseFault(
      `The data folder ${wanted} holds other files (${JSON.stringify(found[0])} among them) and no database of this ` +
        'service. Name an empty or a new folder with DATA_DIR, or set DATABASE_URL.',
    );
  }
  try {
    const trial = join(wanted, `.trial-${process.pid}`);
    writeFileSync(trial, '');
    rmSync(trial);
  } catch (cause) {
    throw unusable(wanted, cause);
  }
  return placesIn(realpathSync(wanted));
}

function unusable(wanted: string, cause: unknown): Fault {
  return databaseFault(
    `The data folder ${wanted} cannot be used by ${userInfo().username}: ${messageOf(cause)}. ` +
      'Make it writable for the user who runs the service, name another one with DATA_DIR, or set DATABASE_URL.',
    cause,
  );
}

/**
 * Makes a folder and those above it. Node's `recursive` never returns where the folder above exists and making one in
 * it yields ENOENT, as in /proc.
 */
function makeFolder(path: string): void {
  const above = dirname(path);
  if (above !== path && !existsSync(above)) makeFolder(above);
  try {
    mkdirSync(path, { mode: 0o755 });
  } catch (cause) {
    // It was there, or another process has just made it.
    if (codeOf(cause) === 'EEXIST' && statSync(path, { throwIfNoEntry: false })?.isDirectory()) return;
    throw new Error(`no folder can be made in ${above} (${messageOf(cause)})`, { cause });
  }
}

/** @throws Fault if the server's account does not own the cluster or may not enter the folder */
export function checkAccess(folder: DataFolder, account: ServerAccount): void {
  const owner = statSync(folder.cluster, { throwIfNoEntry: false })?.uid ?? account.uid;
  if (owner !== account.uid) {
    throw databaseFault(
      `The database in ${folder.path} belongs to another user (uid ${owner}) than the one running this ` +
        `(${account.name}, uid ${account.uid}). Run as that user, or name another folder with DATA_DIR.`,
    );
  }
  const barrier = unreachable(folder.path, account);
  if (barrier !== undefined) {
    throw databaseFault(
      `As root the embedded PostgreSQL runs under the account \`${account.name}\`, which may not enter ` +
        `${barrier.place} (mode ${barrier.mode}). Name another data folder with DATA_DIR, such as ` +
        `${join(rootStore, 'data')}, or allow it with: chmod o+x ${barrier.place}`,
    );
  }
}

/** The superuser's password, drawn at first use and kept in a file only its owner can read. */
export function keptPassword(folder: DataFolder): string {
  if (!existsSync(folder.password)) writeWhole(folder.password, randomBytes(24).toString('hex'));
  return readFileSync(folder.password, 'utf8').trim();
}

/**
 * Writes a file of mode 600 so that a reader sees all of it or the one before. It belongs to the folder's owner,
 * also when root writes it: the owner's next start must be able to read it.
 */
export function writeWhole(place: string, content: string): void {
  const beside = `${place}.${process.pid}`;
  writeFileSync(beside, content, { mode: 0o600 });
  if (process.getuid?.() === 0) {
    const { uid, gid } = statSync(dirname(place));
    chownSync(beside, uid, gid);
  }
  renameSync(beside, place);
}
