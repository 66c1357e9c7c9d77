import { describe, expect, it } from 'vitest';
import { EXPECTED_EVENTS, EXPECTED_STATEMENTS, POSITION_ROWS } from '../kit/demo-expected.ts';
import { EVENTS, POSITIONS, STATEMENTS } from '../kit/demo-queries.ts';
import { type Answer, useService } from '../kit/service.ts';

const service = useService({ demo: true });

type Edges<Node> = { totalCount: number; edges: { node: Node }[] };

const nodes = <Node>({ totalCount, edges }: Edges<Node>): Node[] => {
  expect(edges).toHaveLength(totalCount);
  return edges.map(({ node }) => node);
};

async function ask(query: string, variables?: Record<string, unknown>): Promise<NonNullable<Answer['data']>> {
  const { data, errors } = await service.ask(query, variables);
  expect(errors).toBeUndefined();
  return data;
}

describe('the worked example', () => {
  it('is there statement by statement', async () => {
    const { project } = await ask(STATEMENTS, { document: 'summit-briefing-2018' });
    expect(nodes<Told>(project.document.statements).map(toldOf)).toEqual(EXPECTED_STATEMENTS);
    expect(project.document).toMatchObject({
      publishedOn: '2018-11-05',
      language: 'en',
      author: { slug: 'ines-halloran' },
    });
  });

  it('is there event by event, each marked in the text', async () => {
    const { project } = await ask(EVENTS);
    const events = nodes<Record<string, unknown>>(project.events);
    expect(events).toEqual(
      expect.arrayContaining(EXPECTED_EVENTS.map((event) => expect.objectContaining(event))),
    );
    const marked = nodes<{ body: { slug?: string } }>(project.document.annotations).map(
      ({ body }) => body.slug,
    );
    expect(marked).toEqual(expect.arrayContaining(EXPECTED_EVENTS.map(({ slug }) => slug)));
  });

  it.each(POSITION_ROWS)('gives the positions of $actor with $of', async ({ actor, of, expected }) => {
    const { project } = await ask(POSITIONS, { actor, scope: 'DESCENDANTS', ...of });
    const cells = nodes<Cell>(project.actor.positions).map((cell) => [cell.issue.slug, cellOf(cell)]);
    expect(Object.fromEntries(cells)).toEqual(expected);
  });

  it('marks statement 1 twice, and others over several passages and over each other', async () => {
    const { project } = await ask(STATEMENTS, { document: 'summit-briefing-2018' });
    const [first, second] = nodes<Told>(project.document.statements).map(({ annotations }) =>
      nodes(annotations),
    );
    expect(first).toHaveLength(2);
    expect(second?.[0]?.ranges).toHaveLength(2);
    expect(first?.[0]?.ranges[0]?.start).toBe(second?.[0]?.ranges[0]?.start);
  });
});

describe('the documents of 2019', () => {
  it('keep a personal layer beside the shared one, which reads the same words otherwise', async () => {
    const { project } = await ask(STATEMENTS, { document: 'after-hanoi-2019', counting: false });
    const own = nodes<Told>(project.document.statements);
    expect(own.map(({ layer }) => layer.kind)).toEqual(['PERSONAL', 'PERSONAL', 'PERSONAL']);
    const shared = await ask(STATEMENTS, { document: 'after-hanoi-2019' });
    const offer = ({ speaker, issue }: Told) =>
      `${speaker.slug} ${issue?.slug}` === 'shinzo-abe abe-kim-summit';
    expect(own.find(offer)?.stance).toBe(0.5);
    expect(nodes<Told>(shared.project.document.statements).find(offer)?.stance).toBe(1);
  });

  it('hold conditions and reasons of every kind', async () => {
    const { project } = await ask(
      '{ project(slug: "abe-kim-2018") { statements(first: 100, filter: { counting: true }) { edges { node { conditions { operator } reasons { operator } } } } } }',
    );
    const operators = project.statements.edges.flatMap(({ node }: { node: Told }) =>
      [...node.conditions, ...node.reasons].map(({ operator }) => operator),
    );
    expect(new Set(operators)).toEqual(new Set(['IF', 'ONLY_IF', 'UNLESS', 'IN_RETURN_FOR', 'BECAUSE']));
  });

  it('hold a report inside a report', async () => {
    const { project } = await ask(STATEMENTS, { document: 'osaka-messages-2019' });
    const between = nodes<Told>(project.document.statements).map(({ attribution }) =>
      attribution.intermediaries.map(({ slug }) => slug),
    );
    expect(between).toContainEqual(['officials-osaka-messages-2019', 'xi-jinping']);
  });

  it('count code points where emoji and Japanese stand', async () => {
    for (const document of ['border-post-2019', 'column-2019']) {
      const { project } = await ask(STATEMENTS, { document });
      const points = [...project.document.text];
      const ranges = nodes<Told>(project.document.statements).flatMap(({ annotations }) =>
        nodes(annotations).flatMap(({ ranges }) => ranges),
      );
      expect(ranges.length).toBeGreaterThan(3);
      for (const { start, end, exact } of ranges) expect(points.slice(start, end).join('')).toBe(exact);
    }
  });

  it('let China and the United States take positions', async () => {
    for (const actor of ['china', 'united-states']) {
      const { project } = await ask(POSITIONS, { actor, scope: 'DESCENDANTS', asOf: '2019-12-31' });
      expect(project.actor.positions.totalCount).toBeGreaterThan(1);
    }
  });
});

