import { builder } from '../../graphql/builder.ts';
import { stub } from '../../graphql/stub.ts';
import { PAGE_MAX } from '../../protocol/limits.ts';
import { Issue } from '../issue/issue.graphql.ts';
import { type Comparison, comparePositions } from './comparison.query.ts';
import { asOfArgument, Position, positionArgs } from './position.graphql.ts';

const PositionComparison = builder.objectRef<Comparison>('PositionComparison').implement({
  description: 'What two actors hold on one issue.',
  fields: (t) => ({
    issue: t.field({
      type: Issue,
      description: 'What it is about.',
      resolve: ({ projectId, issueId }) => stub('Issue', projectId, issueId),
    }),
    first: t.expose('first', {
      type: Position,
      nullable: true,
      description: 'What the first holds; null: nothing.',
    }),
    second: t.expose('second', {
      type: Position,
      nullable: true,
      description: 'What the second holds; null: nothing.',
    }),
    difference: t.float({
      nullable: true,
      description: 'Stance of the first less that of the second, −2 to 2; null where one holds nothing.',
      resolve: ({ first, second }) => (first && second ? first.stance - second.stance : null),
    }),
  }),
});

builder.drizzleObjectField('project', 'comparePositions', (t) =>
  t.field({
    type: [PositionComparison],
    description: `The positions of two actors side by side, one entry for each issue on which either holds any, furthest apart first. Of each actor the ${PAGE_MAX} latest held; name issues to see others.`,
    args: {
      first: t.arg.string({ required: true, description: 'An actor, by slug or id.' }),
      second: t.arg.string({ required: true, description: 'Another actor, by slug or id.' }),
      issues: t.arg.stringList({ description: 'Only on these issues, by slug or id.' }),
      ...positionArgs,
    },
    select: { columns: { id: true } },
    resolve: (project, { asOf, ...args }, { db }) =>
      comparePositions(db, project.id, { ...args, asOf: asOfArgument(asOf) }),
  }),
);
