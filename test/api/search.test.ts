import { beforeAll, describe, expect, it } from 'vitest';
import { sliceCodePoints } from '../../src/protocol/offsets.ts';
import { useService } from '../kit/service.ts';

const service = useService();

const LETTER = [
  'The crown \u{1f451} weighs on Rudolf.',
  'He told the envoys that he would negotiate, perhaps in June; the envoys were negotiating already.',
  '王は六月に後継者を指名する。王は約束を守る。',
];
const FILLER = `${'Nothing of note happened that day at the court of Ruritania. '.repeat(6)}`;
const TEXT = LETTER.join(`\n\n${FILLER}\n\n`);

const ACTORS = `query ($query: String!, $kinds: [ActorKind!], $first: Int, $after: String) { project(slug: "study") {
  searchActors(query: $query, kinds: $kinds, first: $first, after: $after) {
    totalCount pageInfo { hasNextPage endCursor } edges { node { matchedName similarity actor { slug } } }
  }
} }`;

const DOCUMENTS = `query ($query: String!, $first: Int, $passages: Int! = 3) { project(slug: "study") {
  searchDocuments(query: $query, first: $first, passages: $passages) {
    totalCount edges { node { rank passageCount document { slug } passages { start end text matches { start end } documentVersion { number } } } }
  }
} }`;

const slugs = async (query: string, variables: object = {}) => {
  const { data, errors } = await service.ask(ACTORS, { query, ...variables });
  expect(errors).toBeUndefined();
  return data.project.searchActors.edges.map(
    (edge: { node: { actor: { slug: string } } }) => edge.node.actor.slug,
  );
};

const documents = async (query: string, variables: object = {}) => {
  const { data, errors } = await service.ask(DOCUMENTS, { query, ...variables });
  expect(errors).toBeUndefined();
  return data.project.searchDocuments;
};

/** The words that a search marked, cut out of the whole text by their offsets. */
const marked = (
  found: { edges: { node: { passages: { matches: { start: number; end: number }[] }[] } }[] },
  text = TEXT,
) =>
  found.edges.flatMap(({ node }) =>
    node.passages.flatMap(({ matches }) =>
      matches.map(({ start, end }) => sliceCodePoints(text, start, end)),
    ),
  );

beforeAll(async () => {
  await service.ask(`mutation { createProject(input: { slug: "study", name: "A study" }) { __typename } }`);
  const actors = [
    {
      slug: 'shinzo-abe',
      name: 'Shinzo Abe',
      kind: 'PERSON',
      names: [{ name: '安倍晋三', language: 'ja' }, { name: 'Abe Shinzō' }],
    },
    { slug: 'koizumi', name: 'Junichiro Koizumi', kind: 'PERSON' },
    { slug: 'oe', name: 'Oe Kenzaburo', kind: 'PERSON' },
    { slug: 'japan', name: 'Japan', kind: 'STATE', names: [{ name: 'Tokyo' }] },
    { slug: 'percent', name: '100 % Party', kind: 'ORGANIZATION' },
  ];
  for (const input of actors) {
    await service.ask(`mutation ($input: CreateActorInput!) { createActor(input: $input) { __typename } }`, {
      input: { project: 'study', ...input },
    });
  }
  for (const input of [
    { slug: 'letter', title: 'A letter', language: 'en', text: TEXT },
    { slug: 'brief', title: 'Auf Deutsch', language: 'de', text: 'Der König verhandelte mit den Gesandten.' },
    {
      slug: 'note',
      title: 'A note',
      text: 'Envoys, envoys, envoys! <b>An envoy</b> at http://example.com/envoys',
    },
  ]) {
    await service.ask(
      `mutation ($input: CreateDocumentInput!) { createDocument(input: $input) { __typename } }`,
      { input: { project: 'study', ...input } },
    );
  }
});

