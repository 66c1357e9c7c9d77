import { drizzleConnectionHelpers } from '@pothos/plugin-drizzle';
import { builder } from '../../graphql/builder.ts';
import type { Context } from '../../graphql/context.ts';
import type { issue } from '../issue/issue.table.ts';
import { Statement } from './statement.graphql.ts';
import { countOnIssue, onIssueAbove } from './statement.query.ts';
import {
  type StatementArgs,
  statementArgs,
  StatementConnection,
  statementQuery,
} from './statement-connection.graphql.ts';

type Args = StatementArgs & { narrower?: boolean | null };

const statements = drizzleConnectionHelpers(builder, 'statement', {
  args: () => ({}),
  query: (args: Args) => {
    const query = statementQuery(args, args.narrower ? 'project' : 'part');
    return args.narrower ? { ...query, where: { AND: [query.where, onIssueAbove] } } : query;
  },
});

const COUNT = 'statementCount';

// Without narrower issues the issue's own relation serves. With them there is none that could, so the way goes over the
// project's statements, and the condition looks back at the issue.
builder.drizzleObjectField('issue', 'statements', (t) =>
  t.connection(
    {
      type: Statement,
      description: 'The statements on it.',
      args: {
        ...statementArgs,
        narrower: t.arg.boolean({ description: 'Also those on issues anywhere below it. False without.' }),
      },
      extensions: {
        pothosDrizzleSelect: (args: Args, context: Context, nested: never, selected: () => Set<string>) => {
          const page = statements.getQuery(args as never, context, nested);
          const { where } = statementQuery(args, 'part');
          return {
            columns: {},
            with: args.narrower
              ? { project: { columns: { id: true }, with: { statements: page } } }
              : { statements: page },
            extras: selected().has('totalCount')
              ? {
                  [COUNT]: (row: typeof issue) =>
                    countOnIssue(context.db, row, where, args.narrower ?? false),
                }
              : {},
          };
        },
      },
      resolve: (parent, args, context) => {
        const row = parent as unknown as Loaded;
        const rows = args.narrower ? row.project.statements : row.statements;
        return {
          ...(statements.resolve(rows as never, args as never, context) as object),
          totalCount: row[COUNT],
        } as never;
      },
    },
    StatementConnection as never,
  ),
);

type Loaded = { statements: object[]; project: { statements: object[] }; [COUNT]: number };
