import { describe, expect, it } from 'vitest';
import { useService } from '../kit/service.ts';
import { eventsOf, newAccount, PASSWORD, signedIn, whoseSession } from './kit/account.ts';
import { browser } from './kit/browser.ts';

describe('signing in', () => {
  const service = useService({ attempts: 1_000 });

  it('opens a session, in a cookie that scripts cannot read and other sites cannot send', async () => {
    const accountId = await newAccount(service, 'cookie@example.org');
    const client = browser(service.app.url);
    const answer = await client.post('/auth/sign-in/email', {
      email: 'Cookie@Example.org',
      password: PASSWORD,
    });
    expect(answer.status).toBe(200);
    const cookies = answer.headers.getSetCookie();
    expect(cookies).toHaveLength(1);
    expect(cookies[0]).toMatch(
      /^demarche\.session_token=[^;]+; Max-Age=2592000; Path=\/; HttpOnly; SameSite=Lax$/,
    );
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(await whoseSession(service, client.cookie())).toBe(accountId);
    expect(await eventsOf(service, accountId)).toEqual(['SIGNED_IN']);
  });

  it('answers a wrong password and an unknown address alike, and opens nothing', async () => {
    const accountId = await newAccount(service, 'known@example.org');
    const answers = [];
    for (const email of ['known@example.org', 'unknown@example.org']) {
      const answer = await browser(service.app.url).post('/auth/sign-in/email', {
        email,
        password: 'wrong horse battery',
      });
      answers.push({
        status: answer.status,
        cookies: answer.headers.getSetCookie(),
        body: await answer.json(),
      });
    }
    expect(answers[0]).toMatchObject({ status: 401, cookies: [] });
    expect(answers[1]).toEqual(answers[0]);
    expect(await eventsOf(service, accountId)).toEqual(['SIGN_IN_FAILED']);
  });

  it('works in a page without a script', async () => {
    const accountId = await newAccount(service, 'page@example.org');
    const client = browser(service.app.url);
    const wrong = await client.submit('/sign-in', { email: 'page@example.org', password: 'wrong' });
    expect(wrong.status).toBe(401);
    const page = await wrong.text();
    expect(page).toContain('The address or the password is not right.');
    expect(page).toContain('value="page@example.org"');
    expect(page).not.toContain('wrong');
    const right = await client.submit('/sign-in', { email: 'page@example.org', password: PASSWORD });
    expect([right.status, right.headers.get('location')]).toEqual([303, '/']);
    expect(await whoseSession(service, client.cookie())).toBe(accountId);
    const account = await client.get('/account');
    expect(await account.text()).toContain('<strong>Aiko</strong> (page@example.org)');
    const away = await client.submit('/sign-out', {});
    expect(away.headers.get('location')).toBe('/sign-in?done=signed-out');
    expect(client.cookie()).toBe('');
  });

  it('gives a session that nobody knew before, whatever cookie was there', async () => {
    const planted =
      (await newAccount(service, 'mallory@example.org'), await signedIn(service, 'mallory@example.org'));
    const accountId = await newAccount(service, 'victim@example.org');
    const cookies = new Map([planted.cookie().split('=') as [string, string]]);
    const client = browser(service.app.url, cookies);
    await client.post('/auth/sign-in/email', { email: 'victim@example.org', password: PASSWORD });
    expect(client.cookie()).not.toBe(planted.cookie());
    expect(await whoseSession(service, client.cookie())).toBe(accountId);
    expect(await whoseSession(service, planted.cookie())).not.toBe(accountId);
  });

  it('does not take a cookie that is changed, made up, or expired', async () => {
    const accountId = await newAccount(service, 'old@example.org');
    const client = await signedIn(service, 'old@example.org');
    const [name, value = ''] = client.cookie().split('=') as [string, string];
    const token = decodeURIComponent(value).split('.')[0] ?? '';
    for (const other of [
      token,
      `${token}.`,
      `${token}.AAAA`,
      `x${value}`,
      `${value.slice(0, -8)}AAAAAAA%3D`,
      '',
    ])
      expect(await whoseSession(service, `${name}=${other}`)).toBeNull();
    expect(await whoseSession(service, client.cookie())).toBe(accountId);
    await service.app.db.execute(`update session set expires_at = now() - interval '1 second'`);
    expect(await whoseSession(service, client.cookie())).toBeNull();
  });

  it('ends with signing out, for whoever kept the cookie too', async () => {
    const accountId = await newAccount(service, 'leaving@example.org');
    const client = await signedIn(service, 'leaving@example.org');
    const kept = client.cookie();
    const answer = await client.post('/auth/sign-out', {});
    expect(answer.status).toBe(200);
    expect(client.cookie()).toBe('');
    expect(await whoseSession(service, kept)).toBeNull();
    expect(await eventsOf(service, accountId)).toEqual(['SIGNED_IN', 'SIGNED_OUT']);
  });

  it('serves of better-auth what is used, and nothing else', async () => {
    await newAccount(service, 'curious@example.org');
    const client = await signedIn(service, 'curious@example.org');
    const others = [
      'get-session',
      'list-sessions',
      'ok',
      'error',
      'list-accounts',
      'verify-email',
      'callback/google',
    ];
    for (const path of others) expect((await client.get(`/auth/${path}`)).status).toBe(404);
    const writes = [
      'update-user',
      'delete-user',
      'change-email',
      'link-social',
      'update-session',
      'create-account',
      'sign-up/invited',
    ];
    for (const path of writes) expect((await client.post(`/auth/${path}`, { name: 'x' })).status).toBe(404);
    expect((await client.get('/auth/sign-in/email')).status).toBe(405);
  });

  it('is closed to those who are not invited', async () => {
    const client = browser(service.app.url);
    const given = { name: 'Eve', email: 'eve@example.org', password: PASSWORD };
    expect((await client.post('/auth/sign-up/email', given)).status).toBe(400);
    expect((await client.get('/sign-up')).status).toBe(404);
    expect(await service.app.db.query.account.findFirst({ where: { email: given.email } })).toBeUndefined();
  });

  it('makes no account of an address, a name or a password that will not do', async () => {
    const make = (given: object) =>
      service.app.auth.createAccount({ name: 'A', email: 'a@example.org', password: PASSWORD, ...given });
    await newAccount(service, 'taken@example.org');
    expect(await make({ email: 'Taken@example.org' })).toEqual({ fault: 'EMAIL_TAKEN' });
    expect(await make({ email: 'taken' })).toEqual({ fault: 'EMAIL_INVALID' });
    expect(await make({ name: ' ' })).toEqual({ fault: 'NAME_EMPTY' });
    expect(await make({ password: 'eleven char' })).toEqual({ fault: 'PASSWORD_TOO_SHORT' });
    expect(await make({ password: 'x'.repeat(129) })).toEqual({ fault: 'PASSWORD_TOO_LONG' });
    const both = await Promise.all([make({ email: 'b@example.org' }), make({ email: 'b@example.org' })]);
    expect(both.filter((one) => 'fault' in one)).toEqual([{ fault: 'EMAIL_TAKEN' }]);
  });
});

