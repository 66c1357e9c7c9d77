import { pino } from 'pino';
import postgres, { type Sql } from 'postgres';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { type Bucket, draw, removeUnusedBuckets } from '../../src/features/rate/rate.command.ts';
import { bucketsFor } from '../../src/http/caller.ts';
import { createRate, type Rate } from '../../src/http/rate.ts';
import { type FreshDatabase, freshDatabase } from '../kit/database.ts';

/** Ten at once, then one a minute. */
const SLOW = { requests: { perSecond: 1 / 60, burst: 10 }, points: { perSecond: 1, burst: 1 } };

let database: FreshDatabase;
let sql: Sql;
/** The statements that went to the database. */
let sent = 0;
beforeAll(async () => {
  database = await freshDatabase();
  sql = postgres(database.url, { max: 4, debug: () => (sent += 1) });
});
afterAll(async () => {
  await sql?.end({ timeout: 1 });
  await database?.drop();
});

/** Leaks so slowly that nothing of it shows while a test runs. */
const still = (requests: number, points = 1_000): Bucket => ({
  requests: { perSecond: 1e-6, burst: requests },
  points: { perSecond: 1e-6, burst: points },
});

let keys = 0;
const newKey = (): string => `test:${(keys += 1)}`;

function instance(): Rate {
  const rate = createRate(sql, pino({ level: 'silent' }));
  onTestFinished(() => rate.close());
  return rate;
}

/** Moves what a bucket holds into the past: as if so many seconds had gone by. */
const wait = (key: string, seconds: number) =>
  sql`update rate_bucket set at = at - make_interval(secs => ${seconds}) where key = ${key}`;

describe('the bucket that instances share', () => {
  it('[L5] gives what it holds and no more, to whoever asks first', async () => {
    const key = newKey();
    const asked = await Promise.all(
      Array.from({ length: 40 }, () =>
        draw(sql, key, still(25), { requests: 1, points: 0 }, { requests: 1, points: 0 }),
      ),
    );
    expect(asked.filter(({ refused }) => refused === undefined)).toHaveLength(25);
    expect(asked.filter(({ refused }) => refused === 'requests')).toHaveLength(15);
  });

  it('[L5] leaks on the database’s clock, to empty and no further', async () => {
    const key = newKey();
    const bucket = { requests: { perSecond: 2, burst: 10 }, points: { perSecond: 1, burst: 10 } };
    const take = (requests: number) =>
      draw(sql, key, bucket, { requests, points: 0 }, { requests, points: 0 });
    expect(await take(10)).toMatchObject({ requests: 10 });
    expect(await take(4)).toEqual({ refused: 'requests', retryAfter: 2 });
    await wait(key, 2);
    expect(await take(4)).toMatchObject({ requests: 4 });
    expect(await take(4)).toMatchObject({ refused: 'requests' });
    await wait(key, 86_400);
    expect(await take(10)).toMatchObject({ requests: 10 });
    expect(await take(1)).toMatchObject({ refused: 'requests' });
  });

  it('[L5] gives nothing for a clock that goes back', async () => {
    const key = newKey();
    const bucket = { requests: { perSecond: 1, burst: 5 }, points: { perSecond: 1, burst: 5 } };
    const take = () => draw(sql, key, bucket, { requests: 5, points: 0 }, { requests: 5, points: 0 });
    await take();
    await wait(key, -3_600);
    expect(await take()).toMatchObject({ refused: 'requests' });
    const [row] =
      await sql`select at > clock_timestamp() + interval '59 minutes' as kept from rate_bucket where key = ${key}`;
    expect(row).toEqual({ kept: true });
  });

  it('[L5] refuses whole what it has not whole: no request without its points', async () => {
    const key = newKey();
    const take = (points: number) =>
      draw(sql, key, still(10, 100), { requests: 1, points }, { requests: 1, points });
    expect(await take(80)).toMatchObject({ requests: 1, points: 80 });
    expect(await take(30)).toMatchObject({ refused: 'points' });
    const [row] = await sql`select requests, points from rate_bucket where key = ${key}`;
    expect(row).toMatchObject({ requests: expect.closeTo(1), points: expect.closeTo(80) });
    expect(await take(20)).toMatchObject({ points: 20 });
  });

  it('[L5] lets what is larger than the bucket pass when it is empty', async () => {
    expect(
      await draw(sql, newKey(), still(1, 100), { requests: 1, points: 500 }, { requests: 1, points: 0 }),
    ).toMatchObject({
      points: 100,
    });
  });

  it('is removed when nobody has used it for a day', async () => {
    const [old, young] = [newKey(), newKey()];
    for (const key of [old, young])
      await draw(sql, key, still(1), { requests: 1, points: 0 }, { requests: 1, points: 0 });
    await wait(old, 90_000);
    await removeUnusedBuckets(sql);
    const left = await sql`select key from rate_bucket where key in ${sql([old, young])}`;
    expect(left.map(({ key }) => key)).toEqual([young]);
  });

  it('is not logged, so that counting costs no write to the log of the database', async () => {
    const [row] = await sql`select relpersistence from pg_class where relname = 'rate_bucket'`;
    expect(row).toEqual({ relpersistence: 'u' });
  });
});

describe('instances', () => {
  it('[L5] together give no more than the bucket holds, leases and all', async () => {
    const key = newKey();
    const instances = [instance(), instance(), instance()];
    let given = 0;
    await Promise.all(
      instances.flatMap((rate) =>
        Array.from({ length: 500 }, async () => {
          if ((await rate.take(key, still(1_000, 1e9))) === undefined) given += 1;
        }),
      ),
    );
    expect(given).toBe(1_000);
  });

  it('[L5] ask once for a quarter of a second’s worth, and then spend it without asking', async () => {
    const rate = instance();
    const key = newKey();
    const { SIGNED_IN } = bucketsFor(1_000);
    await rate.take(key, SIGNED_IN);
    const before = sent;
    const answers = Array.from({ length: 250 }, () => rate.take(key, SIGNED_IN));
    expect(answers.every((answer) => answer === undefined)).toBe(true);
    expect(sent - before).toBe(0);
    const [row] = await sql`select requests from rate_bucket where key = ${key}`;
    expect(row?.['requests']).toBeLessThanOrEqual(251);
  });

  it('[L5] ask nobody for whom they know to be over the limit', async () => {
    const rate = instance();
    const key = newKey();
    for (let attempt = 0; attempt < 10; attempt++) expect(await rate.take(key, SLOW)).toBeUndefined();
    expect(await rate.take(key, SLOW)).toMatchObject({ refused: 'requests' });
    const before = sent;
    for (let attempt = 0; attempt < 1_000; attempt++) {
      expect(await rate.take(key, SLOW)).toMatchObject({
        refused: 'requests',
        retryAfter: expect.any(Number),
      });
    }
    expect(sent - before).toBe(0);
  });

  it('[L5] send one statement for requests that come at once', async () => {
    const rate = instance();
    const key = newKey();
    const { SIGNED_IN } = bucketsFor(100);
    await rate.take(newKey(), SIGNED_IN);
    const before = sent;
    await Promise.all(Array.from({ length: 20 }, () => rate.take(key, SIGNED_IN)));
    expect(sent - before).toBe(1);
  });
});
