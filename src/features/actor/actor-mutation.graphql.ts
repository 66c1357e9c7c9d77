import { builder } from '../../graphql/builder.ts';
import { addMutation, addRemoval } from '../../graphql/mutation.ts';
import { changeActor, createActor, removeActor } from './actor.command.ts';
import { Actor, ActorKind, ExternalScheme } from './actor.graphql.ts';

const NameInput = builder.inputType('ActorNameInput', {
  description: 'Another name or spelling.',
  fields: (t) => ({
    name: t.string({ required: true, description: 'The name.' }),
    language: t.string({ description: 'Its language (BCP 47).' }),
  }),
});

const ExternalIdInput = builder.inputType('ActorExternalIdInput', {
  description: 'The id of the same actor elsewhere.',
  fields: (t) => ({
    scheme: t.field({ type: ExternalScheme, required: true, description: 'Where it comes from.' }),
    value: t.string({ required: true, description: 'The id there.' }),
  }),
});

const CreateActorInput = builder.inputType('CreateActorInput', {
  description: 'A new actor.',
  fields: (t) => ({
    idempotencyKey: t.string({
      description: 'Repeating the call with the same key gives the first result again.',
    }),
    project: t.string({ required: true, description: 'The project, by slug or id.' }),
    slug: t.string({ description: 'Its slug; made from the name where none is given.' }),
    name: t.string({ required: true, description: 'The name that people read.' }),
    kind: t.field({ type: ActorKind, required: true, description: 'What sort of actor it is.' }),
    description: t.string({ description: 'Who or what it is.' }),
    names: t.field({ type: [NameInput], description: 'Other names and spellings.' }),
    externalIds: t.field({ type: [ExternalIdInput], description: 'Its ids elsewhere.' }),
  }),
});

addMutation({
  name: 'createActor',
  description: 'Creates an actor.',
  input: CreateActorInput,
  type: 'Actor',
  ref: Actor,
  run: createActor,
});

const ChangeActorInput = builder.inputType('ChangeActorInput', {
  description: 'What to change of an actor; what is left out stays.',
  fields: (t) => ({
    id: t.string({ required: true, description: 'The actor’s global id.' }),
    expectedVersion: t.int({ required: true, description: 'The version that the change is based on.' }),
    slug: t.string({ description: 'A new slug.' }),
    name: t.string({ description: 'A new name.' }),
    kind: t.field({ type: ActorKind, description: 'Another kind.' }),
    description: t.string({ description: 'Who or what it is; null clears.' }),
    names: t.field({
      type: [NameInput],
      description: 'All other names and spellings, in place of those before.',
    }),
    externalIds: t.field({
      type: [ExternalIdInput],
      description: 'All ids elsewhere, in place of those before.',
    }),
  }),
});

addMutation({
  name: 'changeActor',
  description: 'Changes an actor.',
  input: ChangeActorInput,
  type: 'Actor',
  ref: Actor,
  run: changeActor,
});

addRemoval({
  name: 'removeActor',
  description: 'Removes an actor that nothing else names.',
  run: removeActor,
});
