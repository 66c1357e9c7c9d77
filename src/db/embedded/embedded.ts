import { existsSync, readFileSync, rmSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { Fault, databaseFault, exitCodes } from '../../fault.ts';
import type { Logger } from '../../log.ts';
import { serverAccount } from './account.ts';
import { locateBinaries } from './binaries.ts';
import { ensureCluster } from './cluster.ts';
import { checkAccess, openDataFolder, writeWhole, type DataFolder } from './folder.ts';
import { folderHolder, lockFolder, type Holder } from './lock.ts';
import { embeddedUrl, startPostmaster, type Postmaster } from './postmaster.ts';
import { ensureDatabase, otherCommandsGone } from './sessions.ts';
import { superviseServer } from './supervise.ts';

/** A running embedded server. `close` stops it if this process started it. */
export type EmbeddedServer = { url: string; close(): Promise<void> };

export type EmbeddedOptions = {
  dataDir: string;
  log: Logger;
  /** What the process does with the folder, told to a second one that wants it: `serve`, `import`. */
  command: string;
  /** Use the server of a process that already runs over the folder, rather than refuse. */
  beside?: boolean;
  /** Server settings beside ours, such as `fsync: 'off'` in tests. */
  settings?: Record<string, string>;
};

/**
 * Starts PostgreSQL over a data folder, made at first use, with a database `demarche`.
 *
 * @throws Fault with what to do: the folder is in use, cannot be used, or the system cannot run the server
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<EmbeddedServer> {
  const { dataDir, log, command } = options;
  const folder = openDataFolder(dataDir);
  const account = serverAccount(folder.cluster);
  checkAccess(folder, account);
  const lock = lockFolder(folder, command);
  if (!lock.mine) {
    if (options.beside === true) return { url: await urlOf(folder, lock.holder), close: async () => {} };
    throw inUse(folder, lock.holder);
  }
  try {
    const binaries = locateBinaries(account);
    if (!existsSync(folder.cluster))
      log.info({ folder: folder.path }, 'preparing the embedded database (first start)');
    await ensureCluster(folder, binaries, account);
    const start = (port?: number): Promise<Postmaster> =>
      startPostmaster(folder, binaries, account, log, options.settings, port);
    const server = await superviseServer(start, log);
    const url = embeddedUrl(folder, server.port, 'demarche');
    await ensureDatabase(embeddedUrl(folder, server.port, 'postgres'), 'demarche');
    writeWhole(folder.connection, JSON.stringify({ turn: lock.turn, url }));
    log.debug({ folder: folder.path, port: server.port }, 'the embedded database is up');
    return {
      url,
      close: async () => {
        if (options.beside === true) await otherCommandsGone(url, log);
        rmSync(folder.connection, { force: true });
        await server.stop();
        lock.release();
      },
    };
  } catch (error) {
    lock.release();
    throw error;
  }
}

function inUse(folder: DataFolder, holder: Holder): Fault {
  return new Fault(
    `The data folder ${folder.path} is in use by \`demarche ${holder.command}\`, process ${holder.pid}, since ` +
      `${holder.since}. One service runs per data folder: stop that one (kill ${holder.pid}), or give this one a ` +
      'folder of its own with DATA_DIR, or let several share one PostgreSQL with DATABASE_URL.',
    exitCodes.inUse,
  );
}

/** The address of the server that `holder` runs, which may still be starting. */
async function urlOf(folder: DataFolder, holder: Holder): Promise<string> {
  for (const until = Date.now() + 60_000; Date.now() < until; await sleep(100)) {
    if (existsSync(folder.connection)) {
      const found = JSON.parse(readFileSync(folder.connection, 'utf8')) as { turn: number; url: string };
      if (found.turn === holder.turn) return found.url;
    }
    if (folderHolder(folder)?.turn !== holder.turn) break;
  }
  throw databaseFault(
    `\`demarche ${holder.command}\` (process ${holder.pid}) holds ${folder.path}, and its database did not come up. ` +
      'Look at its messages, or stop it, and try again.',
  );
}
