import { builder } from '../../graphql/builder.ts';

const QuoteInput = builder.inputType('QuoteInput', {
  description: 'A passage by its words, as a W3C text quote selector. Every character counts.',
  fields: (t) => ({
    exact: t.string({ required: true, description: 'The words to mark, as the text has them.' }),
    prefix: t.string({ description: 'What stands directly before them, of any length.' }),
    suffix: t.string({ description: 'What stands directly after them, of any length.' }),
  }),
});

export const RangeInput = builder.inputType('RangeInput', {
  description: 'A passage of the document’s current text: by start and end, or by a quote that occurs once.',
  fields: (t) => ({
    start: t.int({ description: 'Its first character: Unicode code points, counted from 0.' }),
    end: t.int({ description: 'The character after its last: code points, counted from 0.' }),
    quote: t.field({ type: QuoteInput, description: 'Its words, instead of start and end.' }),
  }),
});
