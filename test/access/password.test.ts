import { createToken } from '../../src/features/access-token/access-token.command.ts';
import { viewerOfAccount, viewerOfToken } from '../../src/features/account/authenticate.query.ts';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { useService } from '../kit/service.ts';
import { eventsOf, newAccount, PASSWORD, signedIn, whoseSession } from './kit/account.ts';
import { browser } from './kit/browser.ts';

const another = 'battery staple horse';
const folder = mkdtempSync(join(tmpdir(), 'demarche-mail-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('a password', () => {
  const service = useService({ attempts: 1_000, env: { MAIL_URL: pathToFileURL(folder).href } });
  /** The mail that has been sent to an address. */
  const mailTo = async (address: string): Promise<string[]> => {
    await service.app.auth.close();
    const all = readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8'));
    return all
      .filter((mail) => mail.includes(`To: ${address}`))
      .map((mail) => mail.replaceAll(/=\n/g, '').replaceAll('=3D', '='));
  };

  it('that is changed signs out whoever else is signed in with the account', async () => {
    const accountId = await newAccount(service, 'change@example.org');
    const client = await signedIn(service, 'change@example.org');
    const other = await signedIn(service, 'change@example.org');
    const before = client.cookie();
    const answer = await client.post('/auth/change-password', {
      ...{ currentPassword: PASSWORD, newPassword: another, revokeOtherSessions: false },
    });
    expect(answer.status).toBe(200);
    expect(await whoseSession(service, other.cookie())).toBeNull();
    expect(await whoseSession(service, before)).toBeNull();
    expect(await whoseSession(service, client.cookie())).toBe(accountId);
    await expect(signedIn(service, 'change@example.org')).rejects.toThrow('401');
    await signedIn(service, 'change@example.org', another);
    expect(await eventsOf(service, accountId)).toEqual([
      ...['SIGNED_IN', 'SIGNED_IN', 'PASSWORD_CHANGED', 'SIGN_IN_FAILED', 'SIGNED_IN'],
    ]);
  });

  it('is changed in a page by whoever knows the one before, and only to one that will do', async () => {
    const accountId = await newAccount(service, 'page@example.org');
    const client = await signedIn(service, 'page@example.org');
    const change = async (password: string, next: string): Promise<[number, string]> => {
      const answer = await client.submit('/account', { password, 'new-password': next });
      return [answer.status, await answer.text()];
    };
    const faults: [string, string, string][] = [
      ['wrong', another, 'The current password is not right.'],
      [PASSWORD, 'eleven char', 'too short'],
      [PASSWORD, 'x'.repeat(129), 'too long'],
    ];
    for (const [password, next, told] of faults)
      expect(await change(password, next)).toEqual([400, expect.stringContaining(told)]);
    expect(await change(PASSWORD, another)).toEqual([
      200,
      expect.stringContaining('Your password is changed.'),
    ]);
    expect(await whoseSession(service, client.cookie())).toBe(accountId);
    await signedIn(service, 'page@example.org', another);
    const nobody = await browser(service.app.url).post('/auth/change-password', {
      ...{ currentPassword: another, newPassword: PASSWORD },
    });
    expect(nobody.status).toBe(401);
  });

  it('that is forgotten is set anew by a link in a mail, once', async () => {
    const accountId = await newAccount(service, 'forgot@example.org');
    const other = await signedIn(service, 'forgot@example.org');
    const self = await viewerOfAccount(service.app.db, accountId, 'SESSION');
    const { text } = await createToken(service.app.db, self, { name: 'made by whoever had it' });
    const client = browser(service.app.url);
    const sent = await client.submit(
      '/forgot-password',
      { email: 'Forgot@example.org' },
      { host: 'evil.example' },
    );
    expect(await sent.text()).toContain('If the address has an account, a mail is on its way.');
    const [mail = '', ...more] = await mailTo('forgot@example.org');
    expect(more).toEqual([]);
    const link = new URL(/http\S+set-password\S+/.exec(mail)?.[0] ?? '');
    expect(link.origin).toBe(service.app.url);
    const [stored] = await service.app.db.execute(
      `select string_agg(v::text, '') as rows from verification v where identifier like '%${link.searchParams.get('token')}%'`,
    );
    expect(stored?.['rows']).toBeNull();

    const page = await client.get(link.href);
    expect(page.headers.get('referrer-policy')).toBe('no-referrer, strict-origin');
    const token = /name="token" value="(\w+)"/.exec(await page.text())?.[1] ?? '';
    const short = await client.submit('/set-password', { token, 'new-password': 'eleven char' });
    expect(await short.text()).toContain('at least 12 characters');
    const set = await client.submit('/set-password', { token, 'new-password': another });
    expect(set.headers.get('location')).toBe('/sign-in?done=password');
    expect(await whoseSession(service, other.cookie())).toBeNull();
    expect(await viewerOfToken(service.app.db, text)).toBeNull();
    await signedIn(service, 'forgot@example.org', another);

    const again = await client.submit('/set-password', { token, 'new-password': 'yet another password' });
    expect([again.status, await again.text()]).toEqual([400, expect.stringContaining('has been used')]);
    await signedIn(service, 'forgot@example.org', another);
    expect(await eventsOf(service, accountId)).toContain('PASSWORD_CHANGED');
    const account = await service.app.db.query.account.findFirst({ where: { id: accountId } });
    expect(account?.emailVerified).toBe(true);
  });

  it('cannot be set after the link has expired', async () => {
    await newAccount(service, 'late@example.org');
    const client = browser(service.app.url);
    await client.post('/auth/request-password-reset', { email: 'late@example.org' });
    const [mail = ''] = await mailTo('late@example.org');
    const token = /token=(\w+)/.exec(mail)?.[1] ?? '';
    await service.app.db.execute(`update verification set expires_at = now() - interval '1 second'`);
    expect((await client.submit('/set-password', { token, 'new-password': another })).status).toBe(400);
    await signedIn(service, 'late@example.org');
  });

  it('asked for where there is no account gives the same answer, and no mail', async () => {
    await newAccount(service, 'there@example.org');
    const answers = [];
    for (const email of ['there@example.org', 'nowhere@example.org']) {
      const answer = await browser(service.app.url).post('/auth/request-password-reset', { email });
      answers.push([answer.status, await answer.json()]);
    }
    expect(answers[1]).toEqual(answers[0]);
    expect(await mailTo('there@example.org')).toHaveLength(1);
    expect(await mailTo('nowhere@example.org')).toEqual([]);
  });
});

describe('without mail', () => {
  const service = useService();

  it('says so, and pretends nothing', async () => {
    await newAccount(service, 'aiko@example.org');
    const client = browser(service.app.url);
    const page = await client.submit('/forgot-password', { email: 'aiko@example.org' });
    expect(page.status).toBe(503);
    expect(await page.text()).toContain('This service sends no mail: none is set up.');
    const answer = await client.post('/auth/request-password-reset', { email: 'aiko@example.org' });
    expect([answer.status, await answer.json()]).toMatchObject([400, { code: 'RESET_PASSWORD_DISABLED' }]);
  });
});
