import { mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openDataFolder } from '../../src/db/embedded/folder.ts';
import { Fault } from '../../src/fault.ts';
import { dataFolder, demarche } from './kit/service.ts';

describe('a data folder', () => {
  it('is refused, and left as it is, where it holds the files of others only', () => {
    const path = dataFolder();
    writeFileSync(join(path, 'passwd'), '');
    mkdirSync(join(path, 'postgresql'));
    expect(() => openDataFolder(path)).toThrow(Fault);
    expect(() => openDataFolder(path)).toThrow(`The data folder ${path} holds other files`);
    expect(() => openDataFolder(path)).toThrow(/an empty or a new folder with DATA_DIR/);
    expect(readdirSync(path).toSorted()).toEqual(['passwd', 'postgresql']);
  });

  it.each([
    'postgres',
    'connection.json',
    'password',
    'password.4711',
    'postgres.log',
    'postgres.log.1',
    'holder-12.json',
    'holder-12.json.4711',
    '.claim-4711',
    '.claim-4711.4711',
    '.trial-4711',
    'unfinished-aB3xYz',
  ])('is taken with %s in it, also beside what is not ours', (name) => {
    const path = dataFolder();
    writeFileSync(join(path, name), '');
    writeFileSync(join(path, 'note.txt'), '');
    expect(openDataFolder(path).path).toBe(path);
  });

  it('is taken where it is empty, a volume of its own, or new, with the folders above it', () => {
    const path = dataFolder();
    expect(openDataFolder(path).path).toBe(path);
    mkdirSync(join(path, 'lost+found'));
    expect(openDataFolder(path).path).toBe(path);
    const deep = join(path, 'a', 'b', 'c');
    expect(openDataFolder(`${deep}/`).path).toBe(deep);
    expect(statSync(deep).mode & 0o777).toBe(process.getuid?.() === 0 ? 0o711 : 0o700);
  });

  it('is refused below a file', () => {
    const path = dataFolder();
    writeFileSync(join(path, 'file'), '');
    for (const wanted of [join(path, 'file'), join(path, 'file', 'x'), join(path, 'file', 'x', 'y')]) {
      expect(() => openDataFolder(wanted)).toThrow(`The data folder ${wanted} cannot be used by`);
    }
  });

  // In a process of its own: where it spins, only a signal from outside ends it.
  it.runIf(process.platform === 'linux')('is refused at once where no folder can be made', async () => {
    const told = demarche(['migrate'], { env: { DATA_DIR: '/proc/x/y' } });
    const timer = setTimeout(() => told.process.kill('SIGKILL'), 20_000);
    expect(await told.exited).toBe(4);
    clearTimeout(timer);
    expect(told.output()).toContain('The data folder /proc/x/y cannot be used by');
    expect(told.output()).toContain('no folder can be made in /proc (');
    expect(told.output()).toContain('DATA_DIR');
  });
});
