import { builder } from '../../graphql/builder.ts';
import { addMutation, addRemoval } from '../../graphql/mutation.ts';
import { changeStatement, removeStatement } from './statement.command.ts';
import { Statement } from './statement.graphql.ts';
import { statementFields } from './statement-input.graphql.ts';

const ChangeStatementInput = builder.inputType('ChangeStatementInput', {
  description: 'What to change of a statement; what is left out stays, null clears what may be empty.',
  fields: (t) => ({
    id: t.string({ required: true, description: 'The statement’s global id.' }),
    expectedVersion: t.int({ required: true, description: 'The version that the change is based on.' }),
    speaker: t.string({ description: 'The actor who says it, by slug or id.' }),
    ...statementFields(t),
  }),
});

addMutation({
  name: 'changeStatement',
  description: 'Changes what is recorded of a statement. Its marks stay as they are.',
  input: ChangeStatementInput,
  type: 'Statement',
  ref: Statement,
  run: changeStatement,
});

addRemoval({
  name: 'removeStatement',
  description:
    'Removes a statement with its marks and with its own conditions and reasons; not while others are reported in it or depend on it.',
  run: removeStatement,
});
