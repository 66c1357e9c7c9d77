import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import { inTransaction } from '../../src/db/transaction.ts';
import { localOwner } from '../../src/features/account/account.command.ts';
import { appendChanges } from '../../src/feed/append.ts';
import { announceCommit } from '../../src/feed/commit.ts';
import { startLog, type TestLog } from '../kit/log.ts';
import { useService } from '../kit/service.ts';
import { transports } from '../kit/subscribe.ts';
import { until } from '../kit/until.ts';

const WRITE_TIMEOUT = 1_200;
const service = useService({ writeTimeout: WRITE_TIMEOUT });
const STATES = 'subscription ($project: String!) { changes(project: $project) { cursor state } }';

/** A log of which the states, 50 kB each, are far more than sockets hold: 40 MB. */
let log: TestLog;

beforeAll(async () => {
  const { db } = service.app;
  log = await startLog(db);
  const { accountId } = await localOwner(db);
  const state = { text: 'x'.repeat(50_000) };
  for (let batch = 0; batch < 16; batch++) {
    const changes = Array.from({ length: 50 }, () => ({
      ...({ kind: 'ADDED', subjectType: 'ANNOTATION', subjectId: randomUUID(), version: 1, state } as const),
    }));
    await inTransaction(db, (tx) => appendChanges(tx, log.projectId, accountId, changes));
  }
  announceCommit(db, log.projectId);
});

/** What is held once all that is not has been collected. */
function memoryInUse(): NodeJS.MemoryUsage {
  collect();
  return process.memoryUsage();
}

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

const operation = () => ({ query: STATES, variables: { project: log.slug } });

/** Subscribes over SSE by hand, and reads nothing after the first bytes. */
async function stallOverSse(): Promise<{ closed: Promise<unknown> }> {
  const { port, hostname } = new URL(service.url);
  const socket = connect(Number(port), hostname);
  onTestFinished(() => void socket.destroy());
  const body = JSON.stringify(operation());
  socket.write(
    `POST /graphql HTTP/1.1\r\nHost: ${hostname}:${port}\r\nAccept: text/event-stream\r\n` +
      `Content-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
  );
  await once(socket, 'data');
  return { closed: paused(socket) };
}

/** As `stallOverSse`; neither are pings answered, since they are not read. */
async function stallOverWebSocket(): Promise<{ closed: Promise<unknown> }> {
  const client = new WebSocket(service.url.replace('http', 'ws'), 'graphql-transport-ws');
  onTestFinished(() => client.terminate());
  await once(client, 'open');
  client.send('{"type":"connection_init"}');
  await once(client, 'message');
  client.send(JSON.stringify({ id: '1', type: 'subscribe', payload: operation() }));
  await once(client, 'message');
  return { closed: paused(Reflect.get(client, '_socket') as Socket) };
}

/** Stops reading; the end shows when reading goes on, after all that was under way. */
function paused(socket: Socket): Promise<unknown> {
  socket.pause();
  socket.on('error', () => {});
  return once(socket, 'close');
}

const followers = () => service.app.hub.load.followers;

describe.each([
  { name: 'SSE', stall: stallOverSse },
  { name: 'WebSocket', stall: stallOverWebSocket },
])('a subscriber over $name that does not read', ({ stall }) => {
  it('[F9] is cut off after the write timeout, has had nothing kept for it, and holds nobody up', async () => {
    const before = memoryInUse();
    await stall();
    await until(() => followers() === 1);
    await sleep(WRITE_TIMEOUT / 2);
    const during = memoryInUse();
    expect(followers()).toBe(1);
    const grown = (kind: 'heapUsed' | 'external') => during[kind] - before[kind];
    // Of 40 MB no more than the sockets' buffers and one read ahead has been taken up.
    expect(grown('heapUsed') + grown('external')).toBeLessThan(25_000_000);

    const [transport] = transports;
    const other = transport?.subscribe(service.url)(STATES, { project: log.slug });
    expect(await other?.take(100)).toHaveLength(100);
    await other?.leave();
    await until(() => followers() === 0, WRITE_TIMEOUT * 3);
    expect(service.app.hub.load).toEqual({ tailers: 0, followers: 0 });
  });
});

describe.each(transports)('a subscriber over $name', ({ subscribe }) => {
  it('that is slow but reads is not cut off', async () => {
    const subscriber = subscribe(service.url)(STATES, { project: log.slug });
    for (let taken = 0; taken < 5; taken++) {
      expect((await subscriber.next()).data.changes.cursor).toMatch(/^[\w-]{22}$/);
      await sleep(WRITE_TIMEOUT / 4);
    }
    await subscriber.leave();
    await until(() => followers() === 0);
  });

  it('that is idle is not cut off', async () => {
    const quiet = await startLog(service.app.db);
    const subscriber = subscribe(service.url)(STATES, { project: quiet.slug });
    await subscriber.next();
    const next = subscriber.next();
    await sleep(WRITE_TIMEOUT * 2);
    await quiet.append(1);
    expect((await next).data.changes.state).toEqual({});
    await subscriber.leave();
  });

  it('may leave at any time, a hundred times over, and leaves nothing behind', async () => {
    const quiet = await startLog(service.app.db);
    const timers = () => process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length;
    const come = (): Promise<unknown> =>
      Promise.all(
        Array.from({ length: 10 }, async (_, at) => {
          const subscriber = subscribe(service.url)(STATES, { project: quiet.slug });
          if (at % 2 === 0) await subscriber.next();
          await sleep(at);
          await subscriber.leave();
        }),
      );
    // The first round opens connections to the database. Each has two timers of its own, and more may come in a later round: up
    // to ten for requests and ten for the feed.
    await come();
    const before = timers();
    for (let round = 0; round < 9; round++) await come();
    await until(() => followers() === 0);
    expect(service.app.hub.load).toEqual({ tailers: 0, followers: 0 });
    await sleep(300);
    expect(timers()).toBeLessThanOrEqual(before + 40);
  });
});
