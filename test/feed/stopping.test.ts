import { connect } from 'node:net';
import { once } from 'node:events';
import { createClient } from 'graphql-ws';
import { pino } from 'pino';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import { type App, startApp } from '../../src/app.ts';
import { readConfig } from '../../src/config.ts';
import { freshDatabase } from '../kit/database.ts';
import { startLog } from '../kit/log.ts';
import { transports } from '../kit/subscribe.ts';
import { until } from '../kit/until.ts';

const CHANGES = 'subscription ($project: String!) { changes(project: $project) { cursor } }';

let app: App;
let project: string;

beforeEach(async () => {
  const { url, drop } = await freshDatabase();
  onTestFinished(drop);
  const config = readConfig({ PORT: '0', DATABASE_URL: url, LOG_LEVEL: 'silent' });
  app = await startApp({ config, log: pino({ level: 'silent' }), demo: false, localOwner: true });
  project = (await startLog(app.db)).slug;
});

async function timed(work: Promise<void>): Promise<number> {
  const began = Date.now();
  await work;
  return Date.now() - began;
}

describe('a service that stops', () => {
  it('[F4] tells subscribers over SSE to come back, and is gone within seconds', async () => {
    const subscriber = transports[0]?.subscribe(`${app.url}/graphql`)(CHANGES, { project });
    await subscriber?.next();
    const last = subscriber?.next();
    expect(await timed(app.close())).toBeLessThan(9_500);
    expect((await last)?.errors).toMatchObject([{ extensions: { code: 'UNAVAILABLE' } }]);
    await subscriber?.ended();
  });

  it('[F4] closes WebSockets with a code upon which their clients connect again', async () => {
    const closed: unknown[] = [];
    const client = createClient({
      url: `${app.url.replace('http', 'ws')}/graphql`,
      webSocketImpl: WebSocket,
      retryAttempts: 0,
      on: { closed: (event) => void closed.push((event as { code: number }).code) },
    });
    const events = client.iterate({ query: CHANGES, variables: { project } });
    await events.next();
    const failed = events.next().then(
      () => 'an event or the end',
      () => 'cut off',
    );
    expect(await timed(app.close())).toBeLessThan(9_500);
    expect([await failed, closed]).toEqual(['cut off', [1001]]);
    expect(app.hub.load).toEqual({ tailers: 0, followers: 0 });
  });

  it('does not wait for connections that answer nothing', async () => {
    const { hostname, port } = new URL(app.url);
    const silent = connect(Number(port), hostname);
    onTestFinished(() => void silent.destroy());
    silent.write(
      `GET /graphql HTTP/1.1\r\nHost: ${hostname}:${port}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
        'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n' +
        'Sec-WebSocket-Protocol: graphql-transport-ws\r\n\r\n',
    );
    const [answer] = (await once(silent, 'data')) as [Buffer];
    expect(answer.toString()).toMatch(/^HTTP\/1\.1 101 /);
    silent.on('error', () => {});
    silent.pause();
    expect(await timed(app.close())).toBeLessThan(9_500);
  });
});

describe('WebSocket connections', () => {
  const opening = (headers: Record<string, string>, path = '/graphql'): Promise<string> =>
    new Promise((resolve) => {
      const socket = new WebSocket(`${app.url.replace('http', 'ws')}${path}`, 'graphql-transport-ws', {
        headers,
      });
      socket.on('open', () => {
        socket.terminate();
        resolve('open');
      });
      socket.on('error', (error) => resolve(error.message));
    });

  it('are refused to pages of another origin, and at another path', async () => {
    onTestFinished(() => app.close());
    const { host } = new URL(app.url);
    expect(await opening({})).toBe('open');
    expect(await opening({ origin: `http://${host}` })).toBe('open');
    for (const origin of ['https://elsewhere.example', 'null', `http://${host}.elsewhere.example`]) {
      expect(await opening({ origin })).toContain('403');
    }
    expect(await opening({}, '/elsewhere')).toContain('404');
    await until(() => app.hub.load.followers === 0);
  });

  it('carry queries and mutations too, masked as over HTTP', async () => {
    onTestFinished(() => app.close());
    const client = createClient({
      url: `${app.url.replace('http', 'ws')}/graphql`,
      webSocketImpl: WebSocket,
    });
    onTestFinished(() => void client.dispose());
    const ask = async (query: string) => (await client.iterate({ query }).next()).value;
    expect(await ask(`{ project(slug: "${project}") { slug } }`)).toMatchObject({
      data: { project: { slug: project } },
      extensions: { cost: { requested: { nodes: 0, points: 2 } } },
    });
    expect(
      await ask('mutation { createProject(input: { slug: "over-ws", name: "x" }) { __typename } }'),
    ).toMatchObject({ data: { createProject: { __typename: 'Project' } } });
    await app.db.execute('alter table actor rename column name to gone');
    const masked = await ask(`{ project(slug: "${project}") { actors { edges { node { name } } } } }`);
    expect(masked?.errors).toMatchObject([{ message: 'Unexpected error.' }]);
    expect(JSON.stringify(masked)).not.toMatch(/gone|select/i);
  });
});
