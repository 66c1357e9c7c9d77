import { createClient } from 'graphql-ws';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import { type Asker, member, setRole } from '../kit/members.ts';
import { useService } from '../kit/service.ts';
import { call, seedStudy } from '../kit/study.ts';
import { type Subscriber, transports } from '../kit/subscribe.ts';

const service = useService();
let coder: Asker;

beforeAll(async () => {
  await seedStudy(service);
  coder = await member(service, 'study', 'CODER', 'Coder');
});

const SEEN = '{ project(slug: "study") { viewerRole } }';

describe('[A5] a token', () => {
  it.each(['access_token', 'token', 'authorization', 'bearer_token'])(
    'is not read from %s in an address',
    async (name) => {
      const url = `${service.url}?${name}=${encodeURIComponent(`Bearer ${coder.token}`)}`;
      const headers = { 'content-type': 'application/json', 'x-forwarded-for': '192.0.2.1' };
      const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify({ query: SEEN }) });
      expect(((await response.json()) as { data: unknown }).data).toEqual({ project: null });
    },
  );

  it.each(['authorization', 'Authorization'])(
    'may come as %s among the parameters of a WebSocket',
    async (name) => {
      const client = webSocket({ [name]: `Bearer ${coder.token}` });
      const { value } = await client.iterate({ query: SEEN }).next();
      expect(value?.data).toEqual({ project: { viewerRole: 'CODER' } });
    },
  );

  it('that does not hold ends a WebSocket at once, and is told by 401 elsewhere', async () => {
    const client = webSocket({ authorization: 'Bearer dem_none' });
    await expect(client.iterate({ query: SEEN }).next()).rejects.toMatchObject({ code: 4403 });
    for (const authorization of [
      'Bearer dem_none',
      'Bearer',
      `Basic ${coder.token}`,
      `Bearer ${coder.token} x`,
      coder.token,
    ]) {
      const headers = { 'content-type': 'application/json', authorization };
      const response = await fetch(service.url, {
        method: 'POST',
        headers,
        body: JSON.stringify({ query: SEEN }),
      });
      expect([authorization, response.status]).toEqual([authorization, 401]);
      expect(response.headers.get('www-authenticate')).toContain('Bearer');
    }
  });
});

describe.each(transports)('[A6] a subscription over $name', ({ name, subscribe }) => {
  const follow = async (asker: Asker): Promise<Subscriber> => {
    const { data } = await asker.ask('{ project(slug: "study") { changeCursor } }');
    const subscriber = subscribe(service.url, { authorization: `Bearer ${asker.token}` })(
      'subscription ($after: String) { changes(project: "study", after: $after) { subjectType state } }',
      { after: data.project.changeCursor },
    );
    onTestFinished(() => subscriber.leave());
    await write();
    expect((await subscriber.next()).data.changes.subjectType).toBe('ACTOR');
    return subscriber;
  };

  it('ends with the membership, and tells why', async () => {
    const leaver = await member(service, 'study', 'VIEWER', `Leaver ${name}`);
    const subscriber = await follow(leaver);
    await setRole(service, 'study', leaver, null);
    await write();
    const { data, errors } = await subscriber.next();
    expect(data ?? null).toBeNull();
    expect(errors?.[0]?.extensions?.['code']).toBe('NOT_FOUND');
    await subscriber.ended();
  });

  it('ends with the token', async () => {
    const program = await member(service, 'study', 'VIEWER', `Program ${name}`);
    const subscriber = await follow(program);
    await service.app.db.execute(
      `update access_token set revoked_at = now() where account_id = '${program.accountId}'`,
    );
    await write();
    const { data, errors } = await subscriber.next();
    expect(data ?? null).toBeNull();
    expect(errors?.[0]?.extensions?.['code']).toBe('UNAUTHENTICATED');
    await subscriber.ended();
  });
});

let written = 0;

async function write(): Promise<void> {
  const slug = `somebody-${++written}`;
  const made = await call(service, 'createActor', { project: 'study', slug, name: slug, kind: 'PERSON' });
  expect(made['message']).toBeUndefined();
}

function webSocket(connectionParams: Record<string, unknown>) {
  const client = createClient({
    url: service.url.replace('http', 'ws'),
    webSocketImpl: class extends WebSocket {
      constructor(address: string, protocols: string[]) {
        super(address, protocols, { headers: { 'x-forwarded-for': '192.0.2.1' } });
      }
    },
    connectionParams,
    retryAttempts: 0,
  });
  onTestFinished(() => void client.dispose());
  return client;
}
