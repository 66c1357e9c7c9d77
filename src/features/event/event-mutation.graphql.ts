import { builder } from '../../graphql/builder.ts';
import { addMutation, addRemoval } from '../../graphql/mutation.ts';
import { changeEvent, recordEvent, removeEvent } from './event.command.ts';
import { Event, EventStatus, ParticipantRole } from './event.graphql.ts';

const EventTypeInput = builder.inputType('EventTypeInput', {
  description: 'What sort of event it is.',
  fields: (t) => ({
    scheme: t.string({ description: 'The scheme of the code.', defaultValue: 'PLOVER' }),
    code: t.string({ required: true, description: 'The code in that scheme.' }),
  }),
});

const ParticipantInput = builder.inputType('EventParticipantInput', {
  description: 'Who takes part in an event, and as what.',
  fields: (t) => ({
    actor: t.string({ required: true, description: 'The actor, by slug or id.' }),
    role: t.field({ type: ParticipantRole, required: true, description: 'As what it takes part.' }),
  }),
});

const RecordEventInput = builder.inputType('RecordEventInput', {
  description: 'A new event.',
  fields: (t) => ({
    idempotencyKey: t.string({
      description: 'Repeating the call with the same key gives the first result again.',
    }),
    project: t.string({ required: true, description: 'The project, by slug or id.' }),
    slug: t.string({ description: 'Its slug; made from the title where none is given.' }),
    title: t.string({ required: true, description: 'The name that people read.' }),
    description: t.string({ description: 'What happens.' }),
    type: t.field({ type: EventTypeInput, description: 'What sort of event it is.' }),
    date: t.field({ type: 'EDTF', description: 'When it is.' }),
    status: t.field({ type: EventStatus, required: true, description: 'Whether it happened.' }),
    place: t.string({ description: 'Where it is.' }),
    parent: t.string({ description: 'The event that it is a part of, by slug or id.' }),
    participants: t.field({ type: [ParticipantInput], description: 'Who takes part.' }),
  }),
});

addMutation({
  name: 'recordEvent',
  description: 'Records an event.',
  input: RecordEventInput,
  type: 'Event',
  ref: Event,
  run: recordEvent,
});

const ChangeEventInput = builder.inputType('ChangeEventInput', {
  description: 'What to change of an event; what is left out stays.',
  fields: (t) => ({
    id: t.string({ required: true, description: 'The event’s global id.' }),
    expectedVersion: t.int({ required: true, description: 'The version that the change is based on.' }),
    slug: t.string({ description: 'A new slug.' }),
    title: t.string({ description: 'A new title.' }),
    description: t.string({ description: 'What happens; null clears.' }),
    type: t.field({ type: EventTypeInput, description: 'What sort of event it is; null clears.' }),
    date: t.field({ type: 'EDTF', description: 'When it is; null clears.' }),
    status: t.field({ type: EventStatus, description: 'Whether it happened.' }),
    place: t.string({ description: 'Where it is; null clears.' }),
    parent: t.string({ description: 'The event that it is a part of, by slug or id; null clears.' }),
    participants: t.field({
      type: [ParticipantInput],
      description: 'All who take part, in place of those before.',
    }),
  }),
});

addMutation({
  name: 'changeEvent',
  description: 'Changes an event.',
  input: ChangeEventInput,
  type: 'Event',
  ref: Event,
  run: changeEvent,
});

addRemoval({
  name: 'removeEvent',
  description: 'Removes an event that no statement and no mark names and that has no sub-events.',
  run: removeEvent,
});
