import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterAll, onTestFinished } from 'vitest';
import { startEmbedded } from '../../../src/db/embedded/embedded.ts';
import { migrate } from '../../../src/db/migrate.ts';
import { packageRoot } from '../../../src/package-root.ts';
import { build } from './build.ts';

/** A process of ours under test. `output` is what it wrote so far, both streams in the order they came. */
export type Running = {
  process: ChildProcess;
  pid: number;
  output(): string;
  /** Exit code, or the signal's name. */
  exited: Promise<number | string>;
};

export type Service = Running & { url: string };

export type RunOptions = {
  env?: Record<string, string>;
  uid?: number;
  /** Where the package lies, built; the working tree unless said. */
  root?: string;
  /** The Node to run it with; ours unless said. */
  node?: string;
};

/** Runs `demarche` with arguments; killed at the end of the test if it still runs. */
export function demarche(argv: string[], options: RunOptions = {}): Running {
  const program = join(options.root ?? builtHere(), 'dist', 'cli', 'demarche.js');
  const child = spawn(options.node ?? process.execPath, ['--enable-source-maps', program, ...argv], {
    cwd: options.root ?? packageRoot,
    env: { PATH: process.env['PATH'], LOG_FORMAT: 'json', ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(options.uid === undefined ? {} : { uid: options.uid, gid: options.uid }),
  });
  let written = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (part: Buffer) => (written += part.toString()));
  const exited = new Promise<number | string>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => resolve(code ?? signal ?? 'unknown'));
  });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  return { process: child, pid: child.pid ?? -1, output: () => written, exited };
}

let built: string | undefined;
let prepared: string | undefined;

afterAll(() => {
  for (const made of [built, prepared])
    if (made !== undefined) rmSync(made, { recursive: true, force: true });
});

/** The working tree, built where it finds node_modules and package.json above, and apart from a `dist` that may be old. */
function builtHere(): string {
  if (built === undefined) {
    const place = join(packageRoot, 'node_modules', '.cache', `demarche-test-${process.pid}`);
    build(place);
    built = place;
  }
  return built;
}

/** Starts the service without its demo at a free port, and waits until it says that it is ready. */
export async function startService(options: RunOptions): Promise<Service> {
  const running = demarche(['serve', '--no-demo'], { ...options, env: { PORT: '0', ...options.env } });
  const ready = /"url":"([^"]+)"/;
  await until(() => ready.test(running.output()) || running.process.exitCode !== null, 60_000);
  const url = ready.exec(running.output())?.[1];
  if (url === undefined) throw new Error(`The service did not start:\n${running.output()}`);
  return { ...running, url };
}

/** Ends the service as a supervisor does, and gives its exit code. */
export async function stop(service: Running): Promise<number | string> {
  service.process.kill('SIGTERM');
  return service.exited;
}

/**
 * A data folder for one test. Whatever server is left over it at the end is killed. As root the server's account
 * must be able to pass.
 */
export function dataFolder(mode = 0o711): string {
  const path = mkdtempSync(join(tmpdir(), 'demarche-runtime-'));
  chmodSync(path, mode);
  onTestFinished(() => {
    const pid = postmasterPid(path);
    if (pid !== undefined && isAlive(pid)) process.kill(pid, 'SIGKILL');
    rmSync(path, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  });
  return path;
}

/** A data folder for one test that holds a cluster, copied from one made once per file, since initdb takes long. */
export async function preparedFolder(): Promise<string> {
  if (prepared === undefined) {
    const made = mkdtempSync(join(tmpdir(), 'demarche-prepared-'));
    prepared = made;
    chmodSync(made, 0o711);
    const log = pino({ level: 'silent' });
    const server = await startEmbedded({ dataDir: made, log, command: 'test', settings: { fsync: 'off' } });
    await migrate(server.url, log);
    await server.close();
  }
  const folder = dataFolder();
  execFileSync('cp', ['-a', `${prepared}/.`, folder]);
  return folder;
}

/** The number in the cluster's postmaster.pid. */
export function postmasterPid(dataDir: string): number | undefined {
  try {
    return Number(readFileSync(join(dataDir, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[0]);
  } catch {
    return undefined;
  }
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}

/** The address of the server that runs over a data folder, as other commands find it. */
export function databaseUrl(dataDir: string): string {
  return (JSON.parse(readFileSync(join(dataDir, 'connection.json'), 'utf8')) as { url: string }).url;
}

/** Waits for a condition, and fails after `limit` milliseconds. */
export async function until(condition: () => boolean | Promise<boolean>, limit = 10_000): Promise<void> {
  for (const end = Date.now() + limit; !(await condition());) {
    if (Date.now() > end) throw new Error(`Not within ${limit} ms: ${condition}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
