import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClient } from 'graphql-ws';
import { afterAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { readPersisted } from '../../src/http/persisted.ts';
import { useService } from '../kit/service.ts';
import { ways } from '../kit/ways.ts';

const folder = mkdtempSync(join(tmpdir(), 'persisted-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const NESTED = readFileSync('test/contract/nested-positions.graphql', 'utf8');
const VARIABLES = JSON.parse(readFileSync('test/contract/nested-positions.json', 'utf8')) as object;
const TYPENAME = '{ __typename }';
writeFileSync(join(folder, 'nested-positions.graphql'), NESTED);
writeFileSync(join(folder, 'more.json'), JSON.stringify({ typename: TYPENAME }));
const path = join(folder, 'more.json');

const service = useService({
  demo: true,
  env: { PERSISTED_OPERATIONS: folder, PERSISTED_OPERATIONS_ONLY: 'on' },
});

const named = (id: string) => ({ extensions: { persistedQuery: { version: 1, sha256Hash: id } } });
async function send(body: object, url = service.url) {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return { status: response.status, answer: (await response.json()) as { data?: any; errors?: any[] } };
}

describe('operations that the service knows', () => {
  it('[L8] are named by their id or the hash of their text', async () => {
    for (const id of ['nested-positions', createHash('sha256').update(NESTED).digest('hex')]) {
      const { answer } = await send({ ...named(id), variables: VARIABLES });
      expect(answer.data.project.actor.slug).toBe('north-korea');
    }
    const extensions = encodeURIComponent(JSON.stringify(named('typename').extensions));
    const got = await fetch(`${service.url}?extensions=${extensions}`);
    expect(await got.json()).toMatchObject({ data: { __typename: 'Query' } });
  });

  it('[L8] are named over WebSocket too', async () => {
    const client = createClient({ url: service.url.replace('http', 'ws'), webSocketImpl: WebSocket });
    const events = client.iterate({ query: '', ...named('typename') });
    expect((await events.next()).value).toMatchObject({ data: { __typename: 'Query' } });
    await client.dispose();
  });

  it('[L8] may be sent as they stand', async () => {
    expect((await send({ query: TYPENAME })).answer).toMatchObject({ data: { __typename: 'Query' } });
  });

  it('[L8] are told from those that it does not know', async () => {
    const { status, answer } = await send(named('other'));
    expect(answer.errors).toMatchObject([
      { message: 'PersistedQueryNotFound', extensions: { code: 'PERSISTED_QUERY_NOT_FOUND' } },
    ]);
    expect(status).toBe(200);
    expect((await send(named('__proto__'))).answer.errors).toHaveLength(1);
  });

  it.each(ways)('[L8] are the only ones that run, over $name', async ({ ask }) => {
    for (const query of [
      '{ projects { totalCount } }',
      `${TYPENAME} `,
      '{ __schema { types { name } } }',
      'subscription { changes(project: "x") { cursor } }',
    ]) {
      const { data, errors } = await ask(service.url, { query });
      expect(data ?? null).toBeNull();
      expect(errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
    }
  });
});

describe('the place of persisted operations', () => {
  it('is a file or a folder of operations that can be read', () => {
    expect(readPersisted(path).get('typename')).toBe(TYPENAME);
    const broken = join(folder, 'broken.json.txt');
    for (const [file, content] of [
      ['none.json', null],
      ['list.json', '[]'],
      ['text.json', '{'],
      ['syntax.json', '{ "a": "{ b" }'],
    ] as const) {
      const at = join(broken.replace(/broken.*/, ''), file);
      if (content !== null) writeFileSync(at, content);
      expect(() => readPersisted(at)).toThrow('which cannot be read');
      rmSync(at, { force: true });
    }
  });
});