describe('the loaded demo', () => {
  it('stands at the end of a feed without a gap', async () => {
    const [row] = await service.app.db.execute<{ changes: number; seq: number }>(
      'select count(*)::int as changes, max(seq)::int as seq from change',
    );
    expect(row?.changes).toBeGreaterThan(150);
    expect(row?.seq).toBe(row?.changes);
  });

  it('takes the contract’s annotation, whose first five code points are a word', async () => {
    const input = {
      project: 'abe-kim-2018',
      document: 'summit-briefing-2018',
      ranges: [{ start: 0, end: 5 }],
      body: { statement: { speaker: 'shinzo-abe', issue: 'abe-kim-summit', stance: 1, saidOn: '2018-09' } },
    };
    const { annotate } = await ask(
      `mutation ($input: AnnotateInput!) { annotate(input: $input) { __typename ... on Annotation { version motivation
        ranges { start end exact prefix suffix } body { __typename ... on Statement { speaker { slug } stance } } } } }`,
      { input },
    );
    expect(annotate).toMatchObject({
      __typename: 'Annotation',
      version: 1,
      motivation: 'CLASSIFYING',
      ranges: [{ start: 0, end: 5, exact: 'Japan', prefix: '', suffix: expect.stringMatching(/^ /) }],
      body: { __typename: 'Statement', speaker: { slug: 'shinzo-abe' }, stance: 1 },
    });
  });
});

type Cell = {
  issue: { slug: string };
  stance: number;
  meanStance: number;
  statementCount: number;
  conditional: boolean;
};
type Named = { slug: string };
type Relation = { operator: string; antecedents: Told[] };
type Told = {
  id: string;
  speaker: Named;
  issue: Named | null;
  stance: number | null;
  layer: { kind: string };
  attribution: { intermediaries: Named[] };
  conditions: Relation[];
  reasons: Relation[];
  annotations: Edges<{ ranges: { start: number; end: number; exact: string }[] }>;
};

/** A cell as the table of the domain writes it: stance / mean / count, c where conditional. */
function cellOf({ stance, meanStance, statementCount, conditional }: Cell): string {
  return `${stance} / ${meanStance} / ${statementCount}${conditional ? ' c' : ''}`;
}

/** A statement in the terms of the domain's table. `number` is its place in the order of recording. */
function toldOf(statement: Told, at: number, all: Told[]) {
  const number = (id: string) => all.findIndex((each) => each.id === id) + 1;
  const { conditions, reasons, annotations, ...rest } = statement as Told & Record<string, any>;
  return {
    number: at + 1,
    speaker: rest.speaker.slug,
    onBehalfOf: rest['onBehalfOf']?.slug ?? null,
    addressees: rest['addressees'].map(({ slug }: Named) => slug),
    toward: rest['toward']?.slug ?? null,
    saidAt: rest['saidAt']?.slug ?? null,
    type: rest['attributionType'],
    act: rest['speechAct'],
    certainty: rest['certainty'],
    asserted: rest['asserted'],
    reportedIn: rest['reportedIn'] ? number(rest['reportedIn'].id) : null,
    given: rest['saidOnGiven'],
    saidOn: rest['saidOn'],
    origin: rest['saidOnOrigin'],
    stance: rest.stance,
    issue: rest.issue?.slug ?? null,
    event: rest['event']?.slug ?? null,
    marks: annotations.totalCount,
    relations: [...conditions, ...reasons].map(({ operator, antecedents }) => ({
      operator,
      antecedents: antecedents.map(({ id }) => number(id)),
    })),
  };
}
