import postgres, { type Sql } from 'postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { useService } from '../kit/service.ts';

const service = useService({ demo: true, env: { OPERATION_SECONDS: '2' } });
let other: Sql;
beforeAll(() => {
  other = postgres(service.database.url, { max: 2 });
});
afterAll(() => other?.end({ timeout: 1 }));

const ASKED = '{ project(slug: "abe-kim-2018") { events { totalCount } } }';

/** Holds what the query needs while it is asked. */
async function whileLocked<T>(work: (sql: Sql) => Promise<T>): Promise<T> {
  return other.begin(async (tx) => {
    await tx`lock table event in access exclusive mode`;
    return work(other);
  }) as Promise<T>;
}

describe('an operation', () => {
  it('[L6] ends after so many seconds, with what to do', async () => {
    const answer = await whileLocked(() => service.ask(ASKED));
    expect(answer.errors).toEqual([
      {
        message:
          'The limit of seconds for one operation is 2. Ask for less at once, or narrow it by a filter.',
        extensions: { code: 'LIMIT', limit: { name: 'seconds for one operation', max: 2 } },
      },
    ]);
    expect((await service.ask(ASKED)).errors).toBeUndefined();
  });

  it('[L6] that may have written says so', async () => {
    const input = '{ project: "abe-kim-2018", title: "Late", status: PLANNED, participants: [] }';
    const answer = await whileLocked(() =>
      service.ask(`mutation { recordEvent(input: ${input}) { __typename } }`),
    );
    expect(answer.errors?.[0]?.message).toContain('repeat it with the same idempotencyKey');
  });

  it('[L6] whose statement the database has ended is told the same', async () => {
    const answer = await whileLocked(async (sql) => {
      const asked = service.ask(ASKED);
      let answered = false;
      void asked.finally(() => (answered = true));
      while (!answered) {
        await sql`select pg_cancel_backend(pid) from pg_stat_activity
          where datname = current_database() and wait_event_type = 'Lock'`;
      }
      return asked;
    });
    expect(answer.errors?.[0]).toMatchObject({ path: expect.any(Array), extensions: { code: 'LIMIT' } });
    expect(answer.errors?.[0]?.message).toContain('The limit of seconds for one operation');
  });
});
