import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isFromHere, ownOrigins, pathWithin } from '../../src/http/auth/origin.ts';
import { useService } from '../kit/service.ts';
import { newAccount, PASSWORD, signedIn, whoseSession } from './kit/account.ts';
import { browser, exchange } from './kit/browser.ts';

const evil = 'https://evil.example';

/** Ways to write an address elsewhere, or none, that have fooled others. */
const elsewhere = [
  ...[
    evil,
    '//evil.example',
    '///evil.example',
    '/\\evil.example',
    '\\\\evil.example',
    '/\t/evil.example',
    '/\n/evil.example',
  ],
  ...[
    'https:evil.example',
    'javascript:alert(1)',
    'data:text/html,x',
    '/.//evil.example',
    '/a/..//evil.example',
  ],
  ...[
    '/%5cevil.example',
    '/%2f/evil.example',
    'evil.example',
    '@evil.example',
    '/..//evil.example',
    ' //evil.example',
  ],
  ...[
    'http://127.0.0.1@evil.example',
    'http://127.0.0.1.evil.example/',
    '/%09/evil.example',
    '?//evil.example',
    '',
  ],
];

describe('a request that changes something', () => {
  const service = useService({ attempts: 1_000 });
  const foreign: Record<string, string>[] = [
    { origin: evil, 'sec-fetch-site': 'cross-site' },
    { origin: evil, 'sec-fetch-site': '' },
    { origin: 'null', 'sec-fetch-site': 'cross-site' },
    { origin: 'null', 'sec-fetch-site': '' },
    { origin: '', 'sec-fetch-site': 'cross-site' },
    { origin: 'http://other.127.0.0.1', 'sec-fetch-site': 'same-site' },
    { origin: 'http://127.0.0.1:1', 'sec-fetch-site': 'same-site' },
  ];

  it.each(foreign)('is refused from elsewhere: %j', async (headers) => {
    const email = `aiko${foreign.indexOf(headers)}@example.org`;
    const accountId = await newAccount(service, email);
    const client = await signedIn(service, email);
    const cookie = client.cookie();
    const token = (await service.app.auth.signInLink(accountId)).split('=')[1] ?? '';
    const changed = { currentPassword: PASSWORD, newPassword: 'something else entirely' };
    const forms: [string, Record<string, string>][] = [
      ['/sign-in', { email, password: PASSWORD }],
      ['/sign-in/link', { token }],
      ['/sign-out', {}],
      ['/forgot-password', { email }],
      ['/set-password', { token, 'new-password': changed.newPassword }],
      ['/account', { password: PASSWORD, 'new-password': changed.newPassword }],
      ['/auth/sign-in/email', { email, password: PASSWORD }],
    ];
    for (const [path, fields] of forms) {
      const answer = await client.submit(path, fields, headers);
      expect([path, answer.status, answer.headers.getSetCookie()]).toEqual([path, 403, []]);
    }
    for (const [path, body] of Object.entries({
      'sign-out': {},
      'change-password': changed,
      'sign-in/link': { token },
    })) {
      const answer = await client.post(`/auth/${path}`, body, headers);
      expect([path, answer.status, answer.headers.getSetCookie()]).toEqual([path, 403, []]);
    }
    // Nothing came of all that.
    expect(await whoseSession(service, cookie)).toBe(accountId);
    await signedIn(service, email);
    expect((await browser(service.app.url).get(`/sign-in/link?token=${token}`)).status).toBe(303);
  });

  it('is taken from our own pages by all their names, and from programs', async () => {
    await newAccount(service, 'names@example.org');
    const given = { email: 'names@example.org', password: PASSWORD };
    const { port } = new URL(service.app.url);
    for (const origin of [`http://localhost:${port}`, `http://127.0.0.1:${port}`, `http://[::1]:${port}`])
      expect((await browser(service.app.url).post('/auth/sign-in/email', given, { origin })).status).toBe(
        200,
      );
    for (const mode of ['', 'cors']) {
      const program = { origin: '', 'sec-fetch-site': '', 'sec-fetch-mode': mode };
      expect((await browser(service.app.url).post('/auth/sign-in/email', given, program)).status).toBe(200);
    }
    const hidden = { origin: 'null', 'sec-fetch-site': 'same-origin' };
    expect((await browser(service.app.url).submit('/sign-in', given, hidden)).status).toBe(303);
  });

  it('is not taken as what only a form of elsewhere would send', async () => {
    const given = JSON.stringify({ email: 'names@example.org', password: PASSWORD });
    const headers = { 'content-type': 'text/plain' };
    const answer = await exchange(new URL('/auth/sign-in/email', service.app.url), 'POST', headers, given);
    expect(answer.status).toBe(415);
  });

  it('is bounded in length', async () => {
    const long = { email: 'a@example.org', password: 'x'.repeat(2_000_000) };
    expect((await browser(service.app.url).post('/auth/sign-in/email', long)).status).toBe(413);
    expect((await browser(service.app.url).submit('/sign-in', long)).status).toBe(413);
  });
});

