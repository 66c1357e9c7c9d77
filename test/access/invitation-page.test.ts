import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { invitation } from '../../src/features/membership/membership.table.ts';
import { decodeGlobalId } from '../../src/protocol/global-id.ts';
import { makePerson, type Person } from '../kit/accounts.ts';
import { useService } from '../kit/service.ts';
import { eventsOf, newAccount, PASSWORD, signedIn, whoseSession } from './kit/account.ts';
import { type Browser, browser, exchange } from './kit/browser.ts';
import { CLIENT, startProvider, type TestProvider } from './kit/provider.ts';

const env: Record<string, string> = {};

describe('the page behind an invitation link', () => {
  let provider: TestProvider;
  beforeAll(async () => {
    provider = await startProvider();
    Object.assign(env, { OIDC_ISSUER: provider.issuer, OIDC_NAME: 'The Institute' });
    Object.assign(env, { OIDC_CLIENT_ID: CLIENT.id, OIDC_CLIENT_SECRET: CLIENT.secret });
  });
  const service = useService({ attempts: 1_000, env });
  let owner: Person;
  beforeAll(async () => {
    provider.open(service.app.url);
    owner = await makePerson(service, 'Rudolf');
    await owner.mutate('createProject', { slug: 'study', name: 'Letters <of> Ruritania' });
  });
  afterAll(() => provider?.close());

  const invite = async (more: object = {}): Promise<{ path: string; id: string }> => {
    const input = { project: 'study', role: 'CODER', ...more };
    const made = await owner.mutate(
      'inviteMember',
      input,
      '... on InviteMemberPayload { link invitation { id } }',
    );
    return { path: new URL(made['link']).pathname, id: made['invitation'].id };
  };
  /** The state of all invitations, memberships and accounts. */
  const everything = async (): Promise<unknown> => [
    ...(await service.app.db
      .execute(`select (select jsonb_agg(i order by id) from invitation i) as invitations,
      (select jsonb_agg(m order by account_id) from membership m) as members, (select count(*)::int from account) as accounts`)),
  ];
  const given = (email: string) => ({ name: 'Fritz', email, 'new-password': PASSWORD });
  /** What project a browser's cookie gives, and as what. */
  const projectOf = async (client: Browser): Promise<unknown> => {
    const answer = await fetch(service.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', cookie: client.cookie() },
      body: JSON.stringify({ query: '{ project(slug: "study") { name viewerRole } }' }),
    });
    return ((await answer.json()) as { data: { project: unknown } }).data.project;
  };
  const JOINED = { name: 'Letters <of> Ruritania', viewerRole: 'CODER' };
  /** Presses the button of the page that somebody signed in is shown. */
  const join = async (client: Browser, path: string): Promise<Response> => {
    const page = await (await client.get(path)).text();
    return client.submit(path, { as: /name="as" value="([^"]+)"/.exec(page)?.[1] ?? '' });
  };

  it('says who invites, to what and as what, and is neither kept nor told to others', async () => {
    const { path } = await invite();
    const answer = await browser(service.app.url).get(path);
    expect(answer.status).toBe(200);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer, strict-origin',
      'content-security-policy': expect.stringContaining("default-src 'none'"),
    });
    const page = await answer.text();
    expect(page).toContain('<strong>Rudolf</strong> invites you');
    expect(page).toContain('<strong>Letters &lt;of&gt; Ruritania</strong> as <strong>CODER</strong>');
    expect(page).toContain(`href="/sign-in?next=${path}"`);
    expect(page).not.toMatch(/<script|https?:/);
  });

  it('changes nothing by being looked at, by anybody', async () => {
    const { path } = await invite();
    await newAccount(service, 'looks@example.org');
    const known = await signedIn(service, 'looks@example.org');
    const before = await everything();
    for (const client of [browser(service.app.url), known]) {
      const cookie = client.cookie();
      expect((await client.get(path)).status).toBe(200);
      expect((await client.get(`${path}?as=x&name=F&new-password=${PASSWORD}`)).status).toBe(200);
      expect(client.cookie()).toBe(cookie);
    }
    for (const method of ['HEAD', 'PUT', 'DELETE'])
      await exchange(new URL(path, service.app.url), method, { cookie: known.cookie() });
    expect(await everything()).toEqual(before);
  });

  it('is one and the same where the link is wrong, used, expired or revoked', async () => {
    const [used, expired, revoked] = [await invite(), await invite(), await invite()];
    const client = browser(service.app.url);
    expect((await client.submit(used.path, given('used@example.org'))).status).toBe(303);
    await service.app.db
      .update(invitation)
      .set({ expiresAt: new Date() })
      .where(eq(invitation.id, String(decodeGlobalId(expired.id)?.id)));
    await owner.mutate('revokeInvitation', { id: revoked.id });
    const wrong = ['', 'x', 'A'.repeat(43), `${used.path.split('/')[2]}/`, '%00', '..%2f'];
    const told = new Set<string>();
    for (const path of [used.path, expired.path, revoked.path, ...wrong.map((one) => `/invitation/${one}`)]) {
      for (const answer of [
        await browser(service.app.url).get(path),
        await browser(service.app.url).submit(path, given('late@example.org')),
        await client.get(path),
      ]) {
        expect([path, answer.status]).toEqual([path, 404]);
        told.add(await answer.text());
      }
    }
    expect([...told]).toEqual([expect.stringContaining('ask whoever gave it to you for a new one')]);
  });

  it('makes an account, signs in, joins, and leaves the secret behind', async () => {
    const { path } = await invite();
    const client = browser(service.app.url);
    const answer = await client.submit(path, given(' Fritz@Example.org'));
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/']);
    expect(answer.headers.get('referrer-policy')).toBe('no-referrer');
    expect(await projectOf(client)).toEqual(JOINED);
    const accountId = (await whoseSession(service, client.cookie())) ?? '';
    expect(await service.app.db.query.account.findFirst({ where: { id: accountId } })).toMatchObject({
      ...{ name: 'Fritz', email: 'fritz@example.org', emailVerified: false },
    });
    expect(await eventsOf(service, accountId)).toEqual(['SIGNED_IN', 'INVITATION_ACCEPTED']);
    await signedIn(service, 'fritz@example.org');
  });

  it('keeps to the address that it is bound to', async () => {
    const { path } = await invite({ email: 'flavia@example.org' });
    const client = browser(service.app.url);
    expect(await (await client.get(path)).text()).toMatch(/value="flavia@example\.org"[^>]* readonly/);
    expect((await client.submit(path, given('mallory@example.org'))).status).toBe(303);
    const accountId = (await whoseSession(service, client.cookie())) ?? '';
    expect(await service.app.db.query.account.findFirst({ where: { id: accountId } })).toMatchObject({
      email: 'flavia@example.org',
    });
  });

  it.each([
    ['name', { name: ' ' }, 'Say your name.'],
    ['email', { email: 'fritz' }, 'That is no e-mail address.'],
    ['new-password', { 'new-password': 'eleven char' }, 'at least 12 characters'],
    ['new-password', { 'new-password': 'x'.repeat(129) }, 'at most 128 characters'],
    ['email', { email: 'taken@example.org' }, /There is an account .+href="\/sign-in\?next=\/invitation\//],
  ])('tells at the field %s what is wrong with %o, and keeps the rest', async (field, wrong, told) => {
    if (!(await service.app.db.query.account.findFirst({ where: { email: 'taken@example.org' } })))
      await newAccount(service, 'taken@example.org');
    const { path } = await invite();
    const before = await everything();
    const client = browser(service.app.url);
    const sent: Record<string, string> = { ...given('new@example.org'), name: 'Fritz "F" & Co', ...wrong };
    const answer = await client.submit(path, sent);
    expect([answer.status, client.cookie()]).toEqual([400, '']);
    const page = await answer.text();
    const [, fault] = new RegExp(`id="${field}-fault">(.+?)</small>`).exec(page) ?? [];
    expect(fault).toMatch(told);
    expect(page.match(/aria-invalid="true"/g)).toHaveLength(1);
    expect(page).toMatch(new RegExp(`id="${field}"[^>]+aria-describedby="${field}-fault`));
    expect(page).toContain(sent['name'] === ' ' ? 'value=" "' : 'value="Fritz &quot;F&quot; &amp; Co"');
    expect(page).toContain(`value="${sent['email']}"`);
    expect(page).not.toContain(sent['new-password']);
    expect(await everything()).toEqual(before);
  });

  it('comes again after signing in, and then asks', async () => {
    await newAccount(service, 'sapt@example.org');
    const { path } = await invite({ email: 'sapt@example.org' });
    const client = browser(service.app.url);
    expect(await (await client.get(`/sign-in?next=${path}`)).text()).toContain(`value="${path}"`);
    const entered = { email: 'sapt@example.org', password: PASSWORD, next: path };
    expect((await client.submit('/sign-in', entered)).headers.get('location')).toBe(path);
    // Whoever is signed in already is led on too.
    expect((await client.get(`/sign-in?next=${path}`)).headers.get('location')).toBe(path);
    const page = await (await client.get(path)).text();
    expect(page).toContain('<button>Join as CODER</button>');
    expect(page).toContain('signed in as <strong>Aiko</strong> (sapt@example.org)');
    expect(await projectOf(client)).toBeNull();
    const answer = await join(client, path);
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/']);
    expect(await projectOf(client)).toEqual(JOINED);
  });

  it('comes again after signing in at a provider, and after failing to', async () => {
    const { path } = await invite();
    const client = browser(service.app.url);
    const page = await (await client.get(path)).text();
    expect(page).toContain(`href="/sign-in/oidc?next=${path}">Sign in with The Institute</a>`);
    const from = { 'sec-fetch-site': 'cross-site' };
    const begin = async () =>
      (await client.get(`/sign-in/oidc?next=${path}`, { 'sec-fetch-site': 'same-origin' })).headers.get(
        'location',
      ) ?? '';
    const declined = await client.get(await provider.signIn(await begin(), 'declines'), from);
    const again = await client.get(declined.headers.get('location') ?? '');
    expect(await again.text()).toMatch(
      new RegExp(`broken off at the provider[^]+name="next" value="${path}"`),
    );
    const person = { sub: 'mika', email: 'mika@example.org', email_verified: true, name: 'Mika' };
    const back = await client.get(await provider.signIn(await begin(), person), from);
    expect(back.headers.get('location')).toBe(path);
    expect((await join(client, path)).status).toBe(303);
    expect(await projectOf(client)).toEqual(JOINED);
  });

  it('joins nobody else than whom it has named', async () => {
    const { path } = await invite();
    await newAccount(service, 'first@example.org');
    const secondId = await newAccount(service, 'second@example.org');
    const client = await signedIn(service, 'first@example.org');
    const before = await everything();
    const otherwise = [given('third@example.org'), { as: secondId }, { as: '' }];
    for (const fields of otherwise) {
      const answer = await client.submit(path, fields);
      expect([answer.status, await answer.text()]).toEqual([
        409,
        expect.stringContaining('(first@example.org)'),
      ]);
    }
    const gone = await browser(service.app.url).submit(path, { as: secondId });
    expect([gone.status, await gone.text()]).toEqual([401, expect.stringContaining('no longer signed in')]);
    expect(await everything()).toEqual(before);
  });

  it('leads to another account where it is for another address, or for who belongs already', async () => {
    await newAccount(service, 'wrong@example.org');
    const client = await signedIn(service, 'wrong@example.org');
    const bound = await invite({ email: 'right@example.org' });
    const page = await (await client.get(bound.path)).text();
    expect(page).toContain('is for <strong>right@example.org</strong> alone');
    expect(page).not.toContain('Join as');
    await join(client, (await invite()).path);
    const { path } = await invite({ role: 'VIEWER' });
    const member = await (await client.get(path)).text();
    expect(member).toContain('You belong to it already, as CODER: <a href="/">go on</a>');
    expect(member).not.toContain('Join as');
    const away = await client.submit('/sign-out', { next: path });
    expect([away.headers.get('location'), client.cookie()]).toEqual([path, '']);
    expect(await (await client.get(path)).text()).toContain('Make the account and join');
  });

  it('does nothing for a page elsewhere', async () => {
    const { path } = await invite();
    await newAccount(service, 'lured@example.org');
    const known = await signedIn(service, 'lured@example.org');
    const as = (await whoseSession(service, known.cookie())) ?? '';
    const before = await everything();
    const elsewhere: Record<string, string>[] = [
      { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' },
      { origin: 'https://evil.example', 'sec-fetch-site': '' },
      { origin: 'null', 'sec-fetch-site': '' },
      { origin: '', 'sec-fetch-site': 'same-site' },
    ];
    for (const headers of elsewhere) {
      expect((await known.submit(path, { as }, headers)).status).toBe(403);
      expect((await browser(service.app.url).submit(path, given('e@example.org'), headers)).status).toBe(403);
    }
    expect(await everything()).toEqual(before);
  });

  it('lets one of several in who use it at once', async () => {
    const members = async () => ((await everything()) as [{ members: unknown[] }])[0].members.length;
    const clients = [];
    for (const at of [1, 2, 3, 4]) {
      await newAccount(service, `at-once-${at}@example.org`);
      clients.push(await signedIn(service, `at-once-${at}@example.org`));
    }
    const { path } = await invite();
    const before = await members();
    const joined = await Promise.all(clients.map((client) => join(client, path)));
    expect(joined.map(({ status }) => status).sort()).toEqual([303, 404, 404, 404]);
    expect(await members()).toBe(before + 1);

    const second = await invite();
    const made = await Promise.all(
      [1, 2, 3, 4].map((at) =>
        browser(service.app.url).submit(second.path, given(`new-at-once-${at}@example.org`)),
      ),
    );
    expect(made.filter(({ status }) => status === 303)).toHaveLength(1);
    expect(made.filter(({ status }) => status === 404 || status === 409)).toHaveLength(3);
    expect(await members()).toBe(before + 2);
  });

  it('says that the account stays where the link was used meanwhile', async () => {
    const { path } = await invite();
    // As if somebody had come between the look at the link and its use.
    await service.app.db.execute(`create function come_between() returns trigger language plpgsql as
      'begin update invitation set accepted_at = now(), accepted_by = created_by where accepted_at is null; return new; end';
      create trigger come_between after insert on account for each row when (new.email = 'beaten@example.org')
      execute function come_between()`);
    const client = browser(service.app.url);
    const answer = await client.submit(path, given('beaten@example.org'));
    expect(answer.status).toBe(409);
    const page = await answer.text();
    expect(page).toContain('you have not joined Letters &lt;of&gt; Ruritania');
    expect(page).toMatch(/Your account is made, and stays:[^]+<strong>beaten@example\.org<\/strong>/);
    expect(await projectOf(client)).toBeNull();
    expect((await join(client, (await invite()).path)).status).toBe(303);
    expect(await projectOf(client)).toEqual(JOINED);
  });
});

describe('making accounts by invitation', () => {
  const service = useService({ attempts: 2 });

  it('counts as signing in does, by address', async () => {
    const owner = await makePerson(service, 'Rudolf');
    await owner.mutate('createProject', { slug: 'study', name: 'Letters' });
    const input = { project: 'study', role: 'CODER' };
    const made = await owner.mutate('inviteMember', input, '... on InviteMemberPayload { link }');
    const { pathname: path } = new URL(made['link']);
    const short = { name: 'Fritz', email: 'fritz@example.org', 'new-password': 'short' };
    const client = browser(service.app.url);
    for (const at of [1, 2])
      expect((await client.submit(path, short, { 'x-forwarded-for': `192.0.2.${at}` })).status).toBe(400);
    const answer = await client.submit(path, { ...short, 'new-password': PASSWORD });
    expect(answer.status).toBe(429);
    const page = await answer.text();
    expect(page).toContain('Too many attempts. Wait a minute');
    expect(page).toContain('value="fritz@example.org"');
    await service.app.db.execute('update sign_in_attempt set last_request = last_request - 61000');
    expect((await client.submit(path, { ...short, 'new-password': PASSWORD })).status).toBe(303);
  });
});
