import { builder } from '../../graphql/builder.ts';
import { addMutation, addRemoval } from '../../graphql/mutation.ts';
import { changeRelation, relateStatements, removeRelation } from './relation.command.ts';
import { StatementRelation } from './relation.graphql.ts';
import { RelationOperator } from './statement-enum.graphql.ts';

const RelateStatementsInput = builder.inputType('RelateStatementsInput', {
  description: 'A new relation between statements of one document and layer.',
  fields: (t) => ({
    idempotencyKey: t.string({
      description: 'Repeating the call with the same key gives the first result again.',
    }),
    consequent: t.string({ required: true, description: 'The statement that hangs on the others, by id.' }),
    operator: t.field({ type: RelationOperator, required: true, description: 'How it hangs on them.' }),
    antecedents: t.stringList({
      required: true,
      description: 'The statements that it hangs on, all of them together, by id: 1 to 50, none twice.',
    }),
  }),
});

addMutation({
  name: 'relateStatements',
  description:
    'Makes one statement hang on others. Several relations of one consequent are alternatives; circles are allowed, since two sides may each make the other’s step their condition.',
  input: RelateStatementsInput,
  type: 'StatementRelation',
  ref: StatementRelation,
  run: relateStatements,
});

const ChangeRelationInput = builder.inputType('ChangeRelationInput', {
  description: 'What to change of a relation; what is left out, or null, stays.',
  fields: (t) => ({
    id: t.string({ required: true, description: 'The relation’s global id.' }),
    expectedVersion: t.int({ required: true, description: 'The version that the change is based on.' }),
    operator: t.field({ type: RelationOperator, description: 'How the consequent hangs on the others.' }),
    antecedents: t.stringList({
      description: 'All statements that it hangs on, by id, in place of those before.',
    }),
  }),
});

addMutation({
  name: 'changeRelation',
  description: 'Changes a relation between statements.',
  input: ChangeRelationInput,
  type: 'StatementRelation',
  ref: StatementRelation,
  run: changeRelation,
});

addRemoval({
  name: 'removeRelation',
  description: 'Removes a relation between statements; the statements stay.',
  run: removeRelation,
});
