import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { LOCAL_OWNER } from '../../src/features/account/account.command.ts';
import { useService } from '../kit/service.ts';
import { newAccount, PASSWORD, whoseSession } from './kit/account.ts';
import { startChromium } from './kit/chromium.ts';
import { CLIENT, startProvider, type TestProvider } from './kit/provider.ts';

const env: Record<string, string> = {};

describe('in a real browser', () => {
  let provider: TestProvider;
  let chromium: Browser;
  let foreign: Server;
  /** A page on another site, which posts these fields to that address as it opens. */
  let posts = '';
  beforeAll(async () => {
    provider = await startProvider();
    Object.assign(env, { OIDC_ISSUER: provider.issuer, OIDC_NAME: 'The Institute' });
    Object.assign(env, { OIDC_CLIENT_ID: CLIENT.id, OIDC_CLIENT_SECRET: CLIENT.secret });
    foreign = createServer((_, response) => response.setHeader('content-type', 'text/html').end(posts));
    await new Promise<void>((resolve) => foreign.listen(0, '127.0.0.1', resolve));
    chromium = await startChromium();
  });
  const service = useService({ attempts: 1_000, env });
  beforeAll(() => provider.open(service.app.url));
  afterAll(async () => {
    await chromium?.close();
    foreign?.close();
    await provider?.close();
  });

  /** A page of a browser that nobody has used. Whatever its console complains of fails the test. */
  const open = async (): Promise<Page> => {
    const context = await chromium.newContext({ viewport: { width: 360, height: 640 } });
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on('console', (message) => {
      if (message.type() === 'error' && !message.text().includes('status of'))
        complaints.push(message.text());
    });
    onTestFinished(async () => {
      await context.close();
      expect(complaints).toEqual([]);
    });
    return page;
  };
  const signedInAs = async (page: Page): Promise<string | null> => {
    const cookies = await page.context().cookies(service.app.url);
    return whoseSession(service, cookies.map(({ name, value }) => `${name}=${value}`).join('; '));
  };
  const signIn = async (page: Page, email: string): Promise<void> => {
    await page.goto(`${service.app.url}/sign-in?next=/account`);
    await page.getByLabel('E-mail address').fill(email);
    await page.getByLabel('Password').fill(PASSWORD);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.waitForURL('**/account');
  };

  it('the printed link signs in, and the page fits a phone', async () => {
    const page = await open();
    await page.goto(await service.app.auth.signInLink(LOCAL_OWNER));
    expect(await signedInAs(page)).toBe(LOCAL_OWNER);
    await page.goto(`${service.app.url}/account`);
    expect(await page.getByRole('heading').first().textContent()).toBe('Your account');
    expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
    expect(await page.evaluate('document.cookie')).toBe('');
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.waitForURL('**/sign-in?done=signed-out');
    expect(await page.getByRole('status').textContent()).toBe('You are signed out.');
    expect(await signedInAs(page)).toBeNull();
  });

  it('a link on a page elsewhere asks first', async () => {
    const link = await service.app.auth.signInLink(LOCAL_OWNER);
    posts = `<a href="${link}">Look at this</a>`;
    const page = await open();
    await page.goto(`http://localhost:${(foreign.address() as AddressInfo).port}/`);
    await page.getByRole('link').click();
    expect(await page.getByRole('main').textContent()).toContain('as Local owner (owner@localhost)');
    expect(await signedInAs(page)).toBeNull();
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.waitForURL('**/graphql');
    expect(await signedInAs(page)).toBe(LOCAL_OWNER);
  });

  it('a password signs in, is told when it is wrong, and is changed', async () => {
    const accountId = await newAccount(service, 'aiko@example.org');
    const page = await open();
    await page.goto(`${service.app.url}/sign-in`);
    await page.getByLabel('E-mail address').fill('aiko@example.org');
    await page.getByLabel('Password').fill('wrong horse battery');
    await page.keyboard.press('Enter');
    const alert = page.getByRole('alert');
    await expect.poll(() => alert.textContent()).toBe('The address or the password is not right.');
    expect(await page.getByLabel('E-mail address').inputValue()).toBe('aiko@example.org');
    await signIn(page, 'aiko@example.org');
    await page.getByLabel('Current password').fill(PASSWORD);
    await page.getByLabel('New password').fill('something else entirely');
    await page.getByRole('button', { name: 'Change it' }).click();
    await expect.poll(() => page.getByRole('status').textContent()).toBe('Your password is changed.');
    expect(await signedInAs(page)).toBe(accountId);
  });

  it('a provider signs in, under our policy for forms and cookies', async () => {
    const page = await open();
    provider.next({ sub: 'mika', email: 'mika@example.org', email_verified: true, name: 'Mika' });
    await page.goto(`${service.app.url}/sign-in?next=/account`);
    await page.getByRole('link', { name: 'Sign in with The Institute' }).click();
    await page.waitForURL('**/account');
    expect(await page.getByRole('main').textContent()).toContain('Mika (mika@example.org)');
  });

  it('a page elsewhere changes nothing and signs nobody in', async () => {
    const accountId = await newAccount(service, 'victim@example.org');
    await newAccount(service, 'mallory@example.org');
    const page = await open();
    await signIn(page, 'victim@example.org');
    const token = (await service.app.auth.signInLink(LOCAL_OWNER)).split('=')[1] ?? '';
    const attacks: [string, Record<string, string>][] = [
      ['/sign-out', {}],
      ['/account', { password: PASSWORD, 'new-password': 'something else entirely' }],
      ['/sign-in', { email: 'mallory@example.org', password: PASSWORD }],
      ['/sign-in/link', { token }],
      ['/auth/sign-out', {}],
      ['/auth/sign-in/email', { email: 'mallory@example.org', password: PASSWORD }],
    ];
    for (const host of ['localhost', '127.0.0.1']) {
      for (const [path, fields] of attacks) {
        const inputs = Object.entries(fields).map(
          ([name, value]) => `<input name="${name}" value="${value}">`,
        );
        posts =
          `<form method="post" action="${service.app.url}${path}">${inputs.join('')}</form>` +
          `<script>document.forms[0].submit()</script>`;
        const answer = page.waitForResponse(`${service.app.url}${path}`);
        await page.goto(`http://${host}:${(foreign.address() as AddressInfo).port}/`);
        expect([host, path, (await answer).status()]).toEqual([host, path, 403]);
        expect(await signedInAs(page)).toBe(accountId);
      }
    }
    await signIn(await open(), 'victim@example.org');
  });
});
