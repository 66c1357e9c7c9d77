import { linkSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { codeOf, databaseFault, messageOf } from '../../fault.ts';
import { writeWhole, type DataFolder } from './folder.ts';
import { processMark } from './process.ts';

/** The process that has a data folder to itself. `turn` grows by one with each holder. */
export type Holder = { turn: number; pid: number; command: string; since: string };

export type Lock = { mine: true; turn: number; release(): void } | { mine: false; holder: Holder };

type Entry = Holder & { mark: string; released: boolean };

const pattern = /^holder-(\d+)\.json$/;

/**
 * Takes the data folder for this process, or tells who has it.
 *
 * Node has no flock, and a pid file alone invites the race in which two find it stale and the slower removes the
 * faster one's. So turns are numbered: to hold the folder is to have made the highest `holder-N.json`, which
 * one process alone can, by link(2), and only below a holder that has released it or no longer runs. The highest
 * is never removed, so a number once passed is never held again.
 */
export function lockFolder(folder: DataFolder, command: string): Lock {
  for (;;) {
    const top = highest(folder);
    const holder = top === 0 ? undefined : readEntry(folder, top);
    if (holder === 'gone') continue;
    if (holder !== undefined && holds(holder)) return { mine: false, holder };
    const turn = top + 1;
    const entry: Entry = {
      ...{ turn, pid: process.pid, command, since: new Date().toISOString() },
      ...{ mark: processMark(process.pid) ?? '', released: false },
    };
    if (!claim(folder, entry)) continue;
    if (highest(folder) !== turn) {
      rmSync(place(folder, turn), { force: true });
      continue;
    }
    for (const lower of turns(folder)) if (lower < turn) rmSync(place(folder, lower), { force: true });
    const release = (): void => writeWhole(place(folder, turn), JSON.stringify({ ...entry, released: true }));
    return { mine: true, turn, release };
  }
}

/** Who holds the folder now, if anybody does. */
export function folderHolder(folder: DataFolder): Holder | undefined {
  const top = highest(folder);
  const entry = top === 0 ? undefined : readEntry(folder, top);
  return entry === undefined || entry === 'gone' || !holds(entry) ? undefined : entry;
}

function holds(entry: Entry): boolean {
  return !entry.released && processMark(entry.pid) === entry.mark;
}

function claim(folder: DataFolder, entry: Entry): boolean {
  const beside = join(folder.path, `.claim-${entry.pid}`);
  writeWhole(beside, JSON.stringify(entry));
  try {
    linkSync(beside, place(folder, entry.turn));
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw databaseFault(
      `${folder.path} cannot be locked (${messageOf(error)}): the embedded PostgreSQL needs a file system with hard ` +
        'links. Name a folder on another one with DATA_DIR, or set DATABASE_URL.',
      error,
    );
  } finally {
    rmSync(beside, { force: true });
  }
}

function readEntry(folder: DataFolder, turn: number): Entry | 'gone' {
  try {
    return JSON.parse(readFileSync(place(folder, turn), 'utf8')) as Entry;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return 'gone';
    throw error;
  }
}

function turns(folder: DataFolder): number[] {
  return readdirSync(folder.path)
    .flatMap((name) => pattern.exec(name)?.[1] ?? [])
    .map(Number);
}

function highest(folder: DataFolder): number {
  return Math.max(0, ...turns(folder));
}

function place(folder: DataFolder, turn: number): string {
  return join(folder.path, `holder-${turn}.json`);
}
