import { describe, expect, it } from 'vitest';
import { ConfigError, readConfig } from '../../src/config.ts';
import { demarche } from './kit/service.ts';

function faultsOf(env: Record<string, string>): string[] {
  try {
    readConfig(env);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.faults.map(({ variable }) => variable);
    throw error;
  }
}

describe('the configuration', () => {
  it('has a default for everything', () => {
    const config = readConfig({});
    expect(config).toMatchObject({ port: 4000, host: '127.0.0.1', logLevel: 'info', logFormat: 'auto' });
    expect(config.databaseUrl).toBeUndefined();
    expect(config.dataDir).toMatch(/\/\.data$|^\/var\/lib\/demarche\/[0-9a-f]{12}$/);
  });

  it('takes a password with escapes', () => {
    const url = 'postgres://u:100%25%40@127.0.0.1:1/d%C3%A9';
    expect(readConfig({ DATABASE_URL: url }).databaseUrl).toBe(url);
  });

  it('takes an empty variable for an absent one', () => {
    expect(readConfig({ PORT: '', DATABASE_URL: ' ' })).toEqual(readConfig({}));
  });

  it('takes what it should', () => {
    const env = {
      PORT: '0',
      DATABASE_URL: 'postgresql://a:b@[::1]:5433/c',
      NATS_URL: 'nats://n:4222',
      DATA_DIR: '/d',
    };
    expect(readConfig(env)).toMatchObject({
      ...{ port: 0, databaseUrl: env.DATABASE_URL, natsUrl: env.NATS_URL, dataDir: '/d' },
    });
  });

  it.each([
    ['PORT', '65536'],
    ['PORT', '-1'],
    ['PORT', '4e3'],
    ['PORT', '40 00'],
    ['HOST', 'http://x'],
    ['DATABASE_URL', 'mysql://localhost/x'],
    ['DATABASE_URL', 'postgres://localhost'],
    ['DATABASE_URL', 'localhost:5432/x'],
    ['DATABASE_URL', 'postgres://u:%zz@127.0.0.1:1/d'],
    ['DATABASE_URL', 'postgres://%ff:p@127.0.0.1:1/d'],
    ['DATABASE_URL', 'postgres://u:p@%zz:1/d'],
    ['DATABASE_URL', 'postgres://u:p@127.0.0.1:1/%'],
    ['DATA_DIR', 'a\0b'],
    ['NATS_URL', 'http://localhost'],
    ['LOG_LEVEL', 'loud'],
    ['LOG_FORMAT', 'xml'],
  ])('refuses %s=%j', (name, value) => {
    expect(faultsOf({ [name]: value })).toEqual([name]);
  });

  it('tells every fault at once, and no password', async () => {
    const env = {
      PORT: 'http',
      DATABASE_URL: 'mysql://me:hush@localhost/x',
      LOG_LEVEL: 'loud',
      NATS_URL: 'nats',
    };
    const told = demarche(['serve'], { env });
    expect(await told.exited).toBe(3);
    for (const name of Object.keys(env)) expect(told.output()).toContain(`${name} is "`);
    expect(told.output()).not.toContain('hush');
    expect(told.output()).not.toContain('    at ');
  });
});

describe('the command line', () => {
  it('refuses what it does not understand with exit code 2', async () => {
    const told = demarche(['serve', '--no-demp']);
    expect(await told.exited).toBe(2);
    expect(told.output()).toMatch(/unknown option '--no-demp'/);
  });

  it('lists in its help every variable and every exit code', async () => {
    const told = demarche(['--help']);
    expect(await told.exited).toBe(0);
    for (const word of ['PORT', 'DATABASE_URL', 'DATA_DIR', 'NATS_URL', 'Exit codes:', 'Examples:']) {
      expect(told.output()).toContain(word);
    }
  });
});
