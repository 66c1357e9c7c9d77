import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { DOCUMENT_TEXT_MAX } from '../../src/protocol/limits.ts';
import { mutate, paths, readAll, type Result, succeed } from '../kit/mutate.ts';
import { useService } from '../kit/service.ts';
import { statementsOf } from '../kit/statements.ts';
import { call, seedStudy, SPEECH } from '../kit/study.ts';

const service = useService();

const DOCUMENT = `id slug version title text source publisher author { slug } publishedOn language
  currentVersion { id number text length sha256 creator { name } document { slug } }
  versions { totalCount edges { node { number } } }
  layers { totalCount edges { node { kind state blind counts owner { name } } } }`;

const create = (input: object): Promise<Result> =>
  mutate(service, 'createDocument', 'Document', { project: 'study', ...input }, DOCUMENT);
const change = (input: Record<string, unknown>): Promise<Result> =>
  mutate(service, 'changeDocument', 'Document', input, DOCUMENT);

const found = async (args: string): Promise<string[]> => {
  const { data, errors } = await service.ask(
    `{ project(slug: "library") { documents(${args}) { totalCount edges { node { slug } } } } }`,
  );
  expect(errors).toBeUndefined();
  const { totalCount, edges } = data.project.documents;
  expect(totalCount).toBe(edges.length);
  return edges.map((edge: { node: { slug: string } }) => edge.node.slug);
};

beforeAll(() => seedStudy(service));

describe('a new document', () => {
  it('has a first version and a shared layer, its text in stored form', async () => {
    const text = 'Cafe\u0301 of the king\nwill name \u{1f451}.';
    const stored = text.normalize('NFC');
    const made = await create({
      title: ' A  long\tspeech ',
      text: `\ufeff${text.replace('\n', '\r\n')}`,
      author: 'rudolf',
      publishedOn: '1894-05-01',
      language: 'EN-gb',
      publisher: '',
    });
    expect(made).toMatchObject({
      slug: 'a-long-speech',
      title: 'A long speech',
      version: 1,
      text: stored,
      author: { slug: 'rudolf' },
      publisher: null,
      publishedOn: '1894-05-01',
      language: 'en-GB',
      currentVersion: {
        number: 1,
        text: stored,
        length: [...stored].length,
        sha256: createHash('sha256').update(stored).digest('hex'),
        document: { slug: 'a-long-speech' },
      },
      versions: { totalCount: 1, edges: [{ node: { number: 1 } }] },
      layers: {
        totalCount: 1,
        edges: [{ node: { kind: 'SHARED', state: 'OPEN', blind: false, counts: true, owner: null } }],
      },
    });
  });

  it('takes another slug where its title gives one that is taken, but not in place of a given one', async () => {
    expect(await create({ title: 'A long speech', text: 'x' })).toMatchObject({ slug: 'a-long-speech-2' });
    expect(await create({ title: 'x', slug: 'a-long-speech', text: 'x' })).toMatchObject({
      __typename: 'ConflictError',
      faults: [{ path: ['slug'], code: 'CONFLICT' }],
    });
  });

  it('is made once under one key', async () => {
    const input = { title: 'Once', text: 'Once.', idempotencyKey: 'document-1' };
    const first = await create(input);
    expect(await create(input)).toMatchObject({ id: first['id'], slug: 'once' });
    expect(await create({ ...input, text: 'Twice.' })).toMatchObject({ code: 'CONFLICT' });
  });

  it('tells all faults at once', async () => {
    const result = await create({
      title: ' ',
      slug: 'No Slug',
      text: 'a\0b',
      author: 'nobody',
      publishedOn: '2018-02-30',
      language: '!',
      source: '\ud800',
      publisher: 'x'.repeat(400),
    });
    expect(result.faults?.map(({ path, code }) => `${path.join('.')} ${code}`).toSorted()).toEqual([
      'author NOT_FOUND',
      'language INVALID',
      'publishedOn INVALID',
      'publisher LIMIT',
      'slug INVALID',
      'source INVALID',
      'text INVALID',
      'title INVALID',
    ]);
  });

  it('has words, and not too many', async () => {
    expect(paths(await create({ title: 'x', text: ' \n\u3000' }))).toEqual(['text']);
    expect(await create({ title: 'x', text: 'a '.repeat(DOCUMENT_TEXT_MAX / 2 + 1) })).toMatchObject({
      faults: [{ path: ['text'], code: 'LIMIT' }],
    });
  });

  it('is stored in seconds, also at the limit of length, beyond the Basic Multilingual Plane too', async () => {
    const text = '\u{1f451} names an heir. '.repeat(DOCUMENT_TEXT_MAX / 17).slice(0, -1);
    const made = await mutate(
      service,
      'createDocument',
      'Document',
      { project: 'study', title: 'Long', text },
      'currentVersion { length }',
    );
    expect(made['currentVersion'].length).toBe([...text].length);
  }, 60_000);
});

