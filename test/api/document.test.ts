import { beforeAll, describe, expect, it } from 'vitest';
import { useService } from '../kit/service.ts';

const service = useService();

const CREATE = `mutation ($input: CreateDocumentInput!) {
  createDocument(input: $input) {
    __typename
    ... on Document { id slug version text author { slug } publishedOn language currentVersion { id number length sha256 }
      layers { totalCount edges { node { kind state blind counts owner { name } } } } }
    ... on Error { code message faults { path code message } }
  }
}`;

const create = async (input: object) => {
  const { data, errors } = await service.ask(CREATE, { input: { project: 'study', ...input } });
  expect(errors).toBeUndefined();
  return data.createDocument;
};

describe('documents', () => {
  beforeAll(async () => {
    await service.ask(`mutation { createProject(input: { slug: "study", name: "A study" }) { __typename } }`);
    await service.ask(
      `mutation { createActor(input: { project: "study", slug: "rudolf", name: "Rudolf V", kind: PERSON }) { __typename } }`,
    );
  });

  it('are created with a first version and a shared layer, their text in stored form', async () => {
    const made = await create({
      slug: 'speech',
      title: ' A  speech ',
      text: '\ufeffThe king\r\nwill name an heir \u{1f451}.',
      author: 'rudolf',
      publishedOn: '1894-05-01',
      language: 'EN-gb',
    });
    expect(made).toMatchObject({
      __typename: 'Document',
      slug: 'speech',
      version: 1,
      text: 'The king\nwill name an heir \u{1f451}.',
      author: { slug: 'rudolf' },
      publishedOn: '1894-05-01',
      language: 'en-GB',
      currentVersion: { number: 1, length: 29 },
      layers: {
        totalCount: 1,
        edges: [{ node: { kind: 'SHARED', state: 'OPEN', blind: false, counts: true, owner: null } }],
      },
    });
  });
});
