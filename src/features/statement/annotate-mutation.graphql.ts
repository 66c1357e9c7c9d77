import { builder } from '../../graphql/builder.ts';
import { addMutation } from '../../graphql/mutation.ts';
import { RangeInput } from '../annotation/annotation-input.graphql.ts';
import { Annotation, AnnotationPart, Motivation } from '../annotation/annotation.graphql.ts';
import { annotate } from './annotate.command.ts';
import { StatementInput } from './statement-input.graphql.ts';

const CommentInput = builder.inputType('CommentInput', {
  description: 'A remark on the marked text.',
  fields: (t) => ({
    text: t.string({ required: true, description: 'The remark; at most 10,000 code points.' }),
  }),
});

const AnnotationBodyInput = builder.inputType('AnnotationBodyInput', {
  description: 'What an annotation says of the marked text: exactly one of these.',
  isOneOf: true,
  fields: (t) => ({
    statement: t.field({
      type: StatementInput,
      description: 'A new statement, recorded together with its mark.',
    }),
    mark: t.string({
      description:
        'A statement that stands already, of the same document and layer, by id: one more mark of it.',
    }),
    event: t.string({ description: 'An event told of, by slug or id.' }),
    mention: t.string({ description: 'An actor mentioned, by slug or id.' }),
    issue: t.string({ description: 'An issue as a tag, by slug or id.' }),
    comment: t.field({ type: CommentInput, description: 'A remark.' }),
  }),
});

const AnnotateInput = builder.inputType('AnnotateInput', {
  description: 'A new mark in a document.',
  fields: (t) => ({
    idempotencyKey: t.string({
      description: 'Repeating the call with the same key gives the first result again.',
    }),
    project: t.string({ required: true, description: 'The project, by slug or id.' }),
    document: t.string({ required: true, description: 'The document, by slug or id.' }),
    layer: t.string({ description: 'The layer of the document, by id; the shared one where none is given.' }),
    motivation: t.field({
      type: Motivation,
      description:
        'Why the mark is made; by the body where none is given: CLASSIFYING for a statement or event, IDENTIFYING for an actor, TAGGING for an issue, COMMENTING for a comment.',
    }),
    part: t.field({
      type: AnnotationPart,
      description: 'Which part of the body’s expression it covers; WHOLE where none is given.',
    }),
    ranges: t.field({
      type: [RangeInput],
      required: true,
      description: 'The passages it marks: 1 to 100, in any order, none sharing a character.',
    }),
    body: t.field({ type: AnnotationBodyInput, required: true, description: 'What it says of them.' }),
  }),
});

addMutation({
  name: 'annotate',
  description:
    'Marks passages of a document’s current text, and records the statement they hold, if that is the body.',
  input: AnnotateInput,
  type: 'Annotation',
  ref: Annotation,
  run: annotate,
});
