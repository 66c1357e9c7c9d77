import { beforeAll, describe, expect, it } from 'vitest';
import { useService } from '../kit/service.ts';

const service = useService();

const CREATE = `mutation ($input: CreateActorInput!) {
  createActor(input: $input) { __typename ... on Actor { id slug name version names { name language } } ... on Error { code message faults { path code message } } }
}`;

describe('actors', () => {
  beforeAll(async () => {
    await service.ask(`mutation { createProject(input: { slug: "study", name: "A study" }) { __typename } }`);
  });

  it('are created with their other names', async () => {
    const input = {
      project: 'study',
      slug: 'shinzo-abe',
      name: 'Shinzo Abe',
      kind: 'PERSON',
      names: [{ name: '安倍晋三', language: 'ja' }],
    };
    const { data, errors } = await service.ask(CREATE, { input });
    expect(errors).toBeUndefined();
    expect(data.createActor).toMatchObject({
      __typename: 'Actor',
      slug: 'shinzo-abe',
      version: 1,
      names: [{ name: '安倍晋三', language: 'ja' }],
    });
    const again = await service.ask(CREATE, { input });
    expect(again.data.createActor).toMatchObject({ __typename: 'ConflictError', code: 'CONFLICT' });
  });

  it('tell all faults of an input at once', async () => {
    const input = {
      project: 'study',
      slug: 'No Slug',
      name: ' ',
      kind: 'PERSON',
      names: [{ name: 'x', language: '!' }],
    };
    const { data } = await service.ask(CREATE, { input });
    expect(data.createActor.faults.map((fault: { path: string[] }) => fault.path)).toEqual([
      ['name'],
      ['slug'],
      ['names', '0', 'language'],
    ]);
  });

  it('come in a connection with counts, nested members included', async () => {
    const { data, errors } = await service.ask(`{
      project(slug: "study") { actors(first: 1) { totalCount pageInfo { hasNextPage } edges { cursor node { id slug members(asOf: "2018-01-01") { totalCount edges { role node { slug } } } } } } }
    }`);
    expect(errors).toBeUndefined();
    expect(data.project.actors).toMatchObject({
      totalCount: 1,
      pageInfo: { hasNextPage: false },
      edges: [{ node: { slug: 'shinzo-abe', members: { totalCount: 0, edges: [] } } }],
    });
  });
});
