import { requireWrite } from '../../feed/authorize.ts';
import { builder } from '../../graphql/builder.ts';
import { mutationErrors } from '../../graphql/errors.graphql.ts';
import { readWritten } from '../../graphql/mutation.ts';
import { RangeInput } from '../annotation/annotation-input.graphql.ts';
import { AnnotationPart, Motivation } from '../annotation/annotation.graphql.ts';
import { recordStatements } from './record-statements.command.ts';
import { RelationOperator } from './statement-enum.graphql.ts';
import { Statement } from './statement.graphql.ts';
import { StatementInput } from './statement-input.graphql.ts';

const MarkInput = builder.inputType('MarkInput', {
  description: 'A mark of a statement that is recorded in the same call.',
  fields: (t) => ({
    ranges: t.field({
      type: [RangeInput],
      required: true,
      description: 'The passages it marks: 1 to 100, in any order, none sharing a character.',
    }),
    motivation: t.field({
      type: Motivation,
      description: 'Why the mark is made; CLASSIFYING where none is given.',
    }),
    part: t.field({
      type: AnnotationPart,
      description: 'Which part of the statement’s expression it covers; WHOLE where none is given.',
    }),
  }),
});

const RecordStatementInput = builder.inputType('RecordStatementInput', {
  description: 'One statement of a bulk call.',
  fields: (t) => ({
    key: t.string({
      description: 'A name for it inside this call: 1 to 100 visible ASCII characters, such as s1.',
    }),
    statement: t.field({ type: StatementInput, required: true, description: 'What is recorded of it.' }),
    reportedInKey: t.string({
      description: 'The statement of this call in which it is reported, by its key; instead of reportedIn.',
    }),
    marks: t.field({ type: [MarkInput], description: 'Its marks, if any; at most 100.' }),
  }),
});

const RecordRelationInput = builder.inputType('RecordRelationInput', {
  description: 'A relation of a bulk call. Statements are named by their key in this call or by id.',
  fields: (t) => ({
    consequent: t.string({ required: true, description: 'The statement that hangs on the others.' }),
    operator: t.field({ type: RelationOperator, required: true, description: 'How it hangs on them.' }),
    antecedents: t.stringList({
      required: true,
      description: 'The statements that it hangs on, all of them together: 1 to 50, none twice.',
    }),
  }),
});

const RecordStatementsInput = builder.inputType('RecordStatementsInput', {
  description: 'Statements of one document and layer, with their marks and relations.',
  fields: (t) => ({
    idempotencyKey: t.string({
      description: 'Repeating the call with the same key gives the first result again.',
    }),
    project: t.string({ required: true, description: 'The project, by slug or id.' }),
    document: t.string({ required: true, description: 'The document, by slug or id.' }),
    layer: t.string({ description: 'The layer of the document, by id; the shared one where none is given.' }),
    statements: t.field({
      type: [RecordStatementInput],
      required: true,
      description: 'The statements: 1 to 500, in any order, with at most 5,000 ranges in all their marks.',
    }),
    relations: t.field({
      type: [RecordRelationInput],
      description: 'Relations between them, or with statements that stand already: at most 500.',
    }),
  }),
});

type Payload = { projectId: number; ids: string[] };

const RecordStatementsPayload = builder.objectRef<Payload>('RecordStatementsPayload').implement({
  description: 'What a bulk call has recorded.',
  fields: (t) => ({
    statements: t.field({
      type: [Statement],
      description: 'The new statements, in the order of the input.',
      resolve: ({ projectId, ids }, _, context, info) =>
        Promise.all(ids.map((id) => readWritten('Statement', { projectId, id }, context, info))),
    }),
  }),
});

builder.mutationField('recordStatements', (t) =>
  t.field({
    type: RecordStatementsPayload,
    errors: mutationErrors,
    description: 'Records many statements of one document at once: all of them or, at any fault, none.',
    args: {
      input: t.arg({ type: RecordStatementsInput, required: true, description: 'What to record.' }),
    },
    resolve: (_, { input }, { db, viewer }) => {
      requireWrite(viewer);
      return recordStatements(db, viewer, input);
    },
  }),
);
