import { randomUUID } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { type EmbeddedServer, startEmbedded } from '../../src/db/embedded/embedded.ts';
import { migrate } from '../../src/db/migrate.ts';

const quiet = pino({ level: 'silent' });
const at = (serverUrl: string, database: string, user?: string): string => {
  const url = new URL(serverUrl);
  url.pathname = `/${database}`;
  if (user) Object.assign(url, { username: user, password: user });
  return url.href;
};

describe('a server on which the role is not yet there', () => {
  let server: EmbeddedServer;
  let dataDir: string;

  beforeAll(async () => {
    dataDir = mkdtempSync(join(tmpdir(), 'demarche-test-'));
    chmodSync(dataDir, 0o711);
    const settings = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' };
    server = await startEmbedded({ dataDir, log: quiet, command: 'test', settings });
  }, 120_000);
  afterAll(async () => {
    await server?.close();
    rmSync(dataDir, { recursive: true, force: true });
  });

  it('may have several databases migrated at once', async () => {
    const admin = postgres(server.url, { max: 1, onnotice: () => {} });
    const names = ['one', 'two', 'three', 'four'];
    for (const name of names) await admin.unsafe(`create database ${name}`);
    const counts = await Promise.all(names.map((name) => migrate(at(server.url, name), quiet)));
    expect(new Set(counts).size).toBe(1);
    const roles =
      await admin`select rolcanlogin, rolsuper, rolbypassrls, rolinherit from pg_roles where rolname = 'demarche_app'`;
    expect([...roles]).toMatchObject([{ rolcanlogin: false, rolsuper: false, rolbypassrls: false }]);
    await admin.end();
  }, 120_000);
});

describe('a user of the database who may make no roles', () => {
  const name = `plain_${randomUUID().replaceAll('-', '')}`;
  const { serverUrl } = inject('testDatabase');
  let admin: postgres.Sql;
  let url: string;

  beforeAll(async () => {
    admin = postgres(serverUrl, { max: 1, onnotice: () => {} });
    await admin.unsafe(`create role ${name} login password '${name}'`);
    await admin.unsafe(
      `create database ${name} owner ${name} template template0 encoding 'UTF8' locale 'C.UTF-8'`,
    );
    url = at(serverUrl, name, name);
  });
  afterAll(async () => {
    await admin.unsafe(`drop database if exists ${name} with (force)`);
    await admin.unsafe(`drop role if exists ${name}`);
    await admin.end();
  });

  it('is told what an administrator is to run, and then migrates', async () => {
    await expect(migrate(url, quiet)).rejects.toThrow(`GRANT demarche_app TO ${name}`);
    await admin.unsafe(`grant demarche_app to ${name}`);
    expect(await migrate(url, quiet)).toBeGreaterThan(0);
    const app = postgres(url, { max: 1, connection: { role: 'demarche_app' } as object });
    expect([...(await app`select current_user as who, count(*)::int as n from project`)]).toEqual([
      { who: 'demarche_app', n: 0 },
    ]);
    await app.end();
  });

  it('cannot reach past the wall what the owner alone may call', async () => {
    const app = postgres(at(serverUrl, inject('testDatabase').template), {
      max: 1,
      connection: { role: 'demarche_app' } as object,
    });
    const functions = await app`
      select p.oid::regprocedure::text as name from pg_proc p
      where p.pronamespace = 'public'::regnamespace and p.prosecdef
        and (p.proconfig is null or not p.proconfig::text like '%search_path%'
          or exists (select from aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a where a.grantee = 0))`;
    expect([...functions]).toEqual([]);
    await expect(app`select resolve_statements(1, '{}')`).rejects.toThrow('permission denied');
    await expect(app`select * from access_token`).rejects.toThrow('permission denied');
    await app.end();
  });
});
