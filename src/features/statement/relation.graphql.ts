import { builder } from '../../graphql/builder.ts';
import { refOf } from '../../graphql/ref-of.ts';
import { RelationOperator } from './statement-enum.graphql.ts';

const Statement = refOf('statement');

export const StatementRelation = builder.drizzleNode('statementRelation', {
  name: 'StatementRelation',
  description: 'What one statement’s content hangs on: other statements of the same document and layer.',
  id: { column: (row) => [row.projectId, row.id], description: 'Global id.' },
  fields: (t) => ({
    operator: t.expose('operator', { type: RelationOperator, description: 'How it hangs on them.' }),
    consequent: t.relation('consequent', { description: 'The statement that hangs on the others.' }),
    antecedents: t.field({
      type: [Statement],
      description: 'The statements it hangs on, all of them together, in the order given.',
      select: (_args, _context, nested) => ({
        with: { antecedents: { orderBy: { ordinal: 'asc' }, with: { statement: nested() } } },
      }),
      resolve: (row) => row.antecedents.map(({ statement }) => statement),
    }),
    version: t.exposeInt('version', { description: 'Counts its changes from 1.' }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was recorded.' }),
    creator: t.relation('creator', { description: 'Who recorded it.' }),
  }),
});
