import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import fc from 'fast-check';
import { pino } from 'pino';
import { afterEach, describe, expect, it } from 'vitest';
import { onCommit } from '../../src/feed/commit.ts';
import { Hub } from '../../src/feed/hub.ts';
import type { Entry } from '../../src/feed/log.ts';
import { inProcessNotifier, type Notifier } from '../../src/feed/notifier.ts';
import { startLog } from '../kit/log.ts';
import { useService } from '../kit/service.ts';

const RUNS = process.env['PROVE'] === undefined ? 25 : 500;
const service = useService();
const log = pino({ level: 'silent' });
const hubs: Hub[] = [];

/** A hub of the test's own over the service's database, woken by its commits. */
function startHub(options: { ringCapacity?: number; pollInterval?: number; notifier?: Notifier } = {}): Hub {
  const { db } = service.app;
  const notifier = options.notifier ?? inProcessNotifier();
  onCommit(db, notifier.wake);
  const hub = new Hub({ db, log, pollInterval: 20, ...options, notifier });
  hubs.push(hub);
  return hub;
}

afterEach(() => {
  for (const hub of hubs.splice(0)) hub.close();
});

async function take(entries: AsyncIterableIterator<Entry>, count: number, pause = 0): Promise<number[]> {
  const taken: number[] = [];
  while (taken.length < count) {
    const { done, value } = await entries.next();
    if (done) break;
    taken.push(value.seq);
    if (pause > 0 && taken.length % 5 === 0) await sleep(pause);
  }
  return taken;
}

const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, at) => from + at);

describe('following a log', () => {
  it('[F2][F3] has no seam between catching up and live, however writers, ring and readers run', async () => {
    const db = service.app.db;
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          ringCapacity: fc.integer({ min: 1, max: 12 }),
          before: fc.nat(30),
          writers: fc.array(fc.array(fc.integer({ min: 1, max: 6 }), { maxLength: 6 }), { maxLength: 4 }),
          readers: fc.array(fc.record({ after: fc.nat(30), delay: fc.nat(15), pause: fc.nat(3) }), {
            minLength: 1,
            maxLength: 3,
          }),
          lost: fc.infiniteStream(fc.boolean()),
        }),
        async ({ ringCapacity, before, writers, readers, lost }) => {
          // Wakes that get lost cost a poll, never a change [F8].
          const inner = inProcessNotifier();
          const notifier = {
            ...inner,
            wake: (projectId: number) => void (lost.next().value || inner.wake(projectId)),
          };
          const hub = startHub({ ringCapacity, notifier });
          const { projectId, append } = await startLog(db);
          if (before > 0) await append(before);
          const end = 1 + before + writers.flat().reduce((sum, count) => sum + count, 0);
          const writing = writers.map(async (batches) => {
            for (const count of batches) await append(count);
          });
          const reading = readers.map(async ({ after, delay, pause }) => {
            await sleep(delay);
            const place = Math.min(after, before);
            const entries = await hub.follow({ projectId, after: place });
            expect(await take(entries, end - place, pause)).toEqual(range(place + 1, end));
            await entries.return?.();
          });
          await Promise.all([...writing, ...reading]);
          expect(hub.load).toEqual({ tailers: 0, followers: 0 });
          hub.close();
        },
      ),
      { numRuns: RUNS },
    );
  });

  it('[F4] resumes from every place with exactly the rest', async () => {
    const hub = startHub({ ringCapacity: 5 });
    const { projectId, append } = await startLog(service.app.db);
    for (const count of [3, 1, 4, 1, 5]) await append(count);
    for (const after of range(0, 14)) {
      const entries = await hub.follow({ projectId, after });
      expect(await take(entries, 15 - after)).toEqual(range(after + 1, 15));
      await entries.return?.();
    }
  });

  it('[F9] lets one who fell behind the ring go on from the database, and holds nothing for him', async () => {
    const hub = startHub({ ringCapacity: 10 });
    const { projectId, append } = await startLog(service.app.db);
    const [slow, quick] = [
      await hub.follow({ projectId, after: 0 }),
      await hub.follow({ projectId, after: 0 }),
    ];
    expect(await take(slow, 1)).toEqual([1]);
    for (let batch = 0; batch < 30; batch++) await append(10);
    expect(await take(quick, 301)).toEqual(range(1, 301));
    expect(await take(slow, 300)).toEqual(range(2, 301));
    await append(1);
    expect([await take(slow, 1), await take(quick, 1)]).toEqual([[302], [302]]);
  });

  it('[F5] serves a document from the same log, past what concerns others', async () => {
    const hub = startHub({ ringCapacity: 4 });
    const { projectId, append } = await startLog(service.app.db);
    const [ours, other] = [randomUUID(), randomUUID()];
    await append(3, ours);
    await append(250, other);
    await append(2, ours);
    const entries = await hub.follow({ projectId, documentId: ours, after: 0 });
    expect(await take(entries, 5)).toEqual([2, 3, 4, 255, 256]);
    const next = take(entries, 2);
    for (let batch = 0; batch < 5; batch++) await append(3, other);
    await append(2, ours);
    expect(await next).toEqual([272, 273]);
  });

  it('[F8] finds what another process wrote, though nobody woke it', async () => {
    const hub = startHub({ pollInterval: 30 });
    onCommit(service.app.db, () => {});
    const { projectId, append } = await startLog(service.app.db);
    const entries = await hub.follow({ projectId, after: 1 });
    const next = take(entries, 3);
    await append(3);
    expect(await next).toEqual([2, 3, 4]);
  });

  it('[F3] goes past a row that is gone for good, rather than wait for ever', async () => {
    const hub = startHub();
    const { projectId, append } = await startLog(service.app.db);
    const entries = await hub.follow({ projectId, after: 1 });
    const next = take(entries, 3);
    await service.app.db.transaction(async (tx) => {
      await tx.execute(sql`update project_head set seq = seq + 1 where project_id = ${projectId}`);
    });
    await append(3);
    expect(await next).toEqual([3, 4, 5]);
  });

  it('refuses a place beyond the end of the log', async () => {
    const hub = startHub();
    const { projectId } = await startLog(service.app.db);
    await expect(hub.follow({ projectId, after: 2 })).rejects.toMatchObject({ code: 'INVALID' });
    await expect(hub.follow({ projectId: 1, after: 0 })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect(hub.load).toEqual({ tailers: 0, followers: 0 });
  });
});

