import { builder } from '../../graphql/builder.ts';
import { filterError } from '../../graphql/ref-filter.ts';
import { stub } from '../../graphql/stub.ts';
import { Annotation } from '../annotation/annotation.graphql.ts';
import { Document, DocumentVersion } from '../document/document.graphql.ts';
import { foundCount, type InProject, pageOfHits } from './search.graphql.ts';
import type { Match } from './search.rule.ts';
import { type FoundPassage, searchDocuments, searchQuotes, type TextHit } from './text-search.query.ts';

const TextMatch = builder.objectRef<Match>('TextMatch').implement({
  description: 'A stretch of a text that fits a query.',
  fields: (t) => ({
    start: t.exposeInt('start', {
      description: 'Its first code point in the version’s text, counted from 0.',
    }),
    end: t.exposeInt('end', { description: 'The code point after its last.' }),
  }),
});

const Passage = builder.objectRef<InProject<FoundPassage>>('FoundPassage').implement({
  description: 'A stretch of a document’s text in which something was found.',
  fields: (t) => ({
    start: t.exposeInt('start', {
      description: 'Its first code point in the version’s text, counted from 0.',
    }),
    end: t.exposeInt('end', { description: 'The code point after its last.' }),
    text: t.exposeString('text', { description: 'What is written there.' }),
    matches: t.field({
      type: [TextMatch],
      description: 'What in it fits the query, in order of the text.',
      resolve: ({ matches }) => matches,
    }),
    documentVersion: t.field({
      type: DocumentVersion,
      description: 'The version of the text in which the offsets count.',
      resolve: ({ projectId, versionId }) => stub('DocumentVersion', projectId, versionId),
    }),
  }),
});

const FoundDocument = builder.objectRef<InProject<TextHit>>('FoundDocument').implement({
  description: 'A document in whose text something was found.',
  fields: (t) => ({
    document: t.field({
      type: Document,
      description: 'The document.',
      resolve: ({ projectId, id }) => stub('Document', projectId, id),
    }),
    rank: t.exposeFloat('rank', {
      description: 'How well it fits, from 0 to 1; to be compared within a search.',
    }),
    passageCount: t.exposeInt('passageCount', {
      description: 'In how many of its passages something was found.',
    }),
    passages: t.field({
      type: [Passage],
      description: 'The best of those passages, best first.',
      resolve: ({ projectId, passages }) => passages.map((passage) => ({ ...passage, projectId })),
    }),
  }),
});

const FoundQuote = builder.objectRef<InProject<TextHit>>('FoundQuote').implement({
  description: 'An annotation in whose quotes something was found.',
  fields: (t) => ({
    annotation: t.field({
      type: Annotation,
      description: 'The annotation.',
      resolve: ({ projectId, id }) => stub('Annotation', projectId, id),
    }),
    rank: t.exposeFloat('rank', {
      description: 'How well it fits, from 0 to 1; to be compared within a search.',
    }),
    quotes: t.field({
      type: [Passage],
      description: 'Its ranges in which something was found, best first, each up to 50,000 code points.',
      resolve: ({ projectId, passages }) => passages.map((passage) => ({ ...passage, projectId })),
    }),
  }),
});

const FoundDocumentConnection = builder.connectionObject(
  {
    type: FoundDocument,
    name: 'FoundDocumentConnection',
    description: 'A page of the documents that were found, best first.',
    fields: (t) => ({ totalCount: t.int(foundCount) }),
  },
  { name: 'FoundDocumentEdge', description: 'One of the documents that were found.' },
);

const FoundQuoteConnection = builder.connectionObject(
  {
    type: FoundQuote,
    name: 'FoundQuoteConnection',
    description: 'A page of the annotations that were found, best first.',
    fields: (t) => ({ totalCount: t.int(foundCount) }),
  },
  { name: 'FoundQuoteEdge', description: 'One of the annotations that were found.' },
);

const QUERY_HELP =
  'Words, at most 500 characters: all must occur, in any form; "in quotes" next to each other; or between alternatives; - before what must not occur. Japanese, Chinese, Korean and Thai are sought as they stand.';

builder.drizzleObjectField('project', 'searchDocuments', (t) =>
  t.connection(
    {
      type: FoundDocument,
      description:
        'Documents by what their current texts say, best first. Titles are not searched here; for those: the filter of `documents` has `search`. A bad query is a request error.',
      args: {
        query: t.arg.string({ required: true, description: QUERY_HELP }),
        passages: t.arg.int({
          required: true,
          defaultValue: 3,
          description: 'How many passages of each document to give, from 1 to 20.',
        }),
      },
      select: { columns: { id: true } },
      resolve: ({ id }, { query, passages, ...args }, { db }) => {
        if (passages < 1 || passages > 20)
          throw filterError('passages', `${passages} is not from 1 to 20; give such a number.`);
        return pageOfHits(id, args, (page) => searchDocuments(db, id, { query, passages }, page));
      },
    },
    FoundDocumentConnection,
  ),
);

builder.drizzleObjectField('project', 'searchQuotes', (t) =>
  t.connection(
    {
      type: FoundQuote,
      description: 'Annotations by what their quotes say, best first. A bad query is a request error.',
      args: { query: t.arg.string({ required: true, description: QUERY_HELP }) },
      select: { columns: { id: true } },
      resolve: ({ id }, { query, ...args }, { db }) =>
        pageOfHits(id, args, (page) => searchQuotes(db, id, { query, passages: 100 }, page)),
    },
    FoundQuoteConnection,
  ),
);
