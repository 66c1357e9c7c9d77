import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startBrowser } from '../kit/browser.ts';
import { useService } from '../kit/service.ts';

const service = useService({ demo: true });
let browser: Browser;
beforeAll(async () => {
  browser = await startBrowser();
});
afterAll(() => browser?.close());

describe('the page of GraphiQL, in a browser', () => {
  it('[L10] runs its first query under a policy that lets in no script but its own', async () => {
    const page = await browser.newPage();
    const violations: string[] = [];
    page.on('console', (message) => {
      if (message.text().includes('Content Security Policy')) violations.push(message.text());
    });
    page.on('pageerror', (error) => violations.push(String(error)));
    const hosts = new Set<string>();
    page.on('request', (request) => {
      if (/^https?:/.test(request.url())) hosts.add(new URL(request.url()).host);
    });
    const opened = await page.goto(service.url);
    const policy = opened?.headers()['content-security-policy'] ?? '';
    expect(policy).toMatch(/default-src 'none'; script-src 'sha256-[\w+/]{43}='; /);
    expect(policy).not.toMatch(/script-src[^;]*unsafe|unsafe-eval/);
    await page.locator('.graphiql-execute-button').click();
    await page.locator('.graphiql-response', { hasText: 'A meeting of Abe and Kim' }).waitFor();
    // A script that somebody managed to write into the page does not run.
    await page.evaluate(`{ const script = document.createElement('script');
      script.textContent = 'globalThis.injected = true'; document.body.append(script); }`);
    expect(await page.evaluate('globalThis.injected')).toBeUndefined();
    const [injected, ...others] = violations;
    expect(injected).toContain('script-src');
    expect(others).toEqual([]);
    expect([...hosts]).toEqual([new URL(service.url).host]);
  });
});
