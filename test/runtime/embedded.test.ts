import { rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import postgres from 'postgres';
import { describe, expect, it } from 'vitest';
import {
  databaseUrl,
  dataFolder,
  demarche,
  isAlive,
  postmasterPid,
  preparedFolder,
  startService,
  stop,
  until,
} from './kit/service.ts';

async function query(dataDir: string, statement: string): Promise<postgres.Row[]> {
  const sql = postgres(databaseUrl(dataDir), { max: 1, onnotice: () => {} });
  try {
    return await sql.unsafe(statement);
  } finally {
    await sql.end({ timeout: 1 });
  }
}

describe('the embedded database', () => {
  it('survives kill -9 of the service with what was committed, and is taken from a postmaster left alive', async () => {
    const dataDir = await preparedFolder();
    const first = await startService({ env: { DATA_DIR: dataDir } });
    await query(dataDir, "create table kept (word text); insert into kept values ('安倍')");
    const orphan = postmasterPid(dataDir) ?? -1;
    first.process.kill('SIGKILL');
    expect(await first.exited).toBe('SIGKILL');
    expect(isAlive(orphan)).toBe(true);

    const started = Date.now();
    const second = await startService({ env: { DATA_DIR: dataDir } });
    expect(Date.now() - started).toBeLessThan(45_000);
    expect(isAlive(orphan)).toBe(false);
    expect(await query(dataDir, 'select word from kept')).toEqual([{ word: '安倍' }]);

    const server = postmasterPid(dataDir) ?? -1;
    expect(await stop(second)).toBe(0);
    expect(isAlive(server)).toBe(false);
    expect(postmasterPid(dataDir)).toBeUndefined();
  });

  it('starts after services killed at any moment of their start', async () => {
    const dataDir = dataFolder();
    // From before the cluster is made to after the server is up; the moments differ from run to run.
    for (const patience of [300, 700, 1_100, 1_500, 1_900, 2_300].map((time) => time + Math.random() * 400)) {
      const killed = demarche(['serve', '--no-demo'], { env: { DATA_DIR: dataDir, PORT: '0' } });
      await sleep(patience);
      killed.process.kill('SIGKILL');
      await killed.exited;
    }
    const service = await startService({ env: { DATA_DIR: dataDir } });
    expect((await fetch(`${service.url}/readyz`)).status).toBe(200);
    const [row] = await query(dataDir, 'select count(*)::int as n from drizzle.__drizzle_migrations');
    expect(row?.['n']).toBeGreaterThan(0);
    expect(await stop(service)).toBe(0);
  });

  it('is one service’s, serves commands beside it, and opens to nobody without the password', async () => {
    const dataDir = await preparedFolder();
    const service = await startService({ env: { DATA_DIR: dataDir } });

    const second = demarche(['serve'], { env: { DATA_DIR: dataDir, PORT: '0' } });
    expect(await second.exited).toBe(5);
    expect(second.output()).toMatch(/is in use by `demarche serve`, process \d+, since/);
    expect(second.output()).toContain(`process ${service.pid}`);
    expect(second.output()).toContain('DATA_DIR');

    const beside = demarche(['migrate'], { env: { DATA_DIR: dataDir } });
    expect(await beside.exited).toBe(0);
    expect(beside.output()).toContain('up to date');

    const url = new URL(databaseUrl(dataDir));
    url.password = 'guessed';
    const stranger = postgres(url.href, { max: 1 });
    await expect(stranger`select 1`).rejects.toMatchObject({ code: '28P01' });
    await stranger.end();

    expect((await fetch(`${service.url}/readyz`)).status).toBe(200);
    expect(await stop(service)).toBe(0);
  });

  it('comes back by itself when its server is killed under the service', async () => {
    const dataDir = await preparedFolder();
    const service = await startService({ env: { DATA_DIR: dataDir } });
    const server = postmasterPid(dataDir) ?? -1;
    process.kill(server, 'SIGKILL');
    await until(() => postmasterPid(dataDir) !== server && postmasterPid(dataDir) !== undefined, 20_000);
    await until(async () => (await fetch(`${service.url}/readyz`)).status === 200, 20_000);
    expect(service.output()).toContain('ended unexpectedly');
    expect(await stop(service)).toBe(0);
  });

  it('is brought up by a command on its own, and ended after it', async () => {
    const dataDir = dataFolder();
    const alone = demarche(['migrate'], { env: { DATA_DIR: dataDir } });
    expect(await alone.exited).toBe(0);
    expect(alone.output()).toContain('preparing the embedded database');
    expect(postmasterPid(dataDir)).toBeUndefined();
  });

  it('ends a service whose port is taken, before it touches any data', async () => {
    const dataDir = dataFolder();
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const address = other.address();
    const port = String(typeof address === 'object' ? address?.port : '');
    const service = demarche(['serve'], { env: { DATA_DIR: `${dataDir}/none`, PORT: port } });
    expect(await service.exited).toBe(5);
    expect(service.output()).toContain(`already listens on 127.0.0.1:${port}`);
    expect(() => rmSync(`${dataDir}/none`)).toThrow('ENOENT');
    other.close();
  });
});