describe('where anybody may sign up', () => {
  const service = useService({ attempts: 1_000, env: { SIGN_UP: 'open' } });

  it('makes an account, and answers alike where there is one', async () => {
    const client = browser(service.app.url);
    const given = { name: 'Ren', email: 'ren@example.org' };
    const sent = () => client.submit('/sign-up', { ...given, 'new-password': PASSWORD });
    for (const answer of [await sent(), await sent()]) {
      expect([answer.status, answer.headers.get('location')]).toEqual([303, '/sign-in?done=signed-up']);
      expect(client.cookie()).toBe('');
    }
    const short = await client.submit('/sign-up', {
      ...given,
      email: 'new@example.org',
      'new-password': 'eleven char',
    });
    expect(short.status).toBe(400);
    expect(await short.text()).toContain('at least 12 characters');
    await signedIn(service, 'ren@example.org');
  });
});

describe('behind a public address of https', () => {
  const service = useService({ env: { PUBLIC_URL: 'https://demarche.example.org' } });

  it('binds the cookie to that host and to https', async () => {
    await newAccount(service, 'aiko@example.org');
    const answer = await browser(service.app.url).post(
      '/auth/sign-in/email',
      { email: 'aiko@example.org', password: PASSWORD },
      { origin: 'https://demarche.example.org' },
    );
    expect(answer.headers.getSetCookie()[0]).toMatch(
      /^__Host-demarche\.session_token=[^;]+; Max-Age=2592000; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
    );
    expect(await whoseSession(service, answer.headers.getSetCookie()[0]?.split(';')[0] ?? '')).not.toBeNull();
  });
});
