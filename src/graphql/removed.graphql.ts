import { builder } from './builder.ts';

/** What a removal gives. */
export const Removed = builder.objectRef<{ id: string }>('Removed').implement({
  description: 'Something was removed. Its last state stays in the history.',
  fields: (t) => ({ id: t.exposeID('id', { description: 'The global id of what was removed.' }) }),
});

/** What every removal takes. */
export const RemoveInput = builder.inputType('RemoveInput', {
  description: 'What to remove.',
  fields: (t) => ({
    id: t.string({ required: true, description: 'Its global id.' }),
    expectedVersion: t.int({ required: true, description: 'The version that the removal is based on.' }),
  }),
});
