import { createServer } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { drain, listen } from '../../src/http/listen.ts';
import { freshDatabase } from '../kit/database.ts';
import { proxyTo, type Proxy } from './kit/proxy.ts';
import { startService, until, type Service } from './kit/service.ts';

async function serviceBehindProxy(): Promise<{ service: Service; proxy: Proxy }> {
  const { url, drop } = await freshDatabase();
  onTestFinished(drop);
  const proxy = await proxyTo(url);
  return { service: await startService({ env: { DATABASE_URL: proxy.url } }), proxy };
}

describe('health', () => {
  it('is ready only while the database answers, and alive in either case', async () => {
    const { service, proxy } = await serviceBehindProxy();
    const ready = (): Promise<Response> => fetch(`${service.url}/readyz`);
    expect(await (await ready()).json()).toEqual({ status: 'ready' });
    proxy.hold();
    const held = await ready();
    expect(held.status).toBe(503);
    expect(await held.json()).toEqual({
      status: 'unready',
      reason: 'the database did not answer within 2000 ms',
    });
    expect((await fetch(`${service.url}/healthz`)).status).toBe(200);
    proxy.release();
    await until(async () => (await ready()).status === 200);
    expect((await fetch(`${service.url}/readyz`, { method: 'DELETE' })).status).toBe(405);
  });
});

describe('SIGTERM', () => {
  it('lets a request under way finish, takes no new one, and ends with 0', async () => {
    const { service, proxy } = await serviceBehindProxy();
    proxy.hold();
    const underWay = fetch(`${service.url}/readyz`);
    await sleep(300);
    service.process.kill('SIGTERM');
    await until(async () =>
      fetch(`${service.url}/healthz`).then(
        () => false,
        () => true,
      ),
    );
    expect(service.process.exitCode).toBeNull();
    proxy.release();
    const answered = await underWay;
    expect([answered.status, await answered.json()]).toEqual([200, { status: 'ready' }]);
    expect(await service.exited).toBe(0);
  });

  it('ends within ten seconds although the database hangs', async () => {
    const { service, proxy } = await serviceBehindProxy();
    proxy.hold();
    const asked = Date.now();
    service.process.kill('SIGTERM');
    expect(await service.exited).toBe(0);
    expect(Date.now() - asked).toBeLessThan(10_000);
  });

  it('a second time ends the service at once', async () => {
    const { service, proxy } = await serviceBehindProxy();
    proxy.hold();
    const cut = fetch(`${service.url}/readyz`).then(
      () => 'answered',
      () => 'cut',
    );
    await sleep(200);
    service.process.kill('SIGTERM');
    await sleep(500);
    service.process.kill('SIGTERM');
    expect(await service.exited).toBe(143);
    expect(await cut).toBe('cut');
  });
});

describe('draining a server', () => {
  it('cuts what is left at its limit, and closes idle connections before it', async () => {
    const server = createServer((request, response) => {
      if (request.url === '/quick') response.end('done');
    });
    const url = await listen(server, 0, '127.0.0.1');
    expect(await (await fetch(`${url}/quick`)).text()).toBe('done');
    const hanging = fetch(`${url}/never`).then(
      () => 'answered',
      () => 'cut',
    );
    await sleep(100);
    const began = Date.now();
    await drain(server, 400);
    expect(Date.now() - began).toBeGreaterThanOrEqual(390);
    expect(Date.now() - began).toBeLessThan(30_000);
    expect(await hanging).toBe('cut');
  });

  it('takes no time when all connections are idle', async () => {
    const server = createServer((_, response) => response.end('done'));
    const url = await listen(server, 0, '127.0.0.1');
    await (await fetch(url)).text();
    const began = Date.now();
    await drain(server, 60_000);
    expect(Date.now() - began).toBeLessThan(10_000);
  });
});
