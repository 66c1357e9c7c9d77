import { beforeAll, describe, expect, it } from 'vitest';
import { useService } from '../kit/service.ts';

const service = useService();

describe('thin', () => {
  beforeAll(async () => {
    await service.ask(`mutation { createProject(input: { slug: "study", name: "A study" }) { __typename } }`);
  });
  it('history', async () => {
    await service.ask(
      `mutation { createActor(input: { project: "study", name: "A", kind: PERSON }) { __typename } }`,
    );
    await service.ask(
      `mutation { createActor(input: { project: "study", name: "B", kind: PERSON }) { __typename } }`,
    );
    const a = await service.ask(
      `{ project(slug: "study") { changeCursor history { totalCount nodes: edges { cursor node { kind } } } changes(first: 2, kinds: [ADDED], subjectTypes: [ACTOR, PROJECT]) { totalCount pageInfo { hasNextPage endCursor } edges { cursor node { cursor kind subjectType state version by { name } subject { id } } } } actors { edges { node { history(first: 2) { totalCount edges { node { kind } } } } } } } }`,
    );
    console.log(JSON.stringify(a, null, 1));
    expect(a.errors).toBeUndefined();
  });
});
