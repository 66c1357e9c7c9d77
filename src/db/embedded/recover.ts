import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { codeOf, databaseFault } from '../../fault.ts';
import type { Logger } from '../../log.ts';
import type { DataFolder } from './folder.ts';
import { isServerOf } from './process.ts';

/**
 * Clears what a killed service left: called with the folder's lock held, so no living service owns the server.
 *
 * A server that outlived its service is stopped and started anew rather than adopted: it may run other binaries or
 * settings than ours, its clients are gone, and there is one road from here on. A postmaster.pid whose number now
 * belongs to another process is removed; PostgreSQL itself would take that process for a server and refuse to start.
 *
 * @throws Fault if the earlier server does not end
 */
export async function clearEarlier(folder: DataFolder, log: Logger): Promise<void> {
  const pidFile = join(folder.cluster, 'postmaster.pid');
  if (!existsSync(pidFile)) return;
  const pid = Number(readFileSync(pidFile, 'utf8').split('\n')[0]);
  if (!isServerOf(pid, folder.cluster)) {
    rmSync(pidFile, { force: true });
    return;
  }
  log.warn({ pid }, 'the database server of an earlier run is still alive; stopping it to start anew');
  for (const [signal, patience] of [
    ['SIGINT', 20_000],
    ['SIGQUIT', 10_000],
  ] as const) {
    signalIfThere(pid, signal);
    for (const until = Date.now() + patience; Date.now() < until; await sleep(50)) {
      if (!isServerOf(pid, folder.cluster)) return;
    }
  }
  throw databaseFault(
    `The database server of an earlier run (process ${pid}) holds ${folder.path} and does not stop. ` +
      `End it with: kill -9 ${pid} — and start again.`,
  );
}

function signalIfThere(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if (codeOf(error) !== 'ESRCH') throw error;
  }
}
