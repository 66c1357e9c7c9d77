import { builder } from '../../graphql/builder.ts';
import { addMutation, addRemoval } from '../../graphql/mutation.ts';
import { changeAnnotation, removeAnnotation } from './annotation.command.ts';
import { RangeInput } from './annotation-input.graphql.ts';
import { Annotation, AnnotationPart, Motivation } from './annotation.graphql.ts';

const ChangeAnnotationInput = builder.inputType('ChangeAnnotationInput', {
  description: 'What to change of a mark; what is left out, or null, stays.',
  fields: (t) => ({
    id: t.string({ required: true, description: 'The annotation’s global id.' }),
    expectedVersion: t.int({ required: true, description: 'The version that the change is based on.' }),
    ranges: t.field({
      type: [RangeInput],
      description: 'All passages of the current text that it marks, in place of those before.',
    }),
    motivation: t.field({ type: Motivation, description: 'Why the mark is made.' }),
    part: t.field({ type: AnnotationPart, description: 'Which part of the body’s expression it covers.' }),
    comment: t.string({ description: 'The remark, where the body is a comment.' }),
  }),
});

addMutation({
  name: 'changeAnnotation',
  description: 'Changes a mark, and not the statement or event that it marks.',
  input: ChangeAnnotationInput,
  type: 'Annotation',
  ref: Annotation,
  run: changeAnnotation,
});

addRemoval({
  name: 'removeAnnotation',
  description: 'Removes a mark. What it marks stays, a statement also without any mark.',
  run: removeAnnotation,
});