describe('a change of a document', () => {
  it('touches what it names, and clears what is null', async () => {
    const made = await create({
      title: 'To change',
      text: 'x',
      source: 'there',
      author: 'rudolf',
      language: 'en',
    });
    const changed = await change({
      id: made['id'],
      expectedVersion: 1,
      title: 'Changed',
      source: null,
      author: 'flavia',
    });
    expect(changed).toMatchObject({
      slug: 'to-change',
      title: 'Changed',
      version: 2,
      source: null,
      author: { slug: 'flavia' },
      language: 'en',
      currentVersion: { number: 1 },
    });
    expect(await change({ id: made['id'], expectedVersion: 2, author: null, language: null })).toMatchObject({
      author: null,
      language: null,
      version: 3,
    });
    expect(await change({ id: made['id'], expectedVersion: 2, title: 'Late' })).toMatchObject({
      __typename: 'ConflictError',
      current: { id: made['id'] },
    });
    expect(
      paths(
        await change({
          id: made['id'],
          expectedVersion: 3,
          title: ' ',
          slug: 'N',
          publishedOn: 'x',
          author: 'nobody',
        }),
      ).toSorted(),
    ).toEqual(['author', 'publishedOn', 'slug', 'title']);
  });

  it('of the date moves the statements that take theirs from it', async () => {
    const { data } = await service.ask(
      `{ project(slug: "study") { document(slug: "speech") { id version } } }`,
    );
    const { id, version } = data.project.document;
    const input = {
      document: 'speech',
      ranges: [{ start: 0, end: 6 }],
      body: { statement: { speaker: 'rudolf', issue: 'succession', stance: 1 } },
    };
    const mark = await call(service, 'annotate', { project: 'study', ...input });
    expect(mark['body'].saidOn).toBe('1894-05-01');
    await change({ id, expectedVersion: version, publishedOn: '1894-05-07' });
    const read = await service.ask(`query ($id: ID!) { node(id: $id) { ... on Statement { saidOn } } }`, {
      id: mark['body'].id,
    });
    expect(read.data.node.saidOn).toBe('1894-05-07');
  });
});

describe('the removal of a document', () => {
  it('is refused while statements or annotations are on it', async () => {
    const { data } = await service.ask(
      `{ project(slug: "study") { document(slug: "speech") { id version } } }`,
    );
    const { id, version: expectedVersion } = data.project.document;
    const result = await mutate(service, 'removeDocument', 'Removed', { id, expectedVersion });
    expect(result).toMatchObject({ __typename: 'ConflictError', faults: [{ path: ['id'] }] });
    expect(result['message']).toMatch(/\d+ statements? in it, \d+ annotations? on it/);
  });

  it('takes its versions and layers with it, each told in the feed', async () => {
    const made = await create({ title: 'To remove', text: SPEECH });
    await succeed(service, 'removeDocument', 'Removed', { id: made['id'], expectedVersion: 1 });
    const rows = await service.app.db.query.change.findMany({
      where: { kind: 'REMOVED', subjectType: { in: ['DOCUMENT', 'LAYER'] } },
      orderBy: { seq: 'desc' },
      limit: 2,
    });
    expect(rows.map((row) => row.subjectType)).toEqual(['DOCUMENT', 'LAYER']);
    expect(rows[0]?.state).toMatchObject({
      title: 'To remove',
      currentVersion: { number: 1, length: [...SPEECH].length },
    });
    const version = await service.ask(`query ($id: ID!) { node(id: $id) { id } }`, {
      id: made['currentVersion'].id,
    });
    expect(version.data.node).toBeNull();
    expect(
      await mutate(service, 'removeDocument', 'Removed', { id: made['id'], expectedVersion: 1 }),
    ).toMatchObject({ code: 'NOT_FOUND' });
  });
});

