import { request as httpRequest } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { NOBODY } from '../../src/features/account/viewer.ts';
import { holdsTooMuch } from '../../src/http/body.ts';
import { maxBodyOf } from '../../src/http/caller.ts';
import { BODY_MAX, SMALL_BODY_MAX } from '../../src/protocol/limits.ts';
import { useService } from '../kit/service.ts';
import { countStatements } from '../kit/statements.ts';
import { stillServes } from '../kit/still-serves.ts';

const service = useService();
const MB = 2 ** 20;

afterEach(() => stillServes(service));

type Sent = { status: number; read: number; answer: string };

/** Sends pieces for as long as the service takes them, and tells how many bytes went out before it answered. */
function pour(piece: Buffer, pieces: number, headers: Record<string, string> = {}): Promise<Sent> {
  return new Promise((resolve, reject) => {
    let read = 0;
    let answered = false;
    const request = httpRequest(service.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
    });
    request.on('response', (response) => {
      answered = true;
      text(response).then((answer) => resolve({ status: response.statusCode ?? 0, read, answer }), reject);
    });
    request.on('error', (error) => !answered && reject(error));
    const next = (left: number): void => {
      if (answered) return;
      if (left === 0) return void request.end();
      read += piece.length;
      request.write(piece, () => next(left - 1));
    };
    next(pieces);
  });
}

/** Bytes of heap that a piece of work leaves in use at most, as seen while it goes on. */
async function heapOf(work: () => Promise<unknown>): Promise<number> {
  const before = process.memoryUsage().heapUsed;
  let most = 0;
  const watch = setInterval(() => (most = Math.max(most, process.memoryUsage().heapUsed - before)), 5);
  await work();
  clearInterval(watch);
  return most;
}

describe('a body', () => {
  it('[L4] is not read beyond the limit, whatever length it was announced with', async () => {
    for (const headers of [{}, { 'content-length': `${20 * BODY_MAX}` }]) {
      const { status, read, answer } = await pour(Buffer.alloc(MB, ' '), 640, headers as never);
      expect([status, JSON.parse(answer).errors[0].extensions.code]).toEqual([413, 'LIMIT']);
      // What is on its way counts too.
      expect(read).toBeLessThan(2 * BODY_MAX);
    }
  });

  it.each([
    ['brackets', '['],
    ['objects', '{"a":'],
    ['numbers', '1,'],
    ['empty objects', '{},'],
    ['names', '"":{},'],
    ['blanks and commas', ' , '],
  ])('[L4] of nothing but %s is refused before it is parsed', async (_, piece) => {
    const chunk = Buffer.from(piece.repeat(Math.ceil(MB / piece.length)));
    const statements = await countStatements(service, async () => {
      const heap = await heapOf(async () => {
        const { status, answer } = await pour(chunk, 24);
        expect([status, JSON.parse(answer).errors[0].extensions.limit.name]).toEqual([
          413,
          'values in a body',
        ]);
      });
      // Parsed, 24 MB of these take ten to thirty times as much.
      expect(heap).toBeLessThan(150 * MB);
    });
    expect(statements).toBe(0);
  });

  it('[L4] is measured by what it holds and not by what stands in its strings', () => {
    const held = (value: unknown) => holdsTooMuch(Buffer.from(JSON.stringify(value)));
    expect(held({ text: '[{,:'.repeat(MB) })).toBe(false);
    expect(held({ text: '\\"'.repeat(MB) })).toBe(false);
    expect(held({ text: '\\'.repeat(MB) })).toBe(false);
    expect(held({ text: `${'\\'.repeat(1_001)}"`.repeat(1_000) })).toBe(false);
    expect(held(Array(600_000).fill('","'))).toBe(true);
    expect(held(Array(600_000).fill(1))).toBe(true);
    // A bulk call as large as may be: 500 statements with a hundred marks between them, 5,000 ranges, fifty addressees each.
    const range = { quote: { exact: 'x', prefix: 'y', suffix: 'z' } };
    const statement = {
      key: 'k',
      addressees: Array(50).fill('a'),
      values: Array.from({ length: 100 }, () => ({ variable: 'v', value: 1 })),
    };
    expect(
      held({
        statements: Array.from({ length: 500 }, () => statement),
        marks: Array.from({ length: 5_000 }, () => ({ ranges: [range] })),
      }),
    ).toBe(false);
  });

  it('[L4] of somebody who may not write is small', () => {
    expect(maxBodyOf(NOBODY)).toBe(SMALL_BODY_MAX);
    expect(maxBodyOf({ ...NOBODY, mayWrite: true })).toBe(BODY_MAX);
  });

  it('as large as they may be, several at once do not fill the memory', async () => {
    const start = '{"query":"{ __typename }","variables":{"x":"';
    const content = Buffer.concat([Buffer.from(start), Buffer.alloc(24 * MB, 'x'), Buffer.from('"}}')]);
    const heap = await heapOf(async () => {
      const sent = await Promise.all(Array.from({ length: 6 }, () => pour(content, 1)));
      expect(sent.map(({ status }) => status)).toEqual(Array(6).fill(200));
    });
    expect(heap).toBeLessThan(1_000 * MB);
  });

  it('of another kind is refused, unread, as a form or a page from elsewhere can send it', async () => {
    const statements = await countStatements(service, async () => {
      for (const type of [
        'application/x-www-form-urlencoded',
        'multipart/form-data; boundary=x',
        'text/plain',
        'text/plain; charset=application/json',
        'text/plain, application/json',
        '',
      ]) {
        const form = new Blob(['query=%7Bprojects%7BtotalCount%7D%7D']);
        const response = await fetch(service.url, {
          method: 'POST',
          body: form,
          ...(type && { headers: { 'content-type': type } }),
        });
        expect([type, response.status]).toEqual([type, 415]);
      }
      const json = new Blob(['{"query":"{ projects { totalCount } }"}']);
      expect((await fetch(service.url, { method: 'POST', body: json })).status).toBe(415);
    });
    expect(statements).toBe(0);
  });
});

