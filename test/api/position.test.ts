import { readFileSync } from 'node:fs';
import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startSeed } from '../kit/seed.ts';
import { useService } from '../kit/service.ts';
import { countStatements } from '../kit/statements.ts';
import { worldFrom } from '../oracle/generator.ts';
import { loadWorld } from '../oracle/load.ts';
import { positionsOfActor } from '../oracle/positions.ts';

const service = useService();
const NESTED = readFileSync(new URL('../contract/nested-positions.graphql', import.meta.url), 'utf8');
const SEEDS = Array.from({ length: 20 }, (_, index) => index + 1);

let sql: postgres.Sql;
beforeAll(async () => {
  sql = postgres(service.database.url, { max: 1, onnotice: () => {} });
  for (const seed of SEEDS) await loadWorld(sql, worldFrom(seed), seed);
});
afterAll(async () => {
  await sql?.end({ timeout: 1 });
});

describe('positions over GraphQL', () => {
  it('come nested as the contract asks, at each level as the oracle reasons', async () => {
    let compared = 0;
    for (const seed of SEEDS) {
      const world = worldFrom(seed);
      for (const { key } of world.actors) {
        const variables = {
          project: `world-${seed}`,
          actor: key,
          asOf: '2018-11-05',
          maxIntermediaries: null,
        };
        const { data, errors } = await service.ask(NESTED, variables);
        expect(errors).toBeUndefined();
        const check = (actor: Nested) => {
          const right = positionsOfActor(world, actor.slug, { scope: 'DESCENDANTS', asOf: '2018-11-05' });
          expect(
            actor.positions.edges.map(({ node }) => [node.issue.slug, node.statementCount, node.lastHeldOn]),
          ).toEqual(right.map((position) => [position.issue, position.statementCount, position.lastHeldOn]));
          for (const [index, { node }] of actor.positions.edges.entries()) {
            expect(node.stance).toBeCloseTo(right[index]?.stance ?? Number.NaN, 9);
            expect(node.evidence.totalCount).toBe(right[index]?.evidence.length);
            compared += 1;
          }
          for (const edge of actor.members?.edges ?? []) check(edge.node);
        };
        check(data.project.actor);
      }
    }
    expect(compared).toBeGreaterThan(100);
  });

  it('take at most four SQL statements, however many actors there are', async () => {
    for (const members of [3, 60]) {
      const project = await crowd(members);
      const count = await countStatements(service, async () => {
        const { data, errors } = await service.ask(NESTED, {
          project,
          actor: 'whole',
          asOf: null,
          maxIntermediaries: null,
        });
        expect(errors).toBeUndefined();
        const { edges } = data.project.actor.members;
        expect(edges).toHaveLength(Math.min(members, 20));
        expect(edges[0].node.positions.edges[0].node.evidence.edges).toHaveLength(2);
      });
      expect(count).toBeLessThanOrEqual(4);
    }
  });

  it('compare two actors side by side', async () => {
    const project = await crowd(2);
    const { data, errors } = await service.ask(
      `query ($project: String!) { project(slug: $project) {
        comparePositions(first: "member-0", second: "member-1", scope: SELF) {
          issue { slug } difference first { stance statementCount } second { stance statementCount }
        }
      } }`,
      { project },
    );
    expect(errors).toBeUndefined();
    expect(data.project.comparePositions).toEqual([
      {
        issue: { slug: 'issue' },
        difference: -0.5,
        first: { stance: 0, statementCount: 2 },
        second: { stance: 0.5, statementCount: 2 },
      },
    ]);
  });

  it('tell a bad day, cursor, layer or actor as an error of the request', async () => {
    const project = await crowd(1);
    const ask = (args: string) =>
      service.ask(
        `{ project(slug: "${project}") { actor(slug: "whole") { positions${args} { totalCount } } } }`,
      );
    const faults = {
      '(asOf: "2018-02-30")': 'INVALID',
      '(after: "nonsense")': 'INVALID',
      '(first: -1)': 'INVALID',
      '(first: 1, last: 1)': 'INVALID',
      '(attribution: { maxIntermediaries: -1 })': 'INVALID',
      '(attribution: { accordingTo: "nobody" })': 'NOT_FOUND',
      '(layers: ["nonsense"])': 'INVALID',
      '(issues: ["nothing"])': 'NOT_FOUND',
    };
    for (const [args, code] of Object.entries(faults)) {
      const { errors } = await ask(args);
      expect([args, errors?.[0]?.extensions?.['code']]).toEqual([args, code]);
    }
  });
});

type Nested = {
  slug: string;
  positions: {
    edges: {
      node: {
        issue: { slug: string };
        stance: number;
        statementCount: number;
        lastHeldOn: string | null;
        evidence: { totalCount: number };
      };
    }[];
  };
  members?: { edges: { node: Nested }[] };
};

let crowds = 0;

/** A project in which `whole` has so many members; each has said two things on one issue, its stance rising with its number. */
async function crowd(members: number): Promise<string> {
  crowds += 1;
  const slug = `crowd-${crowds}`;
  await service.app.db.transaction(async (tx) => {
    const seed = await startSeed(tx as never, slug);
    const whole = await seed.actor('whole', { kind: 'GROUP' });
    const issueId = await seed.issue('issue');
    const text = await seed.document('text', 'Somebody said something.');
    for (let index = 0; index < members; index += 1) {
      const member = await seed.actor(`member-${index}`);
      await seed.affiliation(member, whole);
      for (const _ of [1, 2]) await seed.statement(text, member, { issueId, stance: (index % 3) / 2 });
    }
  });
  return slug;
}
