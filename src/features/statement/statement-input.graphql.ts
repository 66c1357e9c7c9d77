import { builder } from '../../graphql/builder.ts';
import { AttributionType, Certainty, Quotation, SpeechAct } from './statement-enum.graphql.ts';

const ValueInput = builder.inputType('StatementValueInput', {
  description: 'A value of one of the project’s own variables.',
  fields: (t) => ({
    variable: t.string({ required: true, description: 'The variable, by slug or id.' }),
    value: t.field({
      type: 'JSON',
      description:
        'A boolean, a whole number, a text or one of the options, as the variable’s type has it; null is none.',
    }),
  }),
});

type Fields = Parameters<Parameters<typeof builder.inputType>[1]['fields']>[0];

/** What a statement is recorded or changed by; only who speaks is required, and of a new one alone. */
export const statementFields = (t: Fields) => ({
  onBehalfOf: t.string({ description: 'The actor for whom it is said, by slug or id.' }),
  addressees: t.stringList({ description: 'The actors to whom it is said, by slug or id; at most 50.' }),
  issue: t.string({ description: 'The issue on which a stance is taken, by slug or id.' }),
  stance: t.float({
    description:
      'From −1 to 1: −1 rejects, −0.5 is reluctant, 0 neither, 0.5 inclines, 1 supports. Needs an issue.',
  }),
  toward: t.string({ description: 'The actor asked, offered, threatened or judged, by slug or id.' }),
  event: t.string({ description: 'The event that is its content, by slug or id.' }),
  saidAt: t.string({ description: 'The event at which it was said, by slug or id.' }),
  attributionType: t.field({
    type: AttributionType,
    description: 'How it is ascribed to the speaker; COMMUNICATION where a new one names none.',
  }),
  speechAct: t.field({
    type: SpeechAct,
    description: 'What the speaker does by saying it; ASSERT where a new one names none.',
  }),
  certainty: t.field({
    type: Certainty,
    description: 'How sure the speaker is; UNKNOWN where a new one names none.',
  }),
  quotation: t.field({
    type: Quotation,
    description: 'In whose words it stands; INDIRECT where a new one names none.',
  }),
  asserted: t.boolean({ description: 'False for what is only supposed or asked; true for a new one.' }),
  saidOn: t.field({
    type: 'EDTF',
    description: 'When it was said, where the text tells: EDTF level 1, such as 2018-09 or ../2018-11-05.',
  }),
  reportedIn: t.string({
    description:
      'The statement inside which it is reported, of the same document and layer, by id; none: the document itself reports it.',
  }),
  values: t.field({
    type: [ValueInput],
    description: 'Values of the project’s variables: all of them, in place of those before.',
  }),
});

export const StatementInput = builder.inputType('StatementInput', {
  description: 'What is recorded of a statement.',
  fields: (t) => ({
    speaker: t.string({ required: true, description: 'The actor who says it, by slug or id.' }),
    ...statementFields(t as Fields),
  }),
});
