import { connect, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { sendRaw, statusesOf } from '../kit/raw.ts';
import { useService } from '../kit/service.ts';
import { countStatements } from '../kit/statements.ts';
import { stillServes } from '../kit/still-serves.ts';

// Loopback has ten times what others have: sixty.
const service = useService({
  http: { headers: 400, request: 60_000, pace: { grace: 400, bytes: 16 }, connections: 6 },
});

const host = () => new URL(service.url).host;
const body = JSON.stringify({ query: '{ __typename }' });
const post = (headers: string[], content = body) =>
  [
    'POST /graphql HTTP/1.1',
    `Host: ${host()}`,
    'Content-Type: application/json',
    'Connection: close',
    ...headers,
    '',
    content,
  ].join('\r\n');
const plain = () => post([`Content-Length: ${body.length}`]);

afterEach(() => stillServes(service));

describe('a client that does not get to the point', () => {
  it('[L4] is cut while it dribbles headers', async () => {
    const sent = await dribble(`POST /graphql HTTP/1.1\r\nHost: ${host()}\r\n`, () => 'X-A: b\r\n');
    expect(statusesOf(sent.answer)).toEqual([408]);
  });

  it('[L4] is told and cut while it dribbles a body, and what it asked for is not run', async () => {
    const statements = await countStatements(service, async () => {
      const start = post(['Content-Length: 100000'], '');
      const { answer } = await dribble(start, () => ' ');
      expect(statusesOf(answer)).toEqual([408]);
      expect(answer).toContain('"code":"LIMIT"');
    });
    expect(statements).toBe(0);
  });

  it('[L4] is cut while it dribbles chunks', async () => {
    const { answer } = await dribble(post(['Transfer-Encoding: chunked'], ''), () => '1\r\n \r\n');
    expect(statusesOf(answer)).toEqual([408]);
  });

  it('[L4] keeps nobody else waiting, however many it opens', async () => {
    const slow = Array.from({ length: 40 }, () => dribble(post(['Content-Length: 100000'], ''), () => ' '));
    await Promise.all(Array.from({ length: 10 }, () => sendRaw(service.url, plain()).then(statusesOf))).then(
      (all) => expect(all.flat()).toEqual(Array(10).fill(200)),
    );
    await Promise.all(slow);
  });
});

describe('an address', () => {
  it('[L4] holds a bounded number of connections, and gets others again when it lets go', async () => {
    const { hostname, port } = new URL(service.url);
    const held = Array.from({ length: 80 }, () => connect(Number(port), hostname));
    const cut = await Promise.all(held.slice(60).map(closed));
    expect(cut).toEqual(Array(20).fill(true));
    for (const socket of held) socket.destroy();
    await Promise.all(held.map(closed));
    await until(async () => statusesOf(await sendRaw(service.url, plain())).length > 0);
  });
});

describe('headers', () => {
  it.each<[string, () => string]>([
    ['a header of 20 kB', () => post([`X-Long: ${'x'.repeat(20_000)}`, `Content-Length: ${body.length}`])],
    ['a cookie of 20 kB', () => post([`Cookie: a=${'x'.repeat(20_000)}`, `Content-Length: ${body.length}`])],
    ['a target of 20 kB', () => plain().replace('/graphql', `/graphql?q=${'x'.repeat(20_000)}`)],
    ['a null byte', () => post(['X-A: a\0b', `Content-Length: ${body.length}`])],
    ['a bare carriage return', () => post(['X-A: a\rX-B: b', `Content-Length: ${body.length}`])],
    ['a folded header', () => post(['X-A: a\r\n b', `Content-Length: ${body.length}`])],
    ['a blank before the colon', () => post(['X-A : a', `Content-Length: ${body.length}`])],
    ['two lengths', () => post([`Content-Length: ${body.length}`, 'Content-Length: 3'])],
    [
      'a length and chunks',
      () => post([`Content-Length: ${body.length}`, 'Transfer-Encoding: chunked'], '0\r\n\r\n'),
    ],
    ['a negative length', () => post(['Content-Length: -1'])],
    ['a length in hexadecimal', () => post(['Content-Length: 0x1a'])],
    ['a list of lengths', () => post([`Content-Length: ${body.length}, ${body.length}`])],
    ['chunks in a chain', () => post(['Transfer-Encoding: chunked, identity'], '0\r\n\r\n')],
    ['chunks of a size that is none', () => post(['Transfer-Encoding: chunked'], 'zz\r\n{}\r\n0\r\n\r\n')],
    ['two hosts', () => post(['Host: other.example', `Content-Length: ${body.length}`])],
    ['no host', () => plain().replace(/Host: .*\r\n/, '')],
  ])('%s is refused, and nothing smuggled behind it is answered', async (_, request) => {
    const statements = await countStatements(service, async () => {
      const smuggled = `GET /graphql?query={projects{totalCount}} HTTP/1.1\r\nHost: ${host()}\r\n\r\n`;
      const statuses = statusesOf(await sendRaw(service.url, request() + smuggled));
      expect(statuses).toHaveLength(1);
      expect(statuses[0]).toBeGreaterThanOrEqual(400);
      expect(statuses[0]).toBeLessThan(500);
    });
    expect(statements).toBe(0);
  });

  it('carriage returns that a request brings come back in no header', async () => {
    const answer = await sendRaw(
      service.url,
      `GET /graphql%0d%0aSet-Cookie:%20a=b HTTP/1.1\r\nHost: ${host()}\r\nOrigin: http://x%0d%0aSet-Cookie: a=b\r\nConnection: close\r\n\r\n`,
    );
    expect(statusesOf(answer)).toEqual([404]);
    expect(answer.toLowerCase()).not.toContain('\nset-cookie');
  });

  it('a hundred cookies, doubled ones and foreign ones do nothing', async () => {
    const cookies = Array.from({ length: 100 }, (_, at) => `c${at % 50}=${'='.repeat(5)}%00;`).join(' ');
    const answer = await sendRaw(
      service.url,
      post([`Cookie: ${cookies}`, 'Cookie: __Host-a=b; $Version=1', `Content-Length: ${body.length}`]),
    );
    expect(statusesOf(answer)).toEqual([200]);
  });

  it('[L10] are all looked at, however many come before', async () => {
    const filler = Array.from({ length: 2_500 }, (_, at) => `${at % 10}:`);
    const last = ['Cookie: session=x', 'Origin: https://elsewhere.example', `Content-Length: ${body.length}`];
    expect(statusesOf(await sendRaw(service.url, post([...filler, ...last])))).toEqual([403]);
  });
});

/** Writes bit by bit until the other side has had enough. */
async function dribble(start: string, more: () => string): Promise<{ answer: string }> {
  const { hostname, port } = new URL(service.url);
  const socket = connect(Number(port), hostname);
  let answer = '';
  socket.on('data', (chunk) => (answer += String(chunk)));
  socket.on('error', () => {});
  socket.write(start);
  const timer = setInterval(() => socket.writable && socket.write(more()), 20);
  await closed(socket);
  clearInterval(timer);
  return { answer };
}

function closed(socket: Socket): Promise<true> {
  return new Promise((resolve) => {
    socket.on('error', () => {});
    if (socket.destroyed) resolve(true);
    else socket.once('close', () => resolve(true));
  });
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds()));
}
