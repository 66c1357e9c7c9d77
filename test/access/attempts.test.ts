import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type App, startApp } from '../../src/app.ts';
import { readConfig } from '../../src/config.ts';
import { createLog } from '../../src/log.ts';
import { useService } from '../kit/service.ts';
import { eventsOf, newAccount, PASSWORD } from './kit/account.ts';
import { browser } from './kit/browser.ts';

describe('attempts to sign in', () => {
  const service = useService({ attempts: 3 });
  let other: App;
  beforeAll(async () => {
    const config = readConfig({ PORT: '0', DATABASE_URL: service.database.url, LOG_LEVEL: 'error' });
    other = await startApp({ config, log: createLog(config), demo: false, attempts: 3 });
  });
  afterAll(() => other?.close());

  it('are counted over all instances and both ways to sign in, whatever address a header claims', async () => {
    await newAccount(service, 'aiko@example.org');
    const statuses = [];
    const told = [];
    for (const [at, url] of [
      service.app.url,
      other.url,
      service.app.url,
      other.url,
      service.app.url,
    ].entries()) {
      const headers = {
        'x-forwarded-for': `192.0.2.${at}`,
        'x-demarche-address': `192.0.2.${at}`,
        'x-real-ip': '192.0.2.9',
      };
      const given = { email: 'aiko@example.org', password: at < 3 ? 'wrong' : PASSWORD };
      const answer = await browser(url)[at % 2 ? 'submit' : 'post'](
        at % 2 ? '/sign-in' : '/auth/sign-in/email',
        given,
        headers,
      );
      statuses.push(answer.status);
      told.push(await answer.text());
      expect(answer.headers.getSetCookie()).toEqual([]);
    }
    expect(statuses).toEqual([401, 401, 401, 429, 429]);
    expect(told[3]).toContain('Too many attempts.');
    const kept = [...(await service.app.db.execute('select key, count from sign_in_attempt'))];
    expect(kept).toEqual([{ key: expect.stringContaining('127.0.0.1'), count: 3 }]);
  });

  it('end with the minute', async () => {
    await service.app.db.execute('update sign_in_attempt set last_request = last_request - 61000');
    const answer = await browser(other.url).post('/auth/sign-in/email', {
      email: 'aiko@example.org',
      password: PASSWORD,
    });
    expect(answer.status).toBe(200);
  });

  it('share the secret that signs cookies between instances', async () => {
    await service.app.db.execute('delete from sign_in_attempt');
    const client = browser(service.app.url);
    await client.post('/auth/sign-in/email', { email: 'aiko@example.org', password: PASSWORD });
    expect(await other.auth.sessionOf({ cookie: client.cookie() })).not.toBeNull();
  });
});

describe('attempts to sign in behind a trusted proxy', () => {
  const service = useService({ attempts: 2, env: { TRUST_PROXY: '1' } });

  it('are counted, and told, by the address that it saw, whatever the client claims', async () => {
    const accountId = await newAccount(service, 'aiko@example.org');
    const attempt = (seen: string, password: string) => {
      // What stands on the left came with the request.
      const headers = { 'x-forwarded-for': `198.51.100.9, ${seen}`, 'x-demarche-address': '198.51.100.9' };
      return browser(service.app.url).submit('/sign-in', { email: 'aiko@example.org', password }, headers);
    };
    const statuses = [];
    for (const [seen, password] of [
      ['192.0.2.1', 'wrong'],
      ['192.0.2.1', 'wrong'],
      ['192.0.2.1', PASSWORD],
      ['192.0.2.2', PASSWORD],
    ] as const)
      statuses.push((await attempt(seen, password)).status);
    expect(statuses).toEqual([401, 401, 429, 303]);
    expect(await eventsOf(service, accountId)).toEqual(['SIGN_IN_FAILED', 'SIGN_IN_FAILED', 'SIGNED_IN']);
    const told = await service.app.db.query.auditEntry.findMany({
      columns: { address: true },
      where: { accountId },
      orderBy: { id: 'asc' },
    });
    expect(told.map(({ address }) => address)).toEqual(['192.0.2.1', '192.0.2.1', '192.0.2.2']);
  });
});
