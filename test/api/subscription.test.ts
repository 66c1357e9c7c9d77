import { createClient as createSseClient } from 'graphql-sse';
import { createClient as createWsClient } from 'graphql-ws';
import { beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { useService } from '../kit/service.ts';

const service = useService();
const CHANGES = `subscription Changes($project: String!, $after: String) {
  changes(project: $project, after: $after) {
    cursor kind at by { name } subjectId subject { __typename ... on Node { id } }
  }
}`;

describe('thin', () => {
  beforeAll(async () => {
    await service.ask(`mutation { createProject(input: { slug: "study", name: "A study" }) { __typename } }`);
  });
  it('sse', async () => {
    const client = createSseClient({ url: service.url });
    const events = client.iterate({ query: CHANGES, variables: { project: 'study' } });
    console.log(JSON.stringify(await events.next()));
    const next = events.next();
    await service.ask(
      `mutation { createActor(input: { project: "study", name: "A", kind: PERSON }) { __typename } }`,
    );
    console.log(JSON.stringify(await next));
    await events.return?.();
    client.dispose();
  });
  it('ws', async () => {
    const client = createWsClient({ url: service.url.replace('http', 'ws'), webSocketImpl: WebSocket });
    const events = client.iterate({ query: CHANGES, variables: { project: 'study' } });
    console.log(JSON.stringify(await events.next()));
    console.log(JSON.stringify(await events.next()));
    const next = events.next();
    await service.ask(
      `mutation { createActor(input: { project: "study", name: "B", kind: PERSON }) { __typename } }`,
    );
    console.log(JSON.stringify(await next));
    console.log(service.app.hub.load);
    await events.return?.();
    await client.dispose();
    await new Promise((r) => setTimeout(r, 200));
    console.log(service.app.hub.load);
    expect(1).toBe(1);
  });
});
