import { builder } from '../../graphql/builder.ts';
import { addMutation, addRemoval } from '../../graphql/mutation.ts';
import { changeDocument, createDocument, removeDocument } from './document.command.ts';
import { Document } from './document.graphql.ts';

const CreateDocumentInput = builder.inputType('CreateDocumentInput', {
  description: 'A new document.',
  fields: (t) => ({
    idempotencyKey: t.string({
      description: 'Repeating the call with the same key gives the first result again.',
    }),
    project: t.string({ required: true, description: 'The project, by slug or id.' }),
    slug: t.string({ description: 'Its slug; made from the title where none is given.' }),
    title: t.string({ required: true, description: 'Its title, at most 500 characters.' }),
    text: t.string({
      required: true,
      description: 'Its text, at most 5,000,000 code points; stored in Unicode NFC with line ends LF.',
    }),
    source: t.string({ description: 'Where it was found: an address or a citation.' }),
    publisher: t.string({ description: 'Who published it.' }),
    author: t.string({ description: 'Who wrote it: an actor, by slug or id.' }),
    publishedOn: t.field({ type: 'Date', description: 'The day on which it was published.' }),
    language: t.string({ description: 'Its language (BCP 47), such as en or ja; search stems words by it.' }),
  }),
});

addMutation({
  name: 'createDocument',
  description: 'Creates a document with its first text and its shared layer.',
  input: CreateDocumentInput,
  type: 'Document',
  ref: Document,
  run: createDocument,
});

const ChangeDocumentInput = builder.inputType('ChangeDocumentInput', {
  description: 'What to change of what is known of a document; what is left out stays.',
  fields: (t) => ({
    id: t.string({ required: true, description: 'The document’s global id.' }),
    expectedVersion: t.int({ required: true, description: 'The version that the change is based on.' }),
    slug: t.string({ description: 'A new slug.' }),
    title: t.string({ description: 'A new title.' }),
    source: t.string({ description: 'Where it was found; null clears.' }),
    publisher: t.string({ description: 'Who published it; null clears.' }),
    author: t.string({ description: 'Who wrote it: an actor, by slug or id; null clears.' }),
    publishedOn: t.field({ type: 'Date', description: 'The day on which it was published; null clears.' }),
    language: t.string({ description: 'Its language (BCP 47); null clears.' }),
  }),
});

addMutation({
  name: 'changeDocument',
  description:
    'Changes what is known of a document. Statements without a date of their own follow its new date.',
  input: ChangeDocumentInput,
  type: 'Document',
  ref: Document,
  run: changeDocument,
});

addRemoval({
  name: 'removeDocument',
  description: 'Removes a document that has neither statements nor annotations.',
  run: removeDocument,
});
