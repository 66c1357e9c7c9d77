import { builder } from '../../graphql/builder.ts';
import type {
  attributionType,
  certainty,
  quotation,
  relationOperator,
  saidOnOrigin,
  speechAct,
} from './statement.table.ts';

export const AttributionType = builder.enumType('AttributionType', {
  description: 'How a document ascribes a content to a speaker, after the Penn Discourse Treebank.',
  values: {
    COMMUNICATION: { description: 'Said or wrote it; also the author’s own words.' },
    BELIEF: { description: 'Holds it to be so: “Japan fears”.' },
    INTENTION: { description: 'Means to do it: “Pyongyang wants”.' },
  } satisfies Record<(typeof attributionType.enumValues)[number], object>,
});

export const SpeechAct = builder.enumType('SpeechAct', {
  description: 'What the speaker does by saying it.',
  values: {
    ASSERT: { description: 'States that it is so.' },
    DEMAND: { description: 'Another shall act.' },
    OFFER: { description: 'Would act, if or in return.' },
    PROMISE: { description: 'Binds himself to act.' },
    THREAT: { description: 'Announces harm.' },
    WISH: { description: 'Would like it to be so.' },
    QUESTION: { description: 'Asks.' },
  } satisfies Record<(typeof speechAct.enumValues)[number], object>,
});

export const Certainty = builder.enumType('Certainty', {
  description: 'How sure this speaker is of the content.',
  values: {
    CERTAIN: { description: 'Holds it certain.' },
    PROBABLE: { description: 'Holds it likely.' },
    POSSIBLE: { description: 'Holds it possible.' },
    UNKNOWN: { description: 'The text does not tell.' },
  } satisfies Record<(typeof certainty.enumValues)[number], object>,
});

export const Quotation = builder.enumType('Quotation', {
  description: 'In whose words the content stands.',
  values: {
    DIRECT: { description: 'In the speaker’s own, quoted.' },
    INDIRECT: { description: 'In the reporter’s.' },
    MIXED: { description: 'In the reporter’s with some of the speaker’s quoted.' },
  } satisfies Record<(typeof quotation.enumValues)[number], object>,
});

export const SaidOnOrigin = builder.enumType('SaidOnOrigin', {
  description: 'Where the date of a statement comes from.',
  values: {
    STATEMENT: { description: 'The text dates the statement itself.' },
    REPORT: { description: 'It is that of the statement in which this one is reported.' },
    DOCUMENT: { description: 'It is the day on which the document was published.' },
  } satisfies Record<(typeof saidOnOrigin.enumValues)[number], object>,
});

export const RelationOperator = builder.enumType('RelationOperator', {
  description: 'How the consequent hangs on its antecedents. All but BECAUSE are conditions.',
  values: {
    IF: { description: 'If they hold.' },
    ONLY_IF: { description: 'Only if or only after they hold.' },
    UNLESS: { description: 'Unless they hold.' },
    IN_RETURN_FOR: { description: 'In return for them.' },
    BECAUSE: { description: 'For that reason; nothing conditional.' },
  } satisfies Record<(typeof relationOperator.enumValues)[number], object>,
});
