import { builder } from '../../graphql/builder.ts';
import { refFilter } from '../../graphql/ref-filter.ts';
import { daysArgument } from '../../graphql/scalars.graphql.ts';
import { containing, textArgument } from '../../graphql/text-filter.ts';
import { isSlug } from '../../protocol/slug.ts';
import { testedAlone } from '../tested-alone.query.ts';
import { Document } from './document.graphql.ts';
import { documentOrders } from './document.query.ts';

const DocumentFilter = builder.inputType('DocumentFilter', {
  description:
    'Which documents; all that is given must hold. A name that nothing in the project bears matches nothing.',
  fields: (t) => ({
    authors: t.stringList({ description: 'Written by one of these actors, by slug or id.' }),
    publishers: t.stringList({ description: 'Published by one of these, named exactly as they are stored.' }),
    languages: t.stringList({ description: 'In one of these languages (BCP 47), named as they are stored.' }),
    publishedFrom: t.field({ type: 'Date', description: 'Published on this day or later.' }),
    publishedUntil: t.field({ type: 'Date', description: 'Published on this day or earlier.' }),
    dated: t.boolean({ description: 'True: the day of publication is known; false: it is not.' }),
    search: t.string({
      description:
        'With this text in the title, in whatever capitals. For words of the text: searchDocuments.',
    }),
  }),
});

const DocumentOrder = builder.enumType('DocumentOrder', {
  description: 'The order of documents.',
  values: {
    TITLE: { description: 'By title.' },
    TITLE_DESC: { description: 'By title, backwards.' },
    PUBLISHED: { description: 'The earliest published first, those without a date last.' },
    LATEST: { description: 'The latest published first, those without a date last.' },
    CREATED: { description: 'The earliest created first.' },
    NEWEST: { description: 'The latest created first.' },
  },
});

builder.drizzleObjectField('project', 'document', (t) =>
  t.field({
    type: Document,
    nullable: true,
    description: 'One document; null where the project has none of that name.',
    args: { slug: t.arg.string({ required: true, description: 'Its slug.' }) },
    select: (args, _context, nested) => ({
      with: { documents: nested({ where: { slug: { in: [args.slug].filter(isSlug) } }, limit: 1 }) },
    }),
    resolve: (parent) => parent.documents[0] ?? null,
  }),
);

const DocumentConnection = builder.connectionObject(
  {
    type: Document,
    name: 'DocumentConnection',
    description: 'A page of documents.',
    fields: (t) => ({
      totalCount: t.int({
        description: 'How many there are on all pages.',
        extensions: { pothosDrizzleTotalCount: true },
        resolve: (connection) => (connection as unknown as { totalCount: number }).totalCount,
      }),
    }),
  },
  { name: 'DocumentEdge', description: 'A document in a page.' },
);

builder.drizzleObjectField('project', 'documents', (t) =>
  t.relatedConnection(
    'documents',
    {
      type: Document,
      totalCount: true,
      description: 'The documents of the project.',
      args: {
        filter: t.arg({ type: DocumentFilter, description: 'Which documents; without one, all.' }),
        orderBy: t.arg({ type: DocumentOrder, defaultValue: 'TITLE', description: 'In which order.' }),
      },
      query: ({ filter, orderBy }) => ({
        where: documentWhere(filter),
        ...documentOrders[orderBy ?? 'TITLE'],
      }),
    },
    DocumentConnection,
  ),
);

function documentWhere(filter: typeof DocumentFilter.$inferInput | null | undefined) {
  if (!filter) return {};
  const { authors, publishers, languages, dated, search } = filter;
  const { from, until } = daysArgument(
    ['filter.publishedFrom', filter.publishedFrom],
    ['filter.publishedUntil', filter.publishedUntil],
  );
  const title = containing('filter.search', search);
  const author = refFilter('Actor', 'filter.authors', authors);
  return {
    ...(author && testedAlone({ author })),
    ...(publishers && { publisher: { in: texts('publishers', publishers) } }),
    ...(languages && { language: { in: texts('languages', languages) } }),
    publishedOn: {
      ...(from !== null && { gte: from }),
      ...(until !== null && { lte: until }),
      ...(typeof dated === 'boolean' && (dated ? { isNotNull: true as const } : { isNull: true as const })),
    },
    ...(title !== null && { title: { ilike: title } }),
  };
}

function texts(name: 'publishers' | 'languages', given: readonly string[]): string[] {
  return given.map((text, index) => textArgument(`filter.${name}.${index}`, text));
}
