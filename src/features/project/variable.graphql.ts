import { builder } from '../../graphql/builder.ts';
import { addMutation, addRemoval } from '../../graphql/mutation.ts';
import type { variableType } from './project.table.ts';
import { changeVariable, createVariable, removeVariable } from './variable.command.ts';

const VariableType = builder.enumType('VariableType', {
  description: 'What values a variable takes.',
  values: {
    BOOLEAN: { description: 'True or false.' },
    INTEGER: { description: 'A whole number.' },
    TEXT: { description: 'A text.' },
    CHOICE: { description: 'One of the options.' },
  } satisfies Record<(typeof variableType.enumValues)[number], object>,
});

const Variable = builder.drizzleNode('variable', {
  name: 'Variable',
  description: 'A variable of the project’s own that its coders fill in on statements.',
  id: { column: (row) => [row.projectId, row.id], description: 'Global id.' },
  fields: (t) => ({
    slug: t.exposeString('slug', { description: 'The name by which inputs call it.' }),
    label: t.exposeString('label', { description: 'The name that people read.' }),
    description: t.exposeString('description', { nullable: true, description: 'How to code it.' }),
    type: t.expose('type', { type: VariableType, description: 'What values it takes.' }),
    options: t.exposeStringList('options', {
      description: 'The values of a choice, in the order in which they are offered; empty for other types.',
    }),
    required: t.exposeBoolean('required', { description: 'Whether every new statement must have a value.' }),
    version: t.exposeInt('version', { description: 'Counts its changes from 1.' }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was created.' }),
    creator: t.relation('creator', { description: 'Who created it.' }),
    project: t.relation('project', { description: 'The project it belongs to.' }),
  }),
});

builder.drizzleObjectField('project', 'variables', (t) =>
  t.relation('variables', {
    description: 'The variables that statements of the project may have values for, by slug.',
    query: { orderBy: { slug: 'asc' } },
  }),
);

const CreateVariableInput = builder.inputType('CreateVariableInput', {
  description: 'A new variable.',
  fields: (t) => ({
    idempotencyKey: t.string({
      description: 'Repeating the call with the same key gives the first result again.',
    }),
    project: t.string({ required: true, description: 'The project, by slug or id.' }),
    slug: t.string({ description: 'Its slug; made from the label where none is given.' }),
    label: t.string({ required: true, description: 'The name that people read.' }),
    description: t.string({ description: 'How to code it.' }),
    type: t.field({ type: VariableType, required: true, description: 'What values it takes.' }),
    options: t.stringList({ description: 'The values of a choice, in the order in which they are offered.' }),
    required: t.boolean({
      description: 'Whether every new statement must have a value.',
      defaultValue: false,
    }),
  }),
});

addMutation({
  name: 'createVariable',
  description: 'Creates a variable.',
  input: CreateVariableInput,
  type: 'Variable',
  ref: Variable,
  run: createVariable,
});

const ChangeVariableInput = builder.inputType('ChangeVariableInput', {
  description: 'What to change of a variable; what is left out stays.',
  fields: (t) => ({
    id: t.string({ required: true, description: 'The variable’s global id.' }),
    expectedVersion: t.int({ required: true, description: 'The version that the change is based on.' }),
    slug: t.string({ description: 'A new slug.' }),
    label: t.string({ description: 'A new label.' }),
    description: t.string({ description: 'How to code it; null clears.' }),
    type: t.field({ type: VariableType, description: 'Another type, while no statement has a value.' }),
    options: t.stringList({
      description: 'All values of a choice, in place of those before; those that statements have must stay.',
    }),
    required: t.boolean({ description: 'Whether every new statement must have a value.' }),
  }),
});

addMutation({
  name: 'changeVariable',
  description: 'Changes a variable.',
  input: ChangeVariableInput,
  type: 'Variable',
  ref: Variable,
  run: changeVariable,
});

addRemoval({
  name: 'removeVariable',
  description: 'Removes a variable for which no statement has a value.',
  run: removeVariable,
});
