import { describe, expect, it, onTestFinished } from 'vitest';
import { LOCAL_OWNER } from '../../src/features/account/account.command.ts';
import { freshDatabase } from '../kit/database.ts';
import { useService } from '../kit/service.ts';
import { demarche, startService, stop, until } from '../runtime/kit/service.ts';
import { eventsOf, newAccount, whoseSession } from './kit/account.ts';
import { browser, exchange } from './kit/browser.ts';

describe('a sign-in link', () => {
  const service = useService({ attempts: 1_000 });
  const rows = async (query: string) => [...(await service.app.db.execute(query))];

  it('is made at the first start, for the owner, who has no password', async () => {
    expect(service.app.signInLink).toMatch(
      /^http:\/\/127\.0\.0\.1:\d+\/sign-in\/link\?token=[a-zA-Z0-9]{32}$/,
    );
    expect(await rows('select * from credential')).toEqual([]);
    const token = service.app.signInLink?.split('=')[1] ?? '';
    const [kept] = await rows(
      'select string_agg(v::text, chr(10)) as text, count(*)::int as count from verification v',
    );
    expect(kept?.['count']).toBe(1);
    expect(kept?.['text']).not.toContain(token);
  });

  it('signs in whoever follows it, once', async () => {
    const link = await service.app.auth.signInLink(LOCAL_OWNER);
    const client = browser(service.app.url);
    const answer = await client.get(link);
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/']);
    expect(answer.headers.get('referrer-policy')).toBe('no-referrer');
    expect(await whoseSession(service, client.cookie())).toBe(LOCAL_OWNER);
    expect(await eventsOf(service, LOCAL_OWNER)).toEqual(['SIGNED_IN']);

    const later = browser(service.app.url);
    const again = await later.get(link);
    expect([again.status, await again.text()]).toEqual([
      400,
      expect.stringContaining('has been used, or has expired'),
    ]);
    expect(later.cookie()).toBe('');
  });

  it('replaces the session of somebody else in the same browser', async () => {
    const accountId = await newAccount(service, 'before@example.org');
    const client = browser(service.app.url);
    await client.get(await service.app.auth.signInLink(accountId));
    expect(await whoseSession(service, client.cookie())).toBe(accountId);
    await client.get(await service.app.auth.signInLink(LOCAL_OWNER));
    expect(await whoseSession(service, client.cookie())).toBe(LOCAL_OWNER);
  });

  it('is not used up by what looks at it beforehand, and then asks', async () => {
    const link = await service.app.auth.signInLink(LOCAL_OWNER);
    const client = browser(service.app.url);
    const peeks: [string, Record<string, string>][] = [
      ['GET', {}],
      ['HEAD', { 'sec-fetch-mode': 'navigate' }],
      ['GET', { 'sec-fetch-mode': 'navigate', 'sec-purpose': 'prefetch' }],
      ['GET', { 'sec-fetch-mode': 'no-cors' }],
      // A link on a page elsewhere, which could sign somebody in as another without their knowing.
      ['GET', { 'sec-fetch-mode': 'navigate', 'sec-fetch-site': 'cross-site' }],
    ];
    for (const [method, headers] of peeks) {
      const answer = await exchange(new URL(link), method, headers);
      expect(answer.status).toBe(200);
      expect(answer.headers.getSetCookie()).toEqual([]);
    }
    const page = await (await client.get(link, { 'sec-fetch-mode': '' })).text();
    expect(page).toContain('as <strong>Local owner</strong>');
    const token = /name="token" value="(\w+)"/.exec(page)?.[1] ?? '';
    expect((await client.submit('/sign-in/link', { token })).status).toBe(303);
    expect(await whoseSession(service, client.cookie())).toBe(LOCAL_OWNER);
  });

  it('signs in one of several who follow it at once', async () => {
    const link = await service.app.auth.signInLink(LOCAL_OWNER);
    const answers = await Promise.all(Array.from({ length: 8 }, () => browser(service.app.url).get(link)));
    expect(answers.map(({ status }) => status).sort()).toEqual([303, ...Array(7).fill(400)]);
  });

  it('ends after a day', async () => {
    const link = await service.app.auth.signInLink(LOCAL_OWNER);
    const [good] = await rows(
      `select bool_and(expires_at between now() + interval '23 hours' and now() + interval '24 hours') as day from verification`,
    );
    expect(good?.['day']).toBe(true);
    await service.app.db.execute(`update verification set expires_at = now() - interval '1 second'`);
    expect((await browser(service.app.url).get(link)).status).toBe(400);
  });

  it('leaves a password as it is', async () => {
    const accountId = await newAccount(service, 'keeps@example.org');
    const before = await rows(`select password from credential where user_id = '${accountId}'`);
    await browser(service.app.url).get(await service.app.auth.signInLink(accountId));
    expect(await rows(`select password from credential where user_id = '${accountId}'`)).toEqual(before);
    expect(before).toHaveLength(1);
  });
});

describe('the command line', () => {
  const ownDatabase = async (): Promise<string> => {
    const { url, drop } = await freshDatabase();
    onTestFinished(drop);
    return url;
  };
  const told = /http\S+\/sign-in\/link\?token=\w+/g;

  it('tells the link once, on stderr, whatever is started after', async () => {
    const DATABASE_URL = await ownDatabase();
    const first = await startService({ env: { DATABASE_URL } });
    await until(() => told.test(first.output()));
    const links = first.output().match(told) ?? [];
    expect(links).toHaveLength(1);
    expect(first.output()).toContain(`Sign in as its owner, once, within 24 hours: ${links[0]}\n`);
    expect(links[0]).toMatch(new RegExp(`^${first.url}/sign-in/link`));
    const other = await startService({ env: { DATABASE_URL } });
    expect((await browser(first.url).get(links[0] ?? '')).status).toBe(303);
    await stop(first);
    expect(first.output().split(links[0] ?? '').length).toBe(2);
    await stop(other);
    const again = await startService({ env: { DATABASE_URL } });
    await stop(again);
    for (const { output } of [other, again]) expect(output()).not.toMatch(told);
  });

  it('prints another to stdout, for the owner or for whom it is asked', async () => {
    const DATABASE_URL = await ownDatabase();
    const service = await startService({ env: { DATABASE_URL } });
    const PORT = new URL(service.url).port;
    const run = async (argv: string[], env: Record<string, string> = {}) => {
      const running = demarche(['sign-in-link', ...argv], { env: { DATABASE_URL, PORT, ...env } });
      let stdout = '';
      running.process.stdout?.on('data', (part: Buffer) => (stdout += part.toString()));
      return { code: await running.exited, stdout, output: running.output() };
    };
    const owner = await run([]);
    expect(owner).toMatchObject({ code: 0, stdout: expect.stringMatching(/^http:\S+\n$/) });
    const client = browser(service.url);
    expect((await client.get(owner.stdout.trim())).status).toBe(303);
    expect(await (await client.get('/account')).text()).toContain('(owner@localhost)');

    const elsewhere = await run(['--email', 'Owner@localhost'], {
      PUBLIC_URL: 'https://demarche.example.org',
    });
    expect(elsewhere.stdout).toMatch(/^https:\/\/demarche\.example\.org\/sign-in\/link\?token=\w+\n$/);
    const unknown = await run(['--email', 'nobody@example.org']);
    expect(unknown).toMatchObject({
      code: 2,
      stdout: '',
      output: expect.stringContaining('no account has the address'),
    });
    expect(await run([], { PORT: '0' })).toMatchObject({
      code: 2,
      output: expect.stringContaining('PUBLIC_URL'),
    });
    await stop(service);
  });
});
