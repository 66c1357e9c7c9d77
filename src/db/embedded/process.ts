import { execFileSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import { codeOf } from '../../fault.ts';

/**
 * What tells a process from a later one with the same pid: the boot and the tick it started at. Undefined when no
 * process runs under the pid; one that has ended and is not yet collected by its parent counts as none.
 */
export function processMark(pid: number): string | undefined {
  if (!signalable(pid)) return undefined;
  if (process.platform !== 'linux') return ask(pid, 'lstart');
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The second field is the name in brackets and may hold anything; those counted here come after it.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (fields[0] === 'Z' || fields[0] === 'X') return undefined;
    return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()} ${fields[19]}`;
  } catch {
    return undefined;
  }
}

/**
 * Whether the process under `pid` is a PostgreSQL server over the folder `cluster`. The server's working directory
 * is its cluster, which holds after the folder was moved, and does not hold for a copy of it; where that may not be
 * read, its arguments decide.
 */
export function isServerOf(pid: number, cluster: string): boolean {
  if (processMark(pid) === undefined) return false;
  const command = commandOf(pid);
  if (!basename(command[0] ?? '').startsWith('postgres')) return false;
  try {
    const there = statSync(`/proc/${pid}/cwd`);
    const here = statSync(cluster);
    return there.dev === here.dev && there.ino === here.ino;
  } catch {
    return command.includes(cluster);
  }
}

function commandOf(pid: number): string[] {
  if (process.platform !== 'linux') return ask(pid, 'command')?.split(' ') ?? [];
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
  } catch {
    return [];
  }
}

function signalable(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
}

function ask(pid: number, column: string): string | undefined {
  try {
    const answer = execFileSync('ps', ['-o', `${column}=`, '-p', String(pid)], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    return answer.trim() || undefined;
  } catch {
    return undefined;
  }
}
