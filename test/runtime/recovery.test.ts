import { spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pino } from 'pino';
import postgres from 'postgres';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startEmbedded, type EmbeddedServer } from '../../src/db/embedded/embedded.ts';
import { dataFolder, postmasterPid, preparedFolder } from './kit/service.ts';

const log = pino({ level: 'silent' });

function start(dataDir: string): Promise<EmbeddedServer> {
  return startEmbedded({ dataDir, log, command: 'serve', settings: { fsync: 'off' } });
}

/** A living process that is no PostgreSQL, under the account the server runs under. */
function bystander(dataDir: string): number {
  const { uid, gid } = statSync(join(dataDir, 'postgres'));
  const child = spawn('sleep', ['1000'], {
    cwd: '/',
    stdio: 'ignore',
    ...(process.getuid?.() === 0 ? { uid, gid } : {}),
  });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  return child.pid ?? -1;
}

describe('a data folder after a crash', () => {
  it('starts although the pid in postmaster.pid is now another process’s, which is left alone', async () => {
    const dataDir = await preparedFolder();
    const pid = bystander(dataDir);
    const now = Math.floor(Date.now() / 1000);
    const left = [pid, join(dataDir, 'postgres'), now, 5432, '', '127.0.0.1', '  1  1', 'ready   '];
    writeFileSync(join(dataDir, 'postgres', 'postmaster.pid'), `${left.join('\n')}\n`);
    const server = await start(dataDir);
    expect(postmasterPid(dataDir)).not.toBe(pid);
    expect(() => process.kill(pid, 0)).not.toThrow();
    await server.close();
  });

  it('starts although the last holder’s pid is now another process’s', async () => {
    const dataDir = await preparedFolder();
    const entry = {
      turn: 7,
      pid: bystander(dataDir),
      command: 'serve',
      since: 'x',
      mark: 'boot 1',
      released: false,
    };
    writeFileSync(join(dataDir, 'holder-7.json'), JSON.stringify(entry));
    const server = await start(dataDir);
    expect(existsSync(join(dataDir, 'holder-8.json'))).toBe(true);
    expect(existsSync(join(dataDir, 'holder-7.json'))).toBe(false);
    await server.close();
  });

  it('makes the cluster anew after a crash in the middle of making it', async () => {
    const dataDir = dataFolder();
    const left = join(dataDir, 'unfinished-abc123');
    mkdirSync(join(left, 'cluster'), { recursive: true });
    writeFileSync(join(left, 'cluster', 'PG_VERSION'), '18\n');
    const server = await start(dataDir);
    expect(existsSync(left)).toBe(false);
    await server.close();
  });
});

describe('a command that brought the server up for itself', () => {
  it('leaves it up until a second one that joined is done', async () => {
    const dataDir = await preparedFolder();
    const first = await startEmbedded({ dataDir, log, command: 'import', beside: true });
    const second = await startEmbedded({ dataDir, log, command: 'import', beside: true });
    expect(second.url).toBe(first.url);
    const sql = postgres(second.url, { max: 1, connection: { application_name: 'demarche import 2' } });
    await sql`select 1`;
    let closed = false;
    const closing = first.close().then(() => (closed = true));
    await sleep(700);
    expect(closed).toBe(false);
    expect(await sql`select 1 as still`).toEqual([{ still: 1 }]);
    await sql.end();
    await closing;
    expect(postmasterPid(dataDir)).toBeUndefined();
  });
});

describe('a data folder that cannot be used is named with what to do', () => {
  it('when it holds a cluster of another PostgreSQL', async () => {
    const dataDir = await preparedFolder();
    writeFileSync(join(dataDir, 'postgres', 'PG_VERSION'), '15\n');
    await expect(start(dataDir)).rejects.toThrow(
      /a cluster of PostgreSQL 15, and this service brings PostgreSQL 18/,
    );
  });

  it('when it is no folder', async () => {
    const file = join(dataFolder(), 'file');
    writeFileSync(file, '');
    await expect(start(file)).rejects.toThrow(new RegExp(`The data folder ${file} cannot be used.*DATA_DIR`));
  });

  it.runIf(process.getuid?.() === 0)('when as root the server’s account may not enter it', async () => {
    const outer = dataFolder();
    chmodSync(outer, 0o700);
    await expect(start(join(outer, 'inner'))).rejects.toThrow(`may not enter ${outer} (mode 700)`);
  });

  it('when its password was lost', async () => {
    const dataDir = await preparedFolder();
    writeFileSync(join(dataDir, 'password'), 'another');
    await expect(start(dataDir)).rejects.toThrow(/The password in .*password is not that of the database/);
    expect(readFileSync(join(dataDir, 'password'), 'utf8')).toBe('another');
  });
});