describe('variables', () => {
  const deep = (depth: number) => `${'['.repeat(depth)}1${']'.repeat(depth)}`;

  it.each([
    ['not declared', '{ __typename }'],
    [
      'of a scalar that takes any JSON',
      'query ($x: [JSON!]) { project(slug: "p") { statements(filter: { variables: [{ variable: "v", in: $x }] }) { totalCount } } }',
    ],
    ['of a list', 'query ($x: [ID!]!) { nodes(ids: $x) { id } }'],
    ['of a number', 'query ($x: Int) { projects(first: $x) { totalCount } }'],
  ])('as deep as nothing else, %s, are told or ignored', async (_, query) => {
    const response = await fetch(service.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: `{"query":${JSON.stringify(query)},"variables":{"x":${deep(100_000)}}}`,
    });
    const answer = await response.text();
    expect(response.status).toBeLessThan(500);
    expect(answer).not.toContain('Unexpected error');
    expect(answer.length).toBeLessThan(100_000);
  });

  it('that are long come back in no error', async () => {
    const { errors } = await service.ask('query ($x: Int) { projects(first: $x) { totalCount } }', {
      x: 'x'.repeat(5 * MB),
    });
    expect(errors?.[0]?.extensions?.['code']).toBe('INVALID');
    expect(JSON.stringify(errors).length).toBeLessThan(2_000);
  });

  it('of half a million ids are refused by what they ask for', async () => {
    const statements = await countStatements(service, async () => {
      const { errors } = await service.ask('query ($x: [ID!]!) { nodes(ids: $x) { id } }', {
        x: Array(400_000).fill('x'),
      });
      expect(errors?.[0]?.extensions?.['code']).toMatch(/LIMIT|INVALID/);
    });
    expect(statements).toBe(0);
  });
});

describe('a message over WebSocket', () => {
  const closing = (payload: string) =>
    new Promise<number>((resolve) => {
      const socket = new WebSocket(service.url.replace('http', 'ws'), 'graphql-transport-ws');
      socket.on('error', () => {});
      socket.on('open', () => socket.send(payload));
      socket.on('close', resolve);
    });

  it('[L4] has the same bounds', async () => {
    expect(await closing(`{"id":"1","type":"subscribe","payload":${'['.repeat(MB)}`)).toBe(1009);
    expect(await closing(`"${'x'.repeat(BODY_MAX)}"`)).toBe(1009);
    expect(await closing('{"type":')).toBe(4400);
  });
});
