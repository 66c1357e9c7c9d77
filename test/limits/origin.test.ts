import { createServer, type IncomingMessage } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAddressOf, isLoopback, networkOf } from '../../src/http/address.ts';
import { isLocalRequest, isWelcome } from '../../src/http/origin.ts';

/** What a server makes of a request whose bytes are these, or null where it takes none of it. */
const seen: { check: (request: IncomingMessage) => unknown } = { check: () => null };
const server = createServer((request, response) => {
  response.end(JSON.stringify({ found: seen.check(request) }));
});
let port = 0;
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '::', resolve));
  ({ port } = server.address() as AddressInfo);
});
afterAll(() => void server.close());

async function send(
  lines: string[],
  check: (request: IncomingMessage) => unknown,
  to = '127.0.0.1',
): Promise<unknown> {
  seen.check = check;
  const socket = connect(port, to);
  socket.end(`${lines.join('\r\n')}\r\n\r\n`);
  let answer = '';
  for await (const chunk of socket) answer += String(chunk);
  const body = /\{.*\}/.exec(answer)?.[0];
  return body ? (JSON.parse(body) as { found: unknown }).found : null;
}

const local = (headers: string[], target = '/graphql', to?: string): Promise<unknown> =>
  send(
    [
      `POST ${target} HTTP/1.1`,
      'Connection: close',
      ...headers.map((line) => line.replace('PORT', `${port}`)),
    ],
    isLocalRequest,
    to,
  );

describe('a request that acts as the local owner', () => {
  it.each([
    [['Host: localhost:PORT']],
    [['Host: 127.0.0.1:PORT']],
    [['Host: [::1]:PORT']],
    [['Host: LOCALHOST:PORT']],
    [['host: localhost:PORT', 'Origin: http://localhost:PORT', 'Sec-Fetch-Site: same-origin']],
    [['Host: localhost:PORT', 'Sec-Fetch-Site: none']],
  ])('is %j', async (headers) => {
    expect(await local(headers)).toBe(true);
  });

  it('speaks HTTP/1.1, as proxies that were told nothing do not', async () => {
    expect(await send(['POST /graphql HTTP/1.0', `Host: 127.0.0.1:${port}`], isLocalRequest)).toBe(false);
  });

  it('comes over IPv6 too', async () => {
    expect(await local(['Host: [::1]:PORT'], '/graphql', '::1')).toBe(true);
  });

  it.each([
    [['Host: localhost:PORT', 'X-Forwarded-For: 127.0.0.1']],
    [['Host: localhost:PORT', 'x-forwarded-host: localhost']],
    [['Host: localhost:PORT', 'X-FORWARDED-PROTO: http']],
    [['Host: localhost:PORT', 'Forwarded: for=127.0.0.1']],
    [['Host: localhost:PORT', 'Via: 1.1 proxy']],
    [['Host: localhost:PORT', 'X-Real-IP: 127.0.0.1']],
    [['Host: localhost:PORT', 'CF-Connecting-IP: 127.0.0.1']],
    [['Host: localhost:PORT', 'True-Client-IP: 127.0.0.1']],
    [['Host: localhost:PORT', 'X-Forwarded-For:']],
    [['Host: localhost.:PORT']],
    [['Host: localhost']],
    [['Host: localhost:1']],
    [['Host: localhost:PORT.evil.example']],
    [['Host: localhost.evil.example:PORT']],
    [['Host: evil.example']],
    [['Host: evil.example:PORT']],
    [['Host: 127.0.0.1.nip.io:PORT']],
    [['Host: user@localhost:PORT']],
    [['Host: 127.1:PORT']],
    [['Host: 2130706433:PORT']],
    [['Host: 0.0.0.0:PORT']],
    [['Host: [::ffff:127.0.0.1]:PORT']],
    [['Host: [::]:PORT']],
    [['Host:']],
    [['Host: localhost:PORT', 'Host: evil.example']],
    [['Host: evil.example', 'Host: localhost:PORT']],
    [['Host: localhost:PORT', 'Host: localhost:PORT']],
    [['Host: localhost:PORT', 'Origin: null']],
    [['Host: localhost:PORT', 'Origin: https://localhost:PORT']],
    [['Host: localhost:PORT', 'Origin: http://localhost']],
    [['Host: localhost:PORT', 'Origin: http://127.0.0.1:PORT']],
    [['Host: localhost:PORT', 'Origin: https://evil.example']],
    [['Host: localhost:PORT', 'Origin:']],
    [['Host: localhost:PORT', 'Sec-Fetch-Site: cross-site']],
    [['Host: localhost:PORT', 'Sec-Fetch-Site: same-site']],
    [['Host: localhost:PORT', 'Origin: http://localhost:PORT', 'Sec-Fetch-Site: cross-site']],
  ])('is not %j', async (headers) => {
    expect(await local(headers)).not.toBe(true);
  });

  it('names its target by its path, not as proxies are asked', async () => {
    expect(await local(['Host: localhost:PORT'], 'http://evil.example/graphql')).not.toBe(true);
    expect(await local(['Host: localhost:PORT'], `http://localhost:${port}/graphql`)).not.toBe(true);
  });

  it('has a Host at all', async () => {
    seen.check = isLocalRequest;
    expect(await send(['POST /graphql HTTP/1.0'], isLocalRequest)).toBe(false);
  });
});

