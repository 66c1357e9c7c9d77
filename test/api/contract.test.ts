import { readFileSync } from 'node:fs';
import { createClient as createSseClient } from 'graphql-sse';
import { createClient as createWsClient } from 'graphql-ws';
import { type DocumentNode, Kind, parse, print } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { useService } from '../kit/service.ts';
import { countStatements } from '../kit/statements.ts';

const service = useService({ demo: true });
const file = (name: string) => readFileSync(new URL(`../contract/${name}`, import.meta.url), 'utf8');
const query = (name: string) => file(`${name}.graphql`);
const variables = (name: string) => JSON.parse(file(`${name}.json`)) as Record<string, unknown>;

/** The member of its result union that each mutation gives on success. */
const SUCCESS: Record<string, string> = {
  CreateProject: 'Project',
  CreateActor: 'Actor',
  AddAffiliation: 'Affiliation',
  CreateIssue: 'Issue',
  CreateDocument: 'Document',
  RecordEvent: 'Event',
};

const sse = createSseClient({ url: () => service.url });
const webSocket = createWsClient({ url: () => service.url.replace('http', 'ws'), webSocketImpl: WebSocket });
afterAll(async () => {
  sse.dispose();
  await webSocket.dispose();
});

describe('the contract, as clients send it', () => {
  it('nested-positions gives the worked example in at most four SQL statements', async () => {
    let answer: Awaited<ReturnType<typeof service.ask>> = {};
    const count = await countStatements(service, async () => {
      answer = await service.ask(query('nested-positions'), variables('nested-positions'));
    });
    expect(answer.errors).toBeUndefined();
    const { actor } = answer.data.project;
    const held = actor.positions.edges.map(({ node }: Edge) => [
      node.issue.slug,
      node.stance,
      node.meanStance,
      node.conditional,
    ]);
    expect(held.toSorted()).toEqual([
      ['abe-kim-summit', 0.25, 0.5, true],
      ['colonial-apology', 1, 1, false],
    ]);
    const kim = actor.members.edges.find(
      ({ node }: { node: { slug: string } }) => node.slug === 'kim-jong-un',
    );
    expect(kim).toMatchObject({ kind: 'HOLDS_POST' });
    const reported = kim.node.positions.edges[0].node.evidence.edges.map(
      ({ node }: Evidence) => node.attribution.intermediaries,
    );
    expect(reported).toContainEqual([{ slug: 'moon-jae-in', name: 'Moon Jae-in' }]);
    expect(count).toBeLessThanOrEqual(4);
  });

  it('set-up builds a study step by step', async () => {
    const operations = parse(query('set-up'));
    for (const [name, input] of JSON.parse(file('set-up.json')) as [string, Record<string, unknown>][]) {
      const { data, errors } = await service.ask(only(operations, name), input);
      expect([name, errors]).toEqual([name, undefined]);
      expect([name, Object.values(data)]).toEqual([
        name,
        [expect.objectContaining({ __typename: SUCCESS[name] })],
      ]);
    }
  });

  describe('annotate, with subscribers', () => {
    let annotated: { id: string; changeCursor: string };
    const changes: Record<string, Event[]> = {};
    const added: Record<string, Event[]> = {};

    beforeAll(async () => {
      const until = async (
        events: AsyncIterator<unknown>,
        field: string,
        done: (seen: Event[]) => boolean,
      ) => {
        const seen: Event[] = [];
        while (!done(seen)) {
          const { value, done: ended } = (await events.next()) as { value: Answered; done: boolean };
          if (ended || value.errors) throw new Error(JSON.stringify(value?.errors ?? 'it ended'));
          seen.push(value.data[field] as Event);
        }
        await events.return?.();
        return seen;
      };
      const isNew = ({ annotation }: Event) => annotation?.id === annotated?.id && annotated !== undefined;
      const isNewChange = ({ subjectId }: Event) => subjectId === annotated?.id && annotated !== undefined;
      const both = { sse, webSocket };
      const followed = Object.entries(both).map(async ([transport, client]) => {
        const operation = (name: string) => ({ query: query(name), variables: variables(name) });
        const [first, second] = await Promise.all([
          until(client.iterate(operation('annotation-added')), 'annotationAdded', (seen) => seen.some(isNew)),
          until(client.iterate(operation('changes')), 'changes', (seen) => seen.some(isNewChange)),
        ]);
        added[transport] = first;
        changes[transport] = second;
      });
      const { data, errors } = await service.ask(query('annotate'), variables('annotate'));
      if (errors || !data.annotate.id) throw new Error(JSON.stringify({ data, errors }));
      annotated = data.annotate;
      await Promise.all(followed);
    }, 60_000);

    it('gives the annotation with its statement and quote', () => {
      expect(annotated).toMatchObject({
        __typename: 'Annotation',
        version: 1,
        motivation: 'CLASSIFYING',
        ranges: [{ start: 0, end: 5, prefix: '' }],
        body: {
          __typename: 'Statement',
          speaker: { slug: 'shinzo-abe' },
          issue: { slug: 'abe-kim-summit' },
          stance: 1,
        },
      });
    });

    it('reaches them over SSE and WebSocket, after all that came before, each once and in one order', () => {
      for (const seen of [...Object.values(added), ...Object.values(changes)]) {
        expect(new Set(seen.map((event) => event.cursor)).size).toBe(seen.length);
      }
      expect(added['sse']).toEqual(added['webSocket']);
      expect(changes['sse']).toEqual(changes['webSocket']);
      expect(changes['sse']?.[0]).toMatchObject({
        kind: 'ADDED',
        subject: { __typename: 'Project' },
        by: { name: 'Local owner' },
      });
      expect(added['sse']?.at(-1)).toMatchObject({
        annotation: { id: annotated.id, creator: { name: 'Local owner' } },
      });
    });

    it('gives a cursor after which nothing of it comes again', async () => {
      const after = { ...variables('annotation-added'), after: annotated.changeCursor };
      const events = sse.iterate<{ annotationAdded: Event }>({
        query: query('annotation-added'),
        variables: after,
      });
      const next = events.next();
      const input = { ...(variables('annotate')['input'] as object), idempotencyKey: 'the-next-one' };
      const { data } = await service.ask(query('annotate'), { input });
      const { value } = await next;
      expect(value?.data?.annotationAdded.annotation?.id).toBe(data.annotate.id);
      await events.return?.();
    });

    it('gives the first result again under the same key', async () => {
      const { data } = await service.ask(query('annotate'), variables('annotate'));
      expect(data.annotate).toEqual(annotated);
    });
  });
});

type Edge = { node: { issue: { slug: string }; stance: number; meanStance: number; conditional: boolean } };
type Evidence = { node: { attribution: { intermediaries: object[] } } };
type Event = { cursor: string; annotation?: { id: string }; subjectId?: string };
type Answered = { data: Record<string, unknown>; errors?: unknown };

/** One operation of a document that holds several, with nothing beside it. */
function only(document: DocumentNode, name: string): string {
  return print({
    ...document,
    definitions: document.definitions.filter(
      (definition) => definition.kind !== Kind.OPERATION_DEFINITION || definition.name?.value === name,
    ),
  });
}