describe('the search for actors', () => {
  it.each([
    ['Shinzo Abe', 'shinzo-abe'],
    ['Shinzo Abbe', 'shinzo-abe'],
    ['shinzō abe', 'shinzo-abe'],
    ['ABE', 'shinzo-abe'],
    ['shin', 'shinzo-abe'],
    ['安倍', 'shinzo-abe'],
    ['晋三', 'shinzo-abe'],
    ['Koizmi', 'koizumi'],
    ['Ōe', 'oe'],
    ['tokio', 'japan'],
    ['10', 'percent'],
    ['%', 'percent'],
  ])('finds by %s', async (query, slug) => {
    expect((await slugs(query))[0]).toBe(slug);
  });

  it('gives each actor once, with the name that fits best', async () => {
    const { data } = await service.ask(ACTORS, { query: 'abe shinzō' });
    expect(data.project.searchActors).toMatchObject({
      totalCount: 1,
      edges: [{ node: { matchedName: 'Abe Shinzō', similarity: 1, actor: { slug: 'shinzo-abe' } } }],
    });
  });

  it('finds nothing where nothing is alike, and only the kinds asked for', async () => {
    expect(await slugs('Xanadu')).toEqual([]);
    expect(await slugs('tokyo', { kinds: ['PERSON'] })).toEqual([]);
    expect(await slugs('tokyo', { kinds: ['STATE', 'PERSON'] })).toEqual(['japan']);
    expect(await slugs('tokyo', { kinds: [] })).toEqual([]);
  });

  it('gives pages that follow each other, with the count over all', async () => {
    const first = (await service.ask(ACTORS, { query: 'o', first: 1 })).data.project.searchActors;
    const all = await slugs('o');
    expect(first).toMatchObject({ totalCount: all.length, pageInfo: { hasNextPage: all.length > 1 } });
    expect(await slugs('o', { after: first.pageInfo.endCursor })).toEqual(all.slice(1));
  });
});

describe('the search in texts', () => {
  it('finds words in any form, with exact offsets in code points', async () => {
    const found = await documents('negotiation envoy');
    expect(found).toMatchObject({
      totalCount: 1,
      edges: [
        {
          node: {
            passageCount: 1,
            document: { slug: 'letter' },
            passages: [{ documentVersion: { number: 1 } }],
          },
        },
      ],
    });
    expect(marked(found)).toEqual(['envoys', 'negotiate', 'envoys', 'negotiating']);
    const [{ start, end, text }] = found.edges[0].node.passages;
    expect(sliceCodePoints(TEXT, start, end)).toBe(text);
  });

  it('stems by the language of each document', async () => {
    expect((await documents('Königs Gesandte')).edges[0].node.document.slug).toBe('brief');
  });

  it('finds stretches of Japanese, also in a document of another language', async () => {
    const found = await documents('後継者');
    expect(found).toMatchObject({ totalCount: 1, edges: [{ node: { document: { slug: 'letter' } } }] });
    expect(marked(found)).toEqual(['後継者']);
    expect(marked(await documents('王 約束'))).toEqual(['王', '王', '約束']);
    expect(marked(await documents('crown 王'))).toEqual([]);
  });

  it('takes quotes, or and minus as web searches do', async () => {
    expect((await documents('"negotiating already"')).totalCount).toBe(1);
    expect((await documents('"already negotiating"')).totalCount).toBe(0);
    expect((await documents('König or crown')).totalCount).toBe(2);
    expect(
      (await documents('envoys -june')).edges.map(
        (edge: { node: { document: { slug: string } } }) => edge.node.document.slug,
      ),
    ).toEqual(['note']);
  });

  it('finds words too common to index as they stand', async () => {
    const found = await documents('that he');
    expect(marked(found)).toEqual(['that he']);
  });

  it('marks words beside tags, addresses and punctuation where they stand', async () => {
    const text = 'Envoys, envoys, envoys! <b>An envoy</b> at http://example.com/envoys';
    const found = await documents('envoys example.com');
    expect(found.totalCount).toBe(1);
    expect(marked(found, text)).toEqual(['Envoys', 'envoys', 'envoys', 'example.com']);
  });

  it('gives as many passages as asked for, and counts all', async () => {
    const found = await documents('Ruritania', { passages: 1 });
    expect(found.edges[0].node.passages).toHaveLength(1);
    expect(found.edges[0].node.passageCount).toBe(2);
  });
});

