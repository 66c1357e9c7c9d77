import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startBrowser } from '../kit/browser.ts';
import { useService } from '../kit/service.ts';

/** A page of somebody else, and one of a site that is let in: both only serve an empty document. */
const pages: Server[] = [];
const serve = (): Promise<string> =>
  new Promise((resolve) => {
    const server = createServer((_, response) => {
      response
        .writeHead(200, { 'content-type': 'text/html' })
        .end('<!doctype html><title>x</title><body></body>');
    });
    pages.push(server);
    server.listen(0, '127.0.0.1', () =>
      resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}`),
    );
  });

const friend = await serve();
const foreign = await serve();
const service = useService({ env: { CORS_ORIGINS: friend } });
let browser: Browser;
beforeAll(async () => {
  browser = await startBrowser();
});
afterAll(async () => {
  await browser?.close();
  for (const server of pages) server.close();
});

const write = (slug: string) =>
  `mutation { createProject(input: { slug: "${slug}", name: "x" }) { __typename } }`;
const exists = async (slug: string) =>
  (await service.ask('query ($slug: String!) { project(slug: $slug) { id } }', { slug })).data.project !==
  null;

/** A browser that is signed in here, as far as a cookie makes it, with a page of another site open. */
async function open(site: string): Promise<Page> {
  const context = await browser.newContext();
  await context.addCookies([{ name: 'session', value: 'x', domain: '127.0.0.1', path: '/' }]);
  const page = await context.newPage();
  await page.goto(site);
  return page;
}

/** What `fetch` gives a page, and whether it may read it. */
const fetched = (page: Page, init: object, url = service.url): Promise<string> =>
  page.evaluate(
    ([url, init]) =>
      fetch(url as string, init as RequestInit).then(
        (response) => response.text().then((text) => `${response.status} ${text}`),
        () => 'blocked',
      ),
    [url, init] as const,
  );

describe('a page of another site, in a browser', () => {
  it.each<[string, (query: string) => object]>([
    [
      'JSON',
      (query) => ({ headers: { 'content-type': 'application/json' }, body: JSON.stringify({ query }) }),
    ],
    [
      'JSON that calls itself text',
      (query) => ({ headers: { 'content-type': 'text/plain' }, body: JSON.stringify({ query }) }),
    ],
    [
      'a form',
      (query) => ({
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: `query=${encodeURIComponent(query)}`,
      }),
    ],
  ])('[L10] cannot write with somebody’s cookies by sending %s', async (kind, init) => {
    const page = await open(foreign);
    for (const mode of ['cors', 'no-cors']) {
      const slug = `from-${mode}-${kind.length}`;
      const told = await fetched(page, {
        method: 'POST',
        mode,
        credentials: 'include',
        ...init(write(slug)),
      });
      expect(told).toMatch(/^(blocked|0 )/);
      expect(await exists(slug)).toBe(false);
    }
    await page.context().close();
  });

  it('[L10] cannot write by a form that it submits, nor by a link', async () => {
    for (const type of ['text/plain', 'multipart/form-data', 'application/x-www-form-urlencoded']) {
      const page = await open(foreign);
      const slug = `by-form-${type.length}`;
      await page.evaluate(
        ([action, type, query]) => {
          const form = Object.assign(document.createElement('form'), {
            method: 'post',
            action,
            enctype: type,
          });
          const input = Object.assign(document.createElement('input'), {
            name: `{"query":${JSON.stringify(query)},"x":"`,
            value: '"}',
          });
          form.append(input);
          document.body.append(form);
          form.submit();
        },
        [service.url, type, write(slug)] as const,
      );
      await page.waitForURL(service.url);
      expect([type, await exists(slug)]).toEqual([type, false]);
      await page.context().close();
    }
    const page = await open(foreign);
    const answered = page.waitForResponse((response) => response.url().startsWith(service.url));
    await page.evaluate(
      (url) => location.assign(url),
      `${service.url}?query=${encodeURIComponent(write('by-link'))}`,
    );
    expect((await answered).status()).toBe(403);
    expect(await exists('by-link')).toBe(false);
    await page.context().close();
  });

  it('[L10] cannot read, by fetch, script or frame', async () => {
    const page = await open(foreign);
    const url = `${service.url}?query={__typename}`;
    expect(await fetched(page, { credentials: 'include' }, url)).toBe('blocked');
    expect(await fetched(page, { credentials: 'omit' }, url)).toBe('blocked');
    expect(await fetched(page, { mode: 'no-cors', credentials: 'include' }, url)).toMatch(/^(blocked|0 $)/);
    const framed = await page.evaluate(async (src) => {
      const frame = Object.assign(document.createElement('iframe'), { src });
      const loaded = new Promise((resolve) => frame.addEventListener('load', resolve));
      document.body.append(frame);
      await loaded;
      try {
        return frame.contentDocument?.body.textContent ?? 'hidden';
      } catch {
        return 'hidden';
      }
    }, service.url);
    expect(framed).toBe('hidden');
    await page.context().close();
  });

  it('[L10] cannot open a WebSocket, nor can one without an origin of its own', async () => {
    const opened = (page: Page) =>
      page.evaluate(
        (url) =>
          new Promise((resolve) => {
            const socket = new WebSocket(url, 'graphql-transport-ws');
            socket.addEventListener('open', () => resolve('open'));
            socket.addEventListener('error', () => resolve('refused'));
          }),
        service.url.replace('http', 'ws'),
      );
    const page = await open(foreign);
    expect(await opened(page)).toBe('refused');
    await page.goto('data:text/html,<title>x</title>');
    expect(await opened(page)).toBe('refused');
    await page.goto(friend);
    expect(await opened(page)).toBe('open');
    await page.context().close();
  });
});