describe('what nobody would type', () => {
  const service = useService({ attempts: 1_000, env: { SIGN_UP: 'open', MAIL_URL: 'file:///nowhere' } });
  const values = [
    '\0',
    'a\0@example.org',
    '\ud800',
    "';--",
    '%00',
    '%',
    '[object Object]',
    '\u202e',
    'x'.repeat(5_000),
  ];

  it('is refused or not found, and is no fault of the program', async () => {
    const client = browser(service.app.url);
    for (const value of values) {
      const all = {
        email: value,
        name: value,
        password: value,
        'new-password': value,
        token: value,
        next: value,
      };
      for (const path of [
        '/sign-in',
        '/sign-in/link',
        '/sign-up',
        '/forgot-password',
        '/set-password',
        '/account',
      ])
        expect([path, value, (await client.submit(path, all)).status < 500]).toEqual([path, value, true]);
      const more = { ...all, newPassword: value, currentPassword: value, provider: value, callbackURL: '/' };
      const routes = [
        'sign-in/email',
        'sign-in/link',
        'sign-up/email',
        'reset-password',
        'request-password-reset',
      ];
      for (const path of [...routes, 'change-password', 'sign-in/social'])
        expect([path, value, (await client.post(`/auth/${path}`, more)).status < 500]).toEqual([
          path,
          value,
          true,
        ]);
      const query = String(
        new URLSearchParams({ token: value, state: value, code: value, error: value, next: value }),
      );
      for (const path of ['/sign-in', '/sign-in/link', '/set-password', '/auth/callback/oidc'])
        for (const site of ['none', 'cross-site']) {
          const answer = await client.get(`${path}?${query}`, { 'sec-fetch-site': site });
          expect([path, value, answer.status < 500]).toEqual([path, value, true]);
        }
      const encoded = String(new URLSearchParams({ value })).slice(6);
      for (const cookie of [encoded, `${encoded}.${encoded}`, `"${encoded}`])
        expect(await whoseSession(service, `demarche.session_token=${cookie}`)).toBeNull();
    }
    for (const body of [
      '',
      'null',
      '[]',
      '{',
      '"x"',
      '{"email":{}}',
      '{"email":["a@example.org"],"password":{"length":20}}',
    ])
      for (const path of [
        'sign-in/email',
        'sign-in/link',
        'sign-up/email',
        'reset-password',
        'change-password',
        'sign-out',
      ]) {
        const url = new URL(`/auth/${path}`, service.app.url);
        const answer = await exchange(url, 'POST', { 'content-type': 'application/json' }, body);
        expect([path, body, answer.status < 500]).toEqual([path, body, true]);
      }
  });
});

