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
      PUBLIC_URL: 'https://Demarche.example.org:443/',
      MAIL_URL: 'file:///var/mail/demarche',
      OIDC_ISSUER: 'https://id.example.org/realm/',
      OIDC_CLIENT_ID: 'demarche',
      OIDC_CLIENT_SECRET: 'hush',
      LOCAL_OWNER: 'off',
    };
    expect(readConfig(env)).toMatchObject({
      ...{ port: 0, databaseUrl: env.DATABASE_URL, natsUrl: env.NATS_URL, dataDir: '/d' },
      ...{ publicUrl: 'https://demarche.example.org', mail: { url: env.MAIL_URL }, localOwner: false },
      oidc: {
        ...{ issuer: 'https://id.example.org/realm', clientId: 'demarche', clientSecret: 'hush' },
        name: 'id.example.org',
      },
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
    ['LOCAL_OWNER', 'yes'],
    ['AUTH_SECRET', 'x'.repeat(31)],
    ['PUBLIC_URL', 'https://demarche.example.org/path'],
    ['PUBLIC_URL', 'https://user@demarche.example.org'],
    ['PUBLIC_URL', 'demarche.example.org'],
    ['SIGN_UP', 'closed'],
    ['MAIL_URL', 'https://mail.example.org'],
    ['MAIL_URL', 'file://elsewhere/folder'],
    ['MAIL_URL', 'smtp://'],
    ['MAIL_FROM', 'nobody'],
    ['MAIL_FROM', 'a@example.org\r\nBcc: b@example.org'],
    ['LOG_LEVEL', 'loud'],
    ['LOG_FORMAT', 'xml'],
  ])('refuses %s=%j', (name, value) => {
    expect(faultsOf({ [name]: value })).toEqual([name]);
  });

  it('takes the settings of a provider all or none', () => {
    const all = { OIDC_ISSUER: 'https://id.example.org', OIDC_CLIENT_ID: 'a', OIDC_CLIENT_SECRET: 'b' };
    expect(faultsOf(all)).toEqual([]);
    expect(readConfig({}).oidc).toBeUndefined();
    for (const name of Object.keys(all)) expect(faultsOf({ ...all, [name]: '' })).toEqual([name]);
    expect(faultsOf({ OIDC_NAME: 'The Institute' })).toEqual(Object.keys(all));
    expect(faultsOf({ ...all, OIDC_ISSUER: 'id.example.org', OIDC_CLIENT_ID: '' })).toEqual([
      'OIDC_ISSUER',
      'OIDC_CLIENT_ID',
    ]);
  });

  it('tells every fault at once, and no password', async () => {
    const env = {
      PORT: 'http',
      DATABASE_URL: 'mysql://me:hush@localhost/x',
      LOG_LEVEL: 'loud',
      NATS_URL: 'nats',
      AUTH_SECRET: 'too short a hush',
      MAIL_URL: 'imap://me:hush@mail@example.org',
      OIDC_ISSUER: 'https://id.example.org',
      OIDC_CLIENT_SECRET: 'hush',
    };
    const told = demarche(['serve'], { env });
    expect(await told.exited).toBe(3);
    for (const name of ['PORT', 'DATABASE_URL', 'LOG_LEVEL', 'NATS_URL', 'MAIL_URL'])
      expect(told.output()).toContain(`${name} is "`);
    expect(told.output()).toContain('AUTH_SECRET is 16 characters; expected at least 32 characters');
    expect(told.output()).toContain('OIDC_CLIENT_ID is not set; expected the client id');
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