describe('the search in quotes', () => {
  it('finds annotations by what they mark, with offsets into the text', async () => {
    const start = [...TEXT.slice(0, TEXT.indexOf('He told'))].length;
    const { data } = await service.ask(
      `mutation ($input: AnnotateInput!) { annotate(input: $input) { __typename ... on Annotation { id } } }`,
      {
        input: {
          project: 'study',
          document: 'letter',
          ranges: [
            { start: 0, end: 11 },
            { start, end: start + 22 },
          ],
          body: { comment: { text: 'Which ones?' } },
        },
      },
    );
    const found = await service.ask(`{ project(slug: "study") { searchQuotes(query: "envoy") {
      totalCount edges { node { annotation { id } quotes { start end text matches { start end } documentVersion { number } } } } } } }`);
    const { totalCount, edges } = found.data.project.searchQuotes;
    expect({ totalCount, edges }).toMatchObject({
      totalCount: 1,
      edges: [
        {
          node: {
            annotation: { id: data.annotate.id },
            quotes: [{ start, end: start + 22, text: 'He told the envoys tha' }],
          },
        },
      ],
    });
    const [{ matches }] = edges[0].node.quotes;
    expect(
      matches.map((match: { start: number; end: number }) => sliceCodePoints(TEXT, match.start, match.end)),
    ).toEqual(['envoys']);
  });
});

describe('queries', () => {
  const hostile = [
    "' or 1=1 --",
    '%',
    '_',
    '\\',
    '\\\\',
    '%_\\%',
    '"',
    '""',
    '"a',
    '-',
    '--',
    '!',
    '&|!',
    '(((',
    ':*',
    'a:*',
    "a'b",
    'or or or',
    '<->',
    '-a -b',
    '\u{1f451}',
    '\u0301',
    'a'.repeat(500),
    '字'.repeat(500),
    '\u{1f451}'.repeat(500),
    '.*',
    '[a',
    '(?<a',
    '{1}',
    '$1',
    '#{x}',
    '/',
    '\u200d',
    '\ufeffa',
    '<b>',
    'http://',
    'a/b-c',
    '1e400',
  ];

  it.each(hostile)('find something or nothing, whatever their characters: %j', async (query) => {
    const { errors } = await service.ask(
      `query ($query: String!) { project(slug: "study") {
        searchActors(query: $query) { totalCount } searchDocuments(query: $query) { totalCount } searchQuotes(query: $query) { totalCount } } }`,
      { query },
    );
    expect(errors).toBeUndefined();
  });

  it.each([
    ['empty', ''],
    ['blank', ' \n\u3000'],
    ['too long', 'x'.repeat(10_000)],
    ['NUL', 'a\0'],
    ['a mark of our own', '\u0001'],
    ['half a pair', '\ud83d'],
  ])('are refused with a code where they are none: %s', async (_, query) => {
    for (const field of ['searchActors', 'searchDocuments', 'searchQuotes']) {
      const { errors } = await service.ask(
        `query ($query: String!) { project(slug: "study") { ${field}(query: $query) { totalCount } } }`,
        { query },
      );
      expect(errors?.[0]?.extensions?.['code']).toBe('INVALID');
    }
  });

  it('are refused where they ask for too many or too few passages', async () => {
    for (const passages of [0, -1, 21]) {
      const { errors } = await service.ask(DOCUMENTS, { query: 'x', passages });
      expect(errors?.[0]?.extensions?.['code']).toBe('INVALID');
    }
  });
});
