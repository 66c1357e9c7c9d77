import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LOCAL_OWNER } from '../../src/features/account/account.command.ts';
import { useService } from '../kit/service.ts';
import { eventsOf, newAccount, whoseSession } from './kit/account.ts';
import { type Browser, browser } from './kit/browser.ts';
import { CLIENT, type Person, startProvider, type TestProvider } from './kit/provider.ts';

const env: Record<string, string> = {};

describe('signing in at an OpenID Connect provider', () => {
  let provider: TestProvider;
  beforeAll(async () => {
    provider = await startProvider();
    Object.assign(env, { OIDC_ISSUER: provider.issuer, OIDC_NAME: 'The Institute' });
    Object.assign(env, { OIDC_CLIENT_ID: CLIENT.id, OIDC_CLIENT_SECRET: CLIENT.secret });
  });
  const service = useService({ env });
  afterAll(() => provider?.close());

  /** Where the service sends somebody who wants to sign in at the provider. */
  const begin = async (client: Browser, next = '/'): Promise<string> => {
    const answer = await client.get(`/sign-in/oidc?next=${encodeURIComponent(next)}`, {
      'sec-fetch-site': 'same-origin',
    });
    expect(answer.status).toBe(303);
    return answer.headers.get('location') ?? '';
  };
  /** Goes all the way, and gives where it ends. */
  const signIn = async (client: Browser, person: Person | 'declines', next?: string): Promise<string> => {
    const back = await provider.signIn(await begin(client, next), person);
    const answer = await client.get(back, { 'sec-fetch-site': 'cross-site' });
    expect([302, 303]).toContain(answer.status);
    return answer.headers.get('location') ?? '';
  };
  /** What the page says at which somebody ended who was not signed in. */
  const refusal = async (client: Browser, location: string): Promise<string> => {
    const url = new URL(location, service.app.url);
    expect([url.origin, url.pathname]).toEqual([service.app.url, '/sign-in']);
    expect(client.cookie()).not.toContain('session_token');
    const page = await (await client.get(url.href)).text();
    return /role="alert" aria-live="assertive">([^<]*)</.exec(page)?.[1] ?? '';
  };

  it('tells that the provider cannot be reached, and begins to work when it can', async () => {
    const client = browser(service.app.url);
    const before = await client.get('/sign-in/oidc');
    expect([before.status, await before.text()]).toEqual([502, expect.stringContaining('cannot be reached')]);
    provider.open(service.app.url);
    const url = new URL(await begin(client));
    expect(url.origin).toBe(provider.issuer);
    expect(Object.fromEntries(url.searchParams)).toMatchObject({
      ...{
        response_type: 'code',
        client_id: CLIENT.id,
        code_challenge_method: 'S256',
        scope: 'openid email profile',
      },
      ...{ redirect_uri: `${service.app.url}/auth/callback/oidc`, state: expect.stringMatching(/.{32}/) },
      ...{ nonce: expect.stringMatching(/.{32}/), code_challenge: expect.stringMatching(/.{43}/) },
    });
    expect(await (await client.get('/sign-in')).text()).toContain('Sign in with The Institute');
  });

  const mika = { sub: 'mika', email: 'Mika@example.org', email_verified: true, name: 'Mika' };

  it('makes an account, and finds it again', async () => {
    const client = browser(service.app.url);
    expect(await signIn(client, mika, '/account?a=b')).toBe('/account?a=b');
    const accountId = (await whoseSession(service, client.cookie())) ?? '';
    const account = await service.app.db.query.account.findFirst({ where: { id: accountId } });
    expect(account).toMatchObject({ email: 'mika@example.org', name: 'Mika', emailVerified: true });
    expect(await eventsOf(service, accountId)).toEqual(['SIGNED_IN']);

    const again = browser(service.app.url);
    await signIn(again, { ...mika, email: 'married@example.org' });
    expect(await whoseSession(service, again.cookie())).toBe(accountId);
    const kept = await service.app.db.execute(
      'select access_token, refresh_token, id_token, password from credential',
    );
    expect([...kept]).toEqual([{ access_token: null, refresh_token: null, id_token: null, password: null }]);
  });

  it('takes an account with the same address for theirs where both sides have proven it', async () => {
    const accountId = await newAccount(service, 'both@example.org');
    await service.app.db.execute(`update account set email_verified = true where id = '${accountId}'`);
    const client = browser(service.app.url);
    await signIn(client, { sub: 'both', email: 'both@example.org', email_verified: true });
    expect(await whoseSession(service, client.cookie())).toBe(accountId);
  });

  it.each([
    ['the provider has not verified it', true, false],
    ['nobody has shown here that it is theirs', false, true],
  ])('takes no account over where %s', async (_, here, there) => {
    const email = `here-${here}@example.org`;
    const accountId = await newAccount(service, email);
    await service.app.db.execute(`update account set email_verified = ${here} where id = '${accountId}'`);
    const client = browser(service.app.url);
    const told = await refusal(client, await signIn(client, { sub: email, email, email_verified: there }));
    expect(told).toContain('nobody has shown yet');
    expect(await eventsOf(service, accountId)).toEqual([]);
  });

  it('makes no account of an address that the provider has not verified, or does not tell', async () => {
    const client = browser(service.app.url);
    const unverified = { sub: 'unverified', email: 'unverified@example.org', email_verified: false };
    expect(await refusal(client, await signIn(client, unverified))).toContain('has not verified');
    expect(await refusal(client, await signIn(client, { sub: 'silent' }))).toContain('does not tell');
    expect(
      await service.app.db.query.account.findFirst({ where: { email: unverified.email } }),
    ).toBeUndefined();
  });

  it('never makes anybody the local owner', async () => {
    const client = browser(service.app.url);
    const owner = { sub: 'owner', email: 'owner@localhost', email_verified: true };
    await refusal(client, await signIn(client, owner));
    expect(await eventsOf(service, LOCAL_OWNER)).toEqual([]);
  });

  it('takes a way back once, and only in the browser that began', async () => {
    const client = browser(service.app.url);
    const back = await provider.signIn(await begin(client), mika);
    const other = browser(service.app.url);
    const stolen = await other.get(back);
    expect(await refusal(other, stolen.headers.get('location') ?? '')).toContain('in another browser');
    await client.get(back);
    expect(await whoseSession(service, client.cookie())).not.toBeNull();
    const replayed = browser(service.app.url);
    await refusal(replayed, (await replayed.get(back)).headers.get('location') ?? '');

    const forged = browser(service.app.url);
    const url = new URL(await provider.signIn(await begin(forged), mika));
    url.searchParams.set('code', 'made-up');
    await refusal(forged, (await forged.get(url.href)).headers.get('location') ?? '');
  });

  it('is told when somebody declines', async () => {
    const client = browser(service.app.url);
    expect(await refusal(client, await signIn(client, 'declines'))).toContain('broken off');
  });

  it('begins on our pages alone, and leads nowhere else in the end', async () => {
    const client = browser(service.app.url);
    const foreign = await client.get('/sign-in/oidc', { 'sec-fetch-site': 'cross-site' });
    expect(foreign.headers.get('location')).toBe('/sign-in');
    expect(await signIn(client, mika, 'https://evil.example/')).toBe('/');
    const given = { provider: 'oidc', callbackURL: 'https://evil.example/' };
    expect((await browser(service.app.url).post('/auth/sign-in/social', given)).status).toBe(403);
    const error = { provider: 'oidc', callbackURL: '/', errorCallbackURL: '//evil.example/' };
    expect((await browser(service.app.url).post('/auth/sign-in/social', error)).status).toBe(403);
  });
});
