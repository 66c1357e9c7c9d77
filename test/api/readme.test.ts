import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { useService } from '../kit/service.ts';

const service = useService({ demo: true });
const README = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');

it('the README’s query gives what the README says of it', async () => {
  const query = /```graphql\n([^]*?)```/.exec(README)?.[1] ?? '';
  const ask = async (text: string) => {
    const { data, errors } = await service.ask(text);
    expect(errors).toBeUndefined();
    const positions = data.project.actor.positions.edges.map(({ node }: { node: Told }) => node) as Told[];
    return positions.find((position) => position.issue.label.includes('Abe'));
  };
  expect(README).toContain('0.25');
  expect((await ask(query))?.stance).toBe(0.25);
  for (const [argument, ids] of [
    ['attribution: { maxIntermediaries: 0 }', 2],
    ['attribution: { accordingTo: "moon-jae-in" }', 1],
  ] as const) {
    expect(README).toContain(argument);
    const told = await ask(query.replace('scope: DESCENDANTS', `scope: DESCENDANTS, ${argument}`));
    expect(told?.evidence.edges).toHaveLength(ids);
  }
});

type Told = { issue: { label: string }; stance: number; evidence: { edges: object[] } };
