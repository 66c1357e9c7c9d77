import { builder } from '../../graphql/builder.ts';
import { namedBy, refFilter } from '../../graphql/ref-filter.ts';
import { containing } from '../../graphql/text-filter.ts';
import { isSlug } from '../../protocol/slug.ts';
import { isIssue } from '../statement/statement.query.ts';
import { testedAlone } from '../tested-alone.query.ts';
import { Issue } from './issue.graphql.ts';
import type { IssueWhere } from './issue.query.ts';

builder.drizzleObjectField('project', 'issue', (t) =>
  t.field({
    type: Issue,
    nullable: true,
    description:
      'One issue; null where the project has none of that name. The slug of one that was merged gives the issue it was merged into.',
    args: { slug: t.arg.string({ required: true, description: 'Its slug.' }) },
    select: (args, _context, nested) => ({
      with: {
        issues: nested({ where: isIssue({ slugs: [args.slug].filter(isSlug), keys: [] }, false), limit: 1 }),
      },
    }),
    resolve: (parent) => parent.issues[0] ?? null,
  }),
);

const IssueFilter = builder.inputType('IssueFilter', {
  description:
    'Which issues; all that is given must hold. A name that nothing in the project bears matches nothing.',
  fields: (t) => ({
    broader: t.stringList({ description: 'Directly part of one of these issues, by slug or id.' }),
    under: t.stringList({ description: 'Anywhere below one of these issues, by slug or id.' }),
    search: t.string({ description: 'Whose label or definition has this text in it, in whatever capitals.' }),
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

const IssueConnection = builder.connectionObject(
  {
    type: Issue,
    name: 'IssueConnection',
    description: 'A page of issues.',
    fields: (t) => ({
      totalCount: t.int({
        description: 'How many there are on all pages.',
        extensions: { pothosDrizzleTotalCount: true },
        resolve: (connection) => (connection as unknown as { totalCount: number }).totalCount,
      }),
    }),
  },
  { name: 'IssueEdge', description: 'An issue in a page.' },
);

builder.drizzleObjectField('project', 'issues', (t) =>
  t.relatedConnection(
    'issues',
    {
      type: Issue,
      totalCount: true,
      description: 'The issues of the project.',
      args: {
        filter: t.arg({ type: IssueFilter, description: 'Which issues; without one, all that stand.' }),
        orderBy: t.arg({ type: IssueOrder, defaultValue: 'LABEL', description: 'In which order.' }),
      },
      query: ({ filter, orderBy }) => ({
        where: issueWhere(filter),
        orderBy: orderings[orderBy ?? 'LABEL'],
      }),
    },
    IssueConnection,
  ),
);

builder.drizzleObjectField(Issue, 'narrower', (t) =>
  t.relatedConnection(
    'narrower',
    {
      type: Issue,
      totalCount: true,
      description: 'The issues that are directly part of this one.',
      args: {
        orderBy: t.arg({ type: IssueOrder, defaultValue: 'LABEL', description: 'In which order.' }),
      },
      query: ({ orderBy }) => ({ orderBy: orderings[orderBy ?? 'LABEL'] }),
    },
    IssueConnection,
  ),
);

function issueWhere(filter: typeof IssueFilter.$inferInput | null | undefined): IssueWhere {
  if (!filter) return isEmpty('mergedIntoId', true);
  const { merged } = filter;
  const broader = refFilter('Issue', 'filter.broader', filter.broader);
  const under = namedBy('Issue', 'filter.under', filter.under);
  const pattern = containing('filter.search', filter.search);
  return {
    AND: [
      isEmpty('mergedIntoId', merged === null || merged === undefined ? null : !merged),
      isEmpty('broaderId', filter.top ?? null),
      broader ? testedAlone<IssueWhere>({ broader }) : {},
      under ? testedAlone<IssueWhere>({ AND: [isIssue(under, true), { NOT: isIssue(under, false) }] }) : {},
      pattern ? { OR: [{ label: { ilike: pattern } }, { definition: { ilike: pattern } }] } : {},
    ],
  };
}

function isEmpty(column: 'broaderId' | 'mergedIntoId', wanted: boolean | null): IssueWhere {
  if (wanted === null) return {};
  return { [column]: wanted ? { isNull: true } : { isNotNull: true } };
}
