import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import postgres from 'postgres';
import { describe, expect, it } from 'vitest';
import { createProject } from '../../src/features/project/project.command.ts';
import { localOwner } from '../../src/features/account/account.command.ts';
import { packageRoot } from '../../src/package-root.ts';
import { useService } from '../kit/service.ts';

const WRITER = fileURLToPath(new URL('writer.ts', import.meta.url));
const PROCESSES = ['first', 'second'];
const WRITERS = 16;
const WRITES = process.env['PROVE'] === undefined ? 10 : 200;
/** Half of the writes are under keys that both processes use; the others are followed by a change. */
const EXPECTED = 1 + WRITERS * (WRITES / 2) + PROCESSES.length * WRITERS * (WRITES / 2) * 2;

const service = useService();

/** Runs the writers of one process. @returns what each key gave them */
async function write(project: string, name: string): Promise<[string, string][]> {
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', WRITER, service.database.url, project, `${WRITERS}`, `${WRITES}`, name],
    { cwd: packageRoot, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  const [output, errors] = await Promise.all([text(child.stdout), text(child.stderr)]);
  if (output === '') throw new Error(errors);
  return JSON.parse(output) as [string, string][];
}

/** What was seen by looking at the log over and over: how long it was each time, and every look that was no beginning of it. */
type Looks = { lengths: number[]; wrong: number[][] };

/** Looks through a connection of its own until told that it is done, and once more. */
async function look(projectId: number, done: () => boolean): Promise<Looks> {
  const client = postgres(service.database.url, { max: 1, onnotice: () => {} });
  const looks: Looks = { lengths: [], wrong: [] };
  for (let last = false; !last;) {
    last = done();
    const rows = await client`select seq::int from change where project_id = ${projectId} order by seq`;
    const seen = rows.map((row) => row['seq'] as number);
    looks.lengths.push(seen.length);
    if (seen.some((seq, at) => seq !== at + 1)) looks.wrong.push(seen);
    await sleep(2);
  }
  await client.end();
  return looks;
}

describe('the log under 32 writers in two processes', () => {
  it('[F1][F3][W1] has no gap, commits in its order, takes no key twice, and is followed without a miss', async () => {
    const { db, hub } = service.app;
    const { projectId } = await createProject(db, await localOwner(db), { slug: 'busy', name: 'Busy' });
    let done = false;
    const looking = look(projectId, () => done);
    const entries = await hub.follow({ projectId, after: 0 });
    const following = (async () => {
      const followed: number[] = [];
      while (followed.length < EXPECTED) followed.push((await entries.next()).value?.seq ?? 0);
      await entries.return?.();
      return followed;
    })();

    const results = await Promise.all(PROCESSES.map((name) => write('busy', name)));
    const followed = await following;
    done = true;
    const looks = await looking;

    const whole = Array.from({ length: EXPECTED }, (_, at) => at + 1);
    expect(followed).toEqual(whole);
    // Commit order is the log's order: whoever looks sees a beginning of it without a gap, whatever is still under way,
    // and so nothing can appear before what has been seen.
    expect(looks.wrong).toEqual([]);
    expect(looks.lengths).toEqual(looks.lengths.toSorted((a, b) => a - b));
    expect(new Set(looks.lengths).size).toBeGreaterThan(10);
    expect(looks.lengths.at(-1)).toBe(EXPECTED);

    const rows = await db.execute<{ seq: number; transaction: number; same: number; head: number }>(sql`
      select seq::int, transaction_seq::int as transaction,
        dense_rank() over (order by xmin::text)::int as same,
        (select seq::int from project_head where project_id = ${projectId}) as head
      from change where project_id = ${projectId} order by seq`);
    expect(rows.at(-1)?.head).toBe(EXPECTED);
    expect(rows.every(({ seq, transaction }) => seq === transaction)).toBe(true);
    expect(new Set(rows.map(({ same }) => same)).size).toBe(EXPECTED);

    // Each shared key gave every writer that used it the one actor that it made.
    const [first, second] = results.map((pairs) => new Map(pairs));
    const shared = [...(first?.keys() ?? [])].filter((key) => second?.has(key));
    expect(shared).toHaveLength(WRITERS * (WRITES / 2));
    for (const key of shared) expect(second?.get(key)).toBe(first?.get(key));
    const made = new Set(results.flat().map(([, id]) => id));
    const [stored] = await db.execute<{ actors: number; added: number }>(sql`
      select (select count(*)::int from actor where project_id = ${projectId}) as actors,
        (select count(*)::int from change where project_id = ${projectId} and kind = 'ADDED' and subject_type = 'ACTOR') as added`);
    expect(stored).toEqual({ actors: made.size, added: made.size });
  }, 600_000);
});