describe('the documents of a project', () => {
  beforeAll(async () => {
    await seedStudy(service, 'library');
    for (const input of [
      {
        slug: 'b',
        title: 'Beta',
        text: 'b',
        publishedOn: '1894-06-01',
        author: 'flavia',
        publisher: 'Court',
        language: 'de',
      },
      { slug: 'c', title: 'Gamma 100%', text: 'c', publisher: 'Court' },
      {
        slug: 'd',
        title: 'Gamma 1000',
        text: 'd',
        publisher: 'Street',
        author: 'rudolf',
        publishedOn: '1894-06-01',
      },
    ]) {
      await succeed(service, 'createDocument', 'Document', { project: 'library', ...input });
    }
  });

  it('are found by author, publisher, language, date and title', async () => {
    expect(await found('filter: { authors: ["flavia"] }')).toEqual(['b']);
    expect(await found('filter: { authors: ["flavia", "rudolf"] }')).toEqual(['b', 'd']);
    expect(await found('filter: { authors: ["nobody"] }')).toEqual([]);
    expect(await found('filter: { publishers: ["Court"], languages: ["de"] }')).toEqual(['b']);
    expect(await found('filter: { publishedFrom: "1894-05-01", publishedUntil: "1894-05-31" }')).toEqual([
      'speech',
    ]);
    expect(await found('filter: { dated: false }, orderBy: CREATED')).toEqual(['reply', 'c']);
    expect(await found('filter: { dated: true, publishedFrom: "1894-05-02" }, orderBy: NEWEST')).toEqual([
      'd',
      'b',
    ]);
    expect(await found('filter: { search: "0%" }')).toEqual(['c']);
  });

  it.each(['TITLE', 'TITLE_DESC', 'PUBLISHED', 'LATEST', 'CREATED', 'NEWEST'])(
    'come whole in pages, by %s',
    async (order) => {
      const all = await found(`orderBy: ${order}`);
      expect(all).toHaveLength(5);
      for (const backwards of [false, true]) {
        const read = await readAll(
          service,
          (args) => `{ project(slug: "library") { documents(orderBy: ${order}, ${args}) {
          edges { cursor node { slug } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } } }`,
          (data) => data.project.documents,
          { size: 2, backwards },
        );
        expect(read).toEqual(all);
      }
    },
  );

  it('are read with versions and layers in one statement, and their texts only when asked for', async () => {
    const ask = (fields: string) => () =>
      service.ask(
        `{ project(slug: "library") { documents { totalCount edges { node { slug ${fields} } } } } }`,
      );
    const lean = await statementsOf(
      service,
      ask(
        'currentVersion { number length } versions { totalCount edges { node { number } } } layers { totalCount edges { node { kind } } }',
      ),
    );
    expect(lean).toHaveLength(1);
    expect(lean[0]).not.toContain('"text"');
    const full = await statementsOf(service, ask('text'));
    expect(full).toHaveLength(1);
    expect(full[0]).toContain('"text"');
  });

  it('are refused or not found, never a fault of the service, under bad names', async () => {
    for (const slug of ['', 'No Slug', 'x'.repeat(10_000), "' or 1=1", '\\', '\u0000', '\ud800']) {
      const { data, errors } = await service.ask(
        'query ($slug: String!) { project(slug: "library") { document(slug: $slug) { id } } }',
        { slug },
      );
      expect(errors).toBeUndefined();
      expect(data.project.document).toBeNull();
      const filter = { authors: [slug], publishers: [slug], search: slug };
      for (const [key, value] of Object.entries(filter)) {
        const listed = await service.ask(
          'query ($filter: DocumentFilter!) { project(slug: "library") { documents(filter: $filter) { totalCount } } }',
          { filter: { [key]: value } },
        );
        for (const error of listed.errors ?? []) expect(error.extensions?.['code']).toBe('INVALID');
      }
    }
  });
});
