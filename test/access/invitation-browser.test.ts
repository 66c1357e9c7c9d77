import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makePerson } from '../kit/accounts.ts';
import { useService } from '../kit/service.ts';
import { PASSWORD } from './kit/account.ts';
import { startChromium } from './kit/chromium.ts';

describe('an invitation in a real browser', () => {
  let chromium: Browser;
  beforeAll(async () => {
    chromium = await startChromium();
  });
  const service = useService({ attempts: 1_000 });
  afterAll(() => chromium?.close());

  it('leads by an account into the project, and tells its secret to no other page', async () => {
    const owner = await makePerson(service, 'Rudolf');
    await owner.mutate('createProject', { slug: 'study', name: 'Letters' });
    const input = { project: 'study', role: 'CODER', email: 'fritz@example.org' };
    const made = await owner.mutate('inviteMember', input, '... on InviteMemberPayload { link }');
    const link = String(made['link']);
    const context = await chromium.newContext({ viewport: { width: 360, height: 640 } });
    const page = await context.newPage();
    const told: Promise<string | null>[] = [];
    const complaints: string[] = [];
    page.on('request', (request) => told.push(request.headerValue('referer')));
    page.on('console', (message) => {
      if (message.type() === 'error' && !message.text().includes('status of'))
        complaints.push(message.text());
    });

    await page.goto(link);
    expect(await page.getByRole('main').textContent()).toContain(
      'Rudolf invites you to the project Letters as CODER.',
    );
    expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
    await page.getByRole('link', { name: 'I have an account' }).click();
    await page.waitForURL(({ pathname }) => pathname === '/sign-in');
    await page.goBack();
    await page.getByLabel('Name').fill('Fritz');
    expect(await page.getByLabel('E-mail address').inputValue()).toBe('fritz@example.org');
    expect(await page.getByLabel('E-mail address').isEditable()).toBe(false);
    await page.getByLabel('New password').fill('eleven char');
    await page.getByRole('button', { name: 'Make the account and join' }).click();
    expect(page.url()).toBe(link);
    await page.getByLabel('New password').fill(PASSWORD);
    await page.getByRole('button', { name: 'Make the account and join' }).click();
    await page.waitForURL('**/graphql');

    expect(await page.evaluate('document.cookie')).toBe('');
    const cookies = await context.cookies(service.app.url);
    const answer = await fetch(service.url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        cookie: cookies.map(({ name, value }) => `${name}=${value}`).join('; '),
      },
      body: JSON.stringify({ query: '{ project(slug: "study") { name viewerRole } }' }),
    });
    expect((await answer.json()) as object).toMatchObject({
      data: { project: { name: 'Letters', viewerRole: 'CODER' } },
    });
    const secret = link.split('/').at(-1) ?? '';
    expect((await Promise.all(told)).filter((referer) => referer?.includes(secret))).toEqual([]);
    await page.goto(link);
    expect(await page.getByRole('alert').textContent()).toContain('invites nobody');
    await context.close();
    expect(complaints).toEqual([]);
  });
});
