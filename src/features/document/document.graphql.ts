import { builder } from '../../graphql/builder.ts';
import { Layer, LayerConnection } from '../layer/layer.graphql.ts';

export const DocumentVersion = builder.drizzleNode('documentVersion', {
  name: 'DocumentVersion',
  description: 'The words of a document at one time; they never change.',
  id: { column: (row) => [row.projectId, row.id], description: 'Global id.' },
  // Columns are named one by one, so that a long text is read only by who asks for it.
  select: { columns: { projectId: true, id: true } },
  fields: (t) => ({
    number: t.exposeInt('number', { description: '1 for the first text of the document, and so on.' }),
    text: t.exposeString('text', { description: 'The text: Unicode NFC, line ends LF.' }),
    length: t.exposeInt('length', { description: 'Length of the text in Unicode code points.' }),
    sha256: t.exposeString('sha256', {
      description: 'SHA-256 of the text’s UTF-8 bytes, in hexadecimal.',
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was stored.' }),
    creator: t.relation('creator', { description: 'Who stored it.' }),
    document: t.relation('document', { description: 'The document whose words these are.' }),
  }),
});

const DocumentVersionConnection = builder.connectionObject(
  {
    type: DocumentVersion,
    name: 'DocumentVersionConnection',
    description: 'A page of versions of a text.',
    fields: (t) => ({
      totalCount: t.int({
        description: 'How many there are on all pages.',
        extensions: { pothosDrizzleTotalCount: true },
        resolve: (connection) => (connection as unknown as { totalCount: number }).totalCount,
      }),
    }),
  },
  { name: 'DocumentVersionEdge', description: 'A version in a page.' },
);

export const Document = builder.drizzleNode('document', {
  name: 'Document',
  description: 'A text that somebody published.',
  id: { column: (row) => [row.projectId, row.id], description: 'Global id.' },
  fields: (t) => ({
    slug: t.exposeString('slug', { description: 'The name by which inputs and links call it.' }),
    title: t.exposeString('title', { description: 'Its title.' }),
    source: t.exposeString('source', {
      nullable: true,
      description: 'Where it was found: an address or a citation.',
    }),
    publisher: t.exposeString('publisher', { nullable: true, description: 'Who published it.' }),
    author: t.relation('author', { nullable: true, description: 'Who wrote it, where known.' }),
    publishedOn: t.expose('publishedOn', {
      type: 'Date',
      nullable: true,
      description: 'The day on which it was published, where known.',
    }),
    language: t.exposeString('language', {
      nullable: true,
      description: 'Its language (BCP 47), where known.',
    }),
    text: t.string({
      description: 'The text of its current version; offsets count its code points.',
      select: { with: { currentVersion: { columns: { text: true } } } },
      resolve: (row) => row.currentVersion.text,
    }),
    currentVersion: t.relation('currentVersion', { description: 'The version that is read now.' }),
    versions: t.relatedConnection(
      'versions',
      {
        type: DocumentVersion,
        totalCount: true,
        description: 'All versions of its text, the newest first.',
        query: { orderBy: { number: 'desc' } },
      },
      DocumentVersionConnection,
    ),
    layers: t.relatedConnection(
      'layers',
      {
        type: Layer,
        totalCount: true,
        description: 'The layers on which its statements and annotations lie, the oldest first.',
        query: { orderBy: { id: 'asc' } },
      },
      LayerConnection,
    ),
    version: t.exposeInt('version', {
      description: 'Counts the changes of what is known of it, from 1. (Texts are counted by their number.)',
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was created.' }),
    creator: t.relation('creator', { description: 'Who created it.' }),
    project: t.relation('project', { description: 'The project it belongs to.' }),
  }),
});
