import { builder } from '../../graphql/builder.ts';
import { addMutation, addRemoval } from '../../graphql/mutation.ts';
import { addAffiliation, changeAffiliation, removeAffiliation } from './affiliation.command.ts';
import { Affiliation, AffiliationKind } from './affiliation.graphql.ts';

const AddAffiliationInput = builder.inputType('AddAffiliationInput', {
  description:
    'A new affiliation. Several of the same two actors may overlap; on no day may they close a circle.',
  fields: (t) => ({
    idempotencyKey: t.string({
      description: 'Repeating the call with the same key gives the first result again.',
    }),
    project: t.string({ required: true, description: 'The project, by slug or id.' }),
    actor: t.string({ required: true, description: 'The actor inside, by slug or id.' }),
    of: t.string({ required: true, description: 'The actor it is inside of, by slug or id.' }),
    kind: t.field({ type: AffiliationKind, required: true, description: 'How it belongs.' }),
    role: t.string({ description: 'The title of the post or role.' }),
    validFrom: t.field({ type: 'Date', description: 'First day; none is open.' }),
    validUntil: t.field({ type: 'Date', description: 'Last day, included; none is open.' }),
  }),
});

addMutation({
  name: 'addAffiliation',
  description: 'Puts one actor inside another for a time.',
  input: AddAffiliationInput,
  type: 'Affiliation',
  ref: Affiliation,
  run: addAffiliation,
});

const ChangeAffiliationInput = builder.inputType('ChangeAffiliationInput', {
  description: 'What to change of an affiliation; what is left out stays.',
  fields: (t) => ({
    id: t.string({ required: true, description: 'The affiliation’s global id.' }),
    expectedVersion: t.int({ required: true, description: 'The version that the change is based on.' }),
    actor: t.string({ description: 'Another actor inside, by slug or id.' }),
    of: t.string({ description: 'Another actor it is inside of, by slug or id.' }),
    kind: t.field({ type: AffiliationKind, description: 'Another way of belonging.' }),
    role: t.string({ description: 'The title of the post or role; null clears.' }),
    validFrom: t.field({ type: 'Date', description: 'First day; null opens.' }),
    validUntil: t.field({ type: 'Date', description: 'Last day, included; null opens.' }),
  }),
});

addMutation({
  name: 'changeAffiliation',
  description: 'Changes an affiliation.',
  input: ChangeAffiliationInput,
  type: 'Affiliation',
  ref: Affiliation,
  run: changeAffiliation,
});

addRemoval({
  name: 'removeAffiliation',
  description: 'Removes an affiliation.',
  run: removeAffiliation,
});