describe('the end of following', () => {
  it('[F9] comes at once when a reader leaves, also one who waits, and frees all that was held', async () => {
    const hub = startHub();
    const { projectId } = await startLog(service.app.db);
    const gone = new AbortController();
    const aborted = await hub.follow({ projectId, after: 1, signal: gone.signal });
    const returned = await hub.follow({ projectId, after: 1 });
    const waiting = [aborted.next(), returned.next()];
    await sleep(20);
    expect(hub.load).toEqual({ tailers: 1, followers: 2 });
    gone.abort();
    expect(hub.load).toEqual({ tailers: 1, followers: 1 });
    await returned.return?.();
    expect(hub.load).toEqual({ tailers: 0, followers: 0 });
    expect((await Promise.all(waiting)).map(({ done }) => done)).toEqual([true, true]);
  });

  it('comes before the beginning for one who has left already', async () => {
    const hub = startHub();
    const { projectId } = await startLog(service.app.db);
    const entries = await hub.follow({ projectId, after: 0, signal: AbortSignal.abort() });
    expect(hub.load).toEqual({ tailers: 0, followers: 0 });
    expect((await entries.next()).done).toBe(true);
  });

  it('comes with its reason when the service stops', async () => {
    const hub = startHub();
    const { projectId } = await startLog(service.app.db);
    const waiting = (await hub.follow({ projectId, after: 1 })).next();
    hub.close();
    await expect(waiting).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    await expect(hub.follow({ projectId, after: 0 })).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    expect(hub.load).toEqual({ tailers: 0, followers: 0 });
  });

  it('comes without an error when the project is removed', async () => {
    const hub = startHub();
    const { projectId } = await startLog(service.app.db);
    const entries = await hub.follow({ projectId, after: 1 });
    const waiting = entries.next();
    await service.app.db.execute(sql`delete from project where id = ${projectId}`);
    expect((await waiting).done).toBe(true);
    expect(hub.load).toEqual({ tailers: 0, followers: 0 });
  });
});