describe('the address of a request', () => {
  const from = (trusted: number | string[], forwarded: string[]): Promise<unknown> =>
    send(
      [
        'GET / HTTP/1.1',
        'Host: x',
        'Connection: close',
        ...forwarded.map((value) => `X-Forwarded-For: ${value}`),
      ],
      createAddressOf(trusted),
    );

  it.each<[number | string[], string[], string]>([
    [0, ['9.9.9.9'], '127.0.0.1'],
    [1, [], '127.0.0.1'],
    [1, ['9.9.9.9'], '9.9.9.9'],
    [1, ['6.6.6.6, 9.9.9.9'], '9.9.9.9'],
    [2, ['6.6.6.6, 9.9.9.9'], '6.6.6.6'],
    [5, ['6.6.6.6, 9.9.9.9'], '6.6.6.6'],
    [1, ['6.6.6.6', '9.9.9.9'], '9.9.9.9'],
    [1, ['not an address'], '127.0.0.1'],
    [1, ['9.9.9.9:4711'], '9.9.9.9'],
    [1, ['[2001:db8::1]:4711'], '2001:db8::1'],
    [1, ['::ffff:9.9.9.9'], '9.9.9.9'],
    [['10.0.0.0/8'], ['9.9.9.9'], '127.0.0.1'],
    [['127.0.0.1'], ['9.9.9.9'], '9.9.9.9'],
    [['127.0.0.0/8', '10.0.0.0/8'], ['6.6.6.6, 9.9.9.9, 10.1.2.3'], '9.9.9.9'],
    [['127.0.0.1', '2001:db8::/32'], ['6.6.6.6, 2001:db8::5'], '6.6.6.6'],
  ])('behind %j, with %j, is %s', async (trusted, forwarded, address) => {
    expect(await from(trusted, forwarded)).toBe(address);
  });

  it('counts for the network that one subscriber has', () => {
    expect(networkOf('9.9.9.9')).toBe('9.9.9.9');
    const same = ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::1', '2001:0DB8:0001:2:ffff::'];
    expect(new Set(same.map(networkOf))).toEqual(new Set(['2001:db8:1:2::/64']));
    expect(networkOf('2001:db8::1')).toBe('2001:db8:0:0::/64');
    expect(networkOf('fe80::1%eth0')).toBe('fe80:0:0:0::/64');
    expect(networkOf('::1')).toBe('0:0:0:0::/64');
  });

  it('is of the loopback in every spelling that a socket has', () => {
    expect(
      ['127.0.0.1', '127.255.0.3', '::1', '::ffff:127.0.0.1', '::FFFF:127.0.0.9'].every(isLoopback),
    ).toBe(true);
    expect(['128.0.0.1', '127.evil.example', '::2', '::ffff:9.9.9.9', ''].some(isLoopback)).toBe(false);
  });
});

describe('a page that may use the service', () => {
  const origins = { allowed: ['https://app.example'], publicUrl: 'https://demarche.example/' };
  const welcome = (headers: string[]) =>
    send(['GET / HTTP/1.1', 'Host: inside:8080', 'Connection: close', ...headers], (request) =>
      isWelcome(request, origins),
    );

  it('is the service’s own, by either of its names, or one of a listed origin', async () => {
    for (const origin of ['https://app.example', 'https://demarche.example', 'http://inside:8080']) {
      expect([origin, await welcome([`Origin: ${origin}`])]).toEqual([origin, true]);
    }
    for (const origin of [
      'null',
      'http://demarche.example',
      'http://inside',
      'https://app.example.evil',
      'http://app.example',
      'https://app.example:444',
      'https://x.app.example',
    ]) {
      expect([origin, await welcome([`Origin: ${origin}`])]).toEqual([origin, false]);
    }
  });

  it('shows by Sec-Fetch-Site where it sends no Origin', async () => {
    expect(await welcome([])).toBe(true);
    expect(await welcome(['Sec-Fetch-Site: same-origin'])).toBe(true);
    expect(await welcome(['Sec-Fetch-Site: same-site'])).toBe(false);
    expect(await welcome(['Sec-Fetch-Site: cross-site'])).toBe(false);
  });
});