describe('going on after signing in', () => {
  const service = useService({ attempts: 1_000 });

  it('leads nowhere but here', async () => {
    await newAccount(service, 'aiko@example.org');
    for (const next of elsewhere) {
      const page = await (
        await browser(service.app.url).get(`/sign-in?next=${encodeURIComponent(next)}`)
      ).text();
      const shown = /name="next" value="([^"]*)"/.exec(page)?.[1];
      expect([next, new URL(shown ?? '', service.app.url).origin]).toEqual([next, service.app.url]);
    }
    for (const next of elsewhere.slice(0, 12)) {
      const answer = await browser(service.app.url).submit('/sign-in', {
        ...{ email: 'aiko@example.org', password: PASSWORD, next },
      });
      const to = new URL(answer.headers.get('location') ?? '', service.app.url);
      expect([next, answer.status, to.origin]).toEqual([next, 303, service.app.url]);
    }
    const answer = await browser(service.app.url).submit('/sign-in', {
      ...{ email: 'aiko@example.org', password: PASSWORD, next: '/account?a=b#c' },
    });
    expect(answer.headers.get('location')).toBe('/account?a=b#c');
  });

  it('is not for better-auth to lead elsewhere either', async () => {
    await newAccount(service, 'ren@example.org');
    for (const callbackURL of ['https://evil.example', '//evil.example', '/\\evil.example']) {
      const given = { email: 'ren@example.org', password: PASSWORD, callbackURL };
      const answer = await browser(service.app.url).post('/auth/sign-in/email', given);
      expect([answer.status, answer.headers.getSetCookie()]).toEqual([403, []]);
    }
  });

  it('does not depend on the host that a request names', async () => {
    const headers = {
      host: 'evil.example',
      'x-forwarded-host': 'evil.example',
      'x-forwarded-proto': 'https',
    };
    const page = await (await browser(service.app.url).get('/sign-in', headers)).text();
    expect(page).not.toContain('evil.example');
    await newAccount(service, 'host@example.org');
    const given = { email: 'host@example.org', password: PASSWORD };
    const answer = await browser(service.app.url).post('/auth/sign-in/email', given, {
      ...headers,
      origin: evil,
    });
    expect(answer.status).toBe(403);
  });
});

describe('origins and paths', () => {
  const origin = 'https://demarche.example.org';

  it('of ours are the public one alone, or where we listen', () => {
    expect(ownOrigins(origin, 'http://127.0.0.1:4000')).toEqual([origin]);
    expect(ownOrigins(undefined, 'http://192.0.2.1:80')).toEqual(['http://192.0.2.1']);
    expect(ownOrigins(undefined, 'http://localhost:4000')).toContain('http://127.0.0.1:4000');
    expect(isFromHere({ origin: `${origin}.evil.example` }, [origin])).toBe(false);
  });

  it('stay here whatever is asked for', () => {
    const piece = fc.constantFrom(
      '/',
      '\\',
      '.',
      '..',
      ':',
      '@',
      '?',
      '#',
      '%2f',
      '%5c',
      '\t',
      '\n',
      'evil.example',
      'https',
    );
    const asked = fc.oneof(
      fc.string(),
      fc.array(piece, { maxLength: 8 }).map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(asked, (text) => {
        const path = pathWithin(text, origin);
        expect(path.startsWith('/')).toBe(true);
        expect(new URL(path, origin).origin).toBe(origin);
        expect(path.startsWith('//')).toBe(false);
      }),
      { numRuns: 5_000 },
    );
    for (const text of elsewhere) expect(new URL(pathWithin(text, origin), origin).origin).toBe(origin);
    expect(pathWithin('/a/b?c=d#e', origin)).toBe('/a/b?c=d#e');
  });
});

describe('the pages', () => {
  const service = useService({ env: { MAIL_URL: 'file:///nowhere', SIGN_UP: 'open' } });

  it('hold no script and no style of their own, and forbid both', async () => {
    for (const path of [
      '/sign-in',
      '/sign-up',
      '/forgot-password',
      '/set-password?token="><script>',
      '/sign-in/link?token=x',
    ]) {
      const answer = await browser(service.app.url).get(path, { 'sec-fetch-mode': '' });
      expect(answer.headers.get('content-security-policy')).toBe(
        "default-src 'none'; style-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
      );
      expect(answer.headers.get('cache-control')).toBe('no-store');
      const page = await answer.text();
      expect(page).not.toMatch(/<script|<style|style=| on\w+="/);
      // Every field has its label.
      const labels = [...page.matchAll(/<label for="([^"]+)"/g)].map(([, name]) => name);
      const fields = [...page.matchAll(/<input (?!type="hidden")id="([^"]+)"/g)].map(([, name]) => name);
      expect(labels).toEqual(fields);
    }
    const style = await browser(service.app.url).get('/sign-in/style.css');
    expect(style.headers.get('content-type')).toBe('text/css; charset=utf-8');
  });
});
