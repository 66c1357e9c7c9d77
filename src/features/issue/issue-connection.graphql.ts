import { builder } from '../../graphql/builder.ts';
import { stub } from '../../graphql/stub.ts';
import { Issue } from './issue.graphql.ts';

builder.drizzleObjectField('project', 'issue', (t) =>
  t.field({
    type: Issue,
    nullable: true,
    description:
      'One issue; null where the project has none of that name. The slug of one that was merged gives the issue it was merged into.',
    args: { slug: t.arg.string({ required: true, description: 'Its slug.' }) },
    select: (args, _context, nested) => ({
      with: { issues: nested({ where: { slug: args.slug }, limit: 1 }) },
    }),
    resolve: (parent) => {
      const found = parent.issues[0];
      if (!found?.mergedIntoId) return found ?? null;
      return stub('Issue', found.projectId, found.mergedIntoId);
    },
  }),
);

const IssueFilter = builder.inputType('IssueFilter', {
  description: 'Which issues; all that is given must hold.',
  fields: (t) => ({
    top: t.boolean({
      description: 'True: only issues that are part of no other; false: only those that are.',
    }),
    merged: t.boolean({
      description:
        'True: only issues that were merged into others; null: those too. They are left out by default.',
      defaultValue: false,
    }),
  }),
});

const IssueOrder = builder.enumType('IssueOrder', {
  description: 'The order of issues.',
  values: {
    LABEL: { description: 'By label.' },
    SLUG: { description: 'By slug.' },
    CREATED: { description: 'The earliest created first.' },
    NEWEST: { description: 'The latest created first.' },
  },
});

const orderings = {
  LABEL: { label: 'asc' },
  SLUG: { slug: 'asc' },
  // Ids sort by time of creation.
  CREATED: { id: 'asc' },
  NEWEST: { id: 'desc' },
} as const;

builder.drizzleObjectField('project', 'issues', (t) =>
  t.relatedConnection('issues', {
    type: Issue,
    totalCount: true,
    description: 'The issues of the project.',
    args: {
      filter: t.arg({ type: IssueFilter, description: 'Which issues; without one, all that stand.' }),
      orderBy: t.arg({ type: IssueOrder, defaultValue: 'LABEL', description: 'In which order.' }),
    },
    query: ({ filter, orderBy }) => ({
      where: {
        AND: [merged(filter ? filter.merged : false), empty('broaderId', filter?.top)],
      },
      orderBy: orderings[orderBy ?? 'LABEL'],
    }),
  }),
);

builder.drizzleObjectField(Issue, 'narrower', (t) =>
  t.relatedConnection('narrower', {
    type: Issue,
    totalCount: true,
    description: 'The issues that are directly part of this one.',
    args: { orderBy: t.arg({ type: IssueOrder, defaultValue: 'LABEL', description: 'In which order.' }) },
    query: ({ orderBy }) => ({ orderBy: orderings[orderBy ?? 'LABEL'] }),
  }),
);

const merged = (wanted: boolean | null | undefined) =>
  empty('mergedIntoId', wanted === null || wanted === undefined ? wanted : !wanted);

function empty(column: 'broaderId' | 'mergedIntoId', wanted: boolean | null | undefined) {
  if (wanted === null || wanted === undefined) return {};
  return { [column]: wanted ? { isNull: true as const } : { isNotNull: true as const } };
}
