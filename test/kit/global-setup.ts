import { chmodSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import postgres from 'postgres';
import type { TestProject } from 'vitest/node';
import { startEmbedded } from '../../src/db/embedded/embedded.ts';
import { openDataFolder } from '../../src/db/embedded/folder.ts';
import { folderHolder } from '../../src/db/embedded/lock.ts';
import { isServerOf } from '../../src/db/embedded/process.ts';
import { migrate } from '../../src/db/migrate.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** A server for this run of the tests, and the migrated database that `freshDatabase` copies. */
    testDatabase: { serverUrl: string; template: string };
  }
}

const quiet = pino({ level: 'silent' });

/** Starts one PostgreSQL for the whole run, or uses the one at TEST_DATABASE_URL, and migrates a template there. */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const given = process.env['TEST_DATABASE_URL'];
  const server = given === undefined ? await startTemporary() : { url: given, close: async () => {} };
  const template = `demarche_template_${process.pid}`;
  const admin = postgres(server.url, { max: 1, onnotice: () => {} });
  const tearDown = async (): Promise<void> => {
    await admin.unsafe(`drop database if exists ${template} with (force)`);
    await admin.end({ timeout: 1 });
    await server.close();
  };
  try {
    await admin.unsafe(`create database ${template} template template0 encoding 'UTF8' locale 'C.UTF-8'`);
    const templateUrl = new URL(server.url);
    templateUrl.pathname = `/${template}`;
    await migrate(templateUrl.href, quiet);
  } catch (error) {
    await tearDown();
    throw error;
  }
  project.provide('testDatabase', { serverUrl: server.url, template });
  return tearDown;
}

const prefix = 'demarche-test-';

async function startTemporary(): Promise<{ url: string; close(): Promise<void> }> {
  removeLeft();
  const dataDir = mkdtempSync(join(tmpdir(), prefix));
  // As root the server runs under another account, which must be able to pass.
  chmodSync(dataDir, 0o711);
  const settings = {
    fsync: 'off',
    synchronous_commit: 'off',
    full_page_writes: 'off',
    max_connections: '200',
  };
  const server = await startEmbedded({ dataDir, log: quiet, command: 'test', settings });
  return {
    url: server.url,
    close: async () => {
      await server.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** What runs that were killed left, an hour ago or more. */
function removeLeft(): void {
  for (const name of readdirSync(tmpdir()).filter((entry) => entry.startsWith(prefix))) {
    const left = join(tmpdir(), name);
    const stats = statSync(left, { throwIfNoEntry: false });
    if (stats === undefined || stats.uid !== process.getuid?.() || stats.mtimeMs > Date.now() - 3_600_000)
      continue;
    const folder = openDataFolder(left);
    if (folderHolder(folder) !== undefined) continue;
    const pidFile = join(folder.cluster, 'postmaster.pid');
    const pid = existsSync(pidFile) ? Number(readFileSync(pidFile, 'utf8').split('\n')[0]) : undefined;
    if (pid !== undefined && isServerOf(pid, folder.cluster)) process.kill(pid, 'SIGKILL');
    rmSync(left, { recursive: true, force: true });
  }
}