describe('a page of a site that is let in', () => {
  it('[L10] asks with its reader’s cookies, and reads the answer', async () => {
    const page = await open(friend);
    const told = await fetched(page, {
      method: 'POST',
      credentials: 'include',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: write('by-a-friend') }),
    });
    // Its cookie signs nobody in, and from elsewhere nobody is the local owner.
    expect(told).toMatch(/^200 .*"InputError"/);
    expect(await exists('by-a-friend')).toBe(false);
    await page.context().close();
  });
});

describe('the headers', () => {
  it('[L10] of CORS are for listed origins alone, and told by Origin', async () => {
    const asked = async (origin: string) => {
      const { status, headers } = await fetch(service.url, {
        method: 'OPTIONS',
        headers: {
          origin,
          'access-control-request-method': 'POST',
          'access-control-request-headers': 'content-type',
        },
      });
      return { status, allowed: headers.get('access-control-allow-origin'), vary: headers.get('vary') };
    };
    expect(await asked(friend)).toEqual({ status: 204, allowed: friend, vary: 'Origin' });
    for (const origin of [foreign, 'null', `${friend}.evil.example`, friend.toUpperCase()]) {
      expect(await asked(origin)).toMatchObject({ allowed: null, vary: 'Origin' });
    }
  });

  it.each([
    ['an answer', '/graphql?query={__typename}'],
    ['a fault', '/graphql?query={'],
    ['a page that is not there', '/elsewhere'],
    ['a redirection', '/'],
    ['a sign of life', '/healthz'],
  ])('[L10] of %s tell browsers to do nothing with it', async (_, path) => {
    const { headers } = await fetch(`${service.app.url}${path}`, { redirect: 'manual' });
    expect(headers.get('content-security-policy')).toBe(
      "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    );
    expect(Object.fromEntries(headers)).toMatchObject({
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'permissions-policy': expect.stringContaining('camera=()'),
    });
    for (const name of ['x-powered-by', 'server', 'strict-transport-security'])
      expect(headers.get(name)).toBeNull();
  });
});
