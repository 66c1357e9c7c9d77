import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { DataFolder } from '../../src/db/embedded/folder.ts';
import { lockFolder } from '../../src/db/embedded/lock.ts';
import { packageRoot } from '../../src/package-root.ts';
import { dataFolder } from './kit/service.ts';

describe('the lock of a data folder', () => {
  it('is held by one process at a time, also when holders are killed with it', async () => {
    const path = dataFolder();
    const contender = join(packageRoot, 'test', 'runtime', 'kit', 'contender.ts');
    const ended = Array.from({ length: 6 }, () => {
      const child = spawn(process.execPath, ['--import', 'tsx', contender, path, '100'], {
        cwd: packageRoot,
        stdio: ['ignore', 'ignore', 'pipe'],
      });
      let told = '';
      child.stderr.on('data', (part: Buffer) => (told += part.toString()));
      return new Promise<string>((resolve) =>
        child.once('close', (code, signal) => resolve(signal ?? `${code}: ${told}`)),
      );
    });
    expect(await Promise.all(ended)).toEqual(Array.from({ length: 6 }, () => 'SIGKILL'));
    expect(readdirSync(path)).toEqual(['holder-600.json']);
  });

  it('tells who holds it, and passes on when given back', () => {
    const folder = { path: dataFolder() } as DataFolder;
    const first = lockFolder(folder, 'serve');
    expect(lockFolder(folder, 'import')).toMatchObject({
      mine: false,
      holder: { pid: process.pid, command: 'serve' },
    });
    if (first.mine) first.release();
    expect(lockFolder(folder, 'import')).toMatchObject({ mine: true, turn: 2 });
  });
});
