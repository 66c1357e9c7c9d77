import { sql } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { schema } from '../../src/schema.ts';
import { type Copy, startCopy, stopCopy } from './leak/copies.ts';
import { ABOVE_CODER, NOT_BY_TOKEN, unseenFields, wanting } from './leak/expected.ts';
import { idTypesOf } from './leak/schema-types.ts';
import type { Argument, Field, Operation } from './leak/operation.ts';
import { Run } from './leak/run.ts';
import { shrink } from './leak/shrink.ts';
import { readState, type State } from './leak/state.ts';
import { changeHidden, changeOther } from './leak/change-world.ts';
import { makeWorld, STUDY, type World } from './leak/world.ts';

// A run that failed is repeated by its seed; the number of operations may be set for a longer search than either run makes.
const seed = Number(process.env['LEAK_SEED'] ?? 1);
const operations = Number(process.env['LEAK_N'] ?? (process.env['PROVE'] ? 10_000 : 300));

/** How often each mutation must be done and each type of node be told of. */
const times = operations > 5_000 ? 5 : 1;

let world: World;
let state: State;
const copies: Copy[] = [];

const faults = vi.hoisted(() => ({ planted: '' }));

// Projects come by their numbers, which are random: here each is higher than those before it, on every copy.
let numbers = 4_000_000_000_000_000;
vi.mock(import('../../src/db/columns.ts'), async (original) => ({
  ...(await original()),
  newProjectId: () => (numbers += 1_000_003),
}));

// The conditions of the first wall, each of which can be taken away.
vi.mock(import('../../src/visibility.ts'), async (original) => {
  const walls = await original();
  const gates = Object.entries(walls).map(([name, wall]) => [
    name,
    (...given: never[]) =>
      faults.planted === name && name.startsWith('is')
        ? sql`true`
        : (wall as (...given: never[]) => unknown)(...given),
  ]);
  return Object.fromEntries(gates) as typeof walls;
});

async function copyOf(change: (world: World, copy: Copy) => Promise<void> = async () => {}): Promise<Copy> {
  const copy = await startCopy(world.copy.database);
  copies.push(copy);
  await change(world, copy);
  return copy;
}

async function dropSecondWall({ sql }: Copy): Promise<void> {
  const tables = await sql`select oid::regclass::text as name from pg_class where relrowsecurity`;
  for (const { name } of tables) await sql.unsafe(`alter table ${name} disable row level security`);
}

/**
 * Asks for all that there is to tell, runs so many operations and then more as long as something has not been seen, but not
 * twice as many, and asks for all again.
 *
 * @returns the first that is at fault, as small as it can be made
 */
async function firstFault(
  run: Run,
  wanted: () => string[] = () => [],
  isShrunk = true,
): Promise<string | null> {
  for (const operation of plan(run, wanted)) {
    if (run.count % 15 === 14) await run.interlude();
    const fault = await run.try(operation);
    if (fault === null) continue;
    if (!isShrunk) return fault.told;
    const again = async (smaller: typeof operation) => (await run.again(smaller)) !== null;
    const least = (await again(operation)) ? await shrink(operation, again) : operation;
    const told = (await run.again(least)) ?? fault.told;
    return `seed ${seed}, operation ${run.count}:\n${run.printed(least)}\n${told}`;
  }
  return null;
}

function* plan(run: Run, wanted: () => string[]): Generator<Operation> {
  yield* run.sweep();
  for (let count = 0; count < operations; count++) yield run.next();
  for (let count = 0; count < Math.max(operations, 500) && wanted().length > 0; count++) {
    const list = wanted();
    yield run.attempt(list[(count >> 1) % list.length] ?? '');
  }
  yield* run.sweep();
}

beforeAll(async () => {
  world = await makeWorld();
  state = await readState(world.copy.sql, idTypesOf(schema));
  await stopCopy(world.copy);
}, 120_000);

afterEach(async () => {
  faults.planted = '';
  for (const copy of copies.splice(0)) {
    await stopCopy(copy);
    await copy.database.drop();
  }
});

afterAll(() => world.copy.database.drop());

/** A field in an operation written by hand. */
function field(name: string, below: Field[] = [], args: Argument[] = []): Field {
  return { of: '', name, alias: name, args, below };
}

describe('a coder', () => {
  it(`is told nothing that lies elsewhere, in ${operations} operations`, { timeout: 3_600_000 }, async () => {
    const run = await Run.start(seed, schema, state, {
      untouched: await copyOf(),
      'with another project changed': await copyOf(changeOther),
      'with a hidden layer changed': await copyOf(changeHidden),
    });
    const want = () => wanting(schema, run.coverage, times);
    expect(await firstFault(run, want)).toBeNull();
    expect(want()).toEqual([]);
    // Every field there is comes up where there is time enough.
    expect(times > 1 ? unseenFields(schema, run.coverage) : []).toEqual([]);
    const done = [...run.coverage.outcomes.keys()].filter((outcome) => outcome.endsWith(' done'));
    expect(done.filter((one) => ABOVE_CODER.some((name) => one === `study Mutation.${name} done`))).toEqual(
      [],
    );
    expect(
      [...run.coverage.outcomes.keys()].filter((outcome) => /^(other|hidden) .* done$/.test(outcome)),
    ).toEqual([]);
    expect(run.undecided).toBeLessThan(operations / 50);
    expect(done.filter((one) => NOT_BY_TOKEN.some((name) => one.includes(`Mutation.${name} `)))).toEqual([]);
    expect(done).toContain('interlude mergeIssue done');
  });

  // One transaction of an owner changes what he sees and what he does not [F5].
  it('cannot tell by a cursor that more was merged than he sees', async () => {
    const run = await Run.start(seed, schema, state, {
      untouched: await copyOf(),
      hidden: await copyOf(changeHidden),
    });
    const { marriage: id, succession: into } = world.study;
    const input = {
      name: 'input',
      type: 'MergeIssueInput!',
      value: { id, expectedVersion: 1, into },
      written: false,
    };
    const merge = field('mergeIssue', [field('__typename')], [input]);
    expect(await run.asLead({ kind: 'mutation', root: [merge] })).toBe(true);
    const mark = field('node', [field('id'), field('changeCursor')]);
    const slug = { name: 'slug', type: 'String!', value: STUDY, written: false };
    const first = { name: 'first', type: 'Int', value: 100, written: true };
    const marks = field('annotations', [field('edges', [mark])], [first]);
    const project = field('project', [field('changeCursor'), marks], [slug]);
    expect(await run.try({ kind: 'query', root: [project] })).toBeNull();
    expect(run.coverage.fields.get('.changeCursor')).toBeGreaterThan(10);
  });

  // Of the two walls, the second must not stand in for the first.
  it.each(['isReadable', 'isReadableProject', 'isOnSeenLayer', 'isSeenLayer', 'isTold', 'isKnownAccount'])(
    'would be told where %s did not hold',
    { timeout: 600_000 },
    async (planted) => {
      const [untouched, other, hidden] = [
        await copyOf(),
        await copyOf(changeOther),
        await copyOf(changeHidden),
      ];
      for (const copy of [untouched, other, hidden]) await dropSecondWall(copy);
      faults.planted = planted;
      const run = await Run.start(seed, schema, state, { untouched, other, hidden });
      const fault = await firstFault(run, () => [], false);
      expect(fault).not.toBeNull();
    },
  );
});
