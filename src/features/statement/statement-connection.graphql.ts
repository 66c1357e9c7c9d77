import { builder } from '../../graphql/builder.ts';
import { oneById } from '../../graphql/ref-filter.ts';
import type { Parent } from './named.query.ts';
import { Statement } from './statement.graphql.ts';
import { statementOrders } from './statement.query.ts';
import { StatementFilter, type StatementFilterInput, statementWhere } from './statement-filter.graphql.ts';

const StatementOrder = builder.enumType('StatementOrder', {
  description: 'In which order statements come. Ties come in the order in which they were recorded.',
  values: {
    LATEST_FIRST: { description: 'By the last day of saidOn, the latest first; undated ones last.' },
    EARLIEST_FIRST: {
      description:
        'By the first day of saidOn (the last one where its start is open), the earliest first; undated ones last.',
    },
    CREATED: { description: 'As they were recorded, the oldest first.' },
    DOCUMENT: { description: 'By document, and in it by where their first mark begins.' },
  } satisfies Record<keyof typeof statementOrders, object>,
});

type Order = keyof typeof statementOrders;

export const StatementConnection = builder.connectionObject(
  {
    type: Statement,
    name: 'StatementConnection',
    description: 'A page of statements.',
    fields: (t) => ({
      totalCount: t.int({
        description: 'How many there are on all pages.',
        extensions: { pothosDrizzleTotalCount: true },
        resolve: (connection) => (connection as unknown as { totalCount: number }).totalCount,
      }),
    }),
  },
  { name: 'StatementEdge', description: 'A statement in a page.' },
);

/** Arguments that every connection of statements takes. */
export const statementArgs = builder.args((t) => ({
  filter: t.field({ type: StatementFilter, description: 'Only statements that meet these conditions.' }),
  orderBy: t.field({
    type: StatementOrder,
    description:
      'In which order; without, DOCUMENT for the statements of a document or layer, LATEST_FIRST for others.',
  }),
}));

export type StatementArgs = { filter?: StatementFilterInput | null; orderBy?: Order | null };

/** The part of a query that the arguments of a connection of statements make. */
export function statementQuery(
  { filter, orderBy }: StatementArgs,
  parent: Parent,
  usual: Order = 'LATEST_FIRST',
) {
  return { where: statementWhere(filter, parent), ...statementOrders[orderBy ?? usual] };
}

const connection = {
  type: Statement,
  totalCount: true,
  args: statementArgs,
  query: (args: StatementArgs) => statementQuery(args, 'part'),
} as const;

const inTextOrder = {
  ...connection,
  query: (args: StatementArgs) => statementQuery(args, 'part', 'DOCUMENT'),
} as const;

builder.drizzleObjectField('project', 'statement', (t) =>
  t.field({
    type: Statement,
    nullable: true,
    description: 'One statement; null where the project has none of that id.',
    args: { id: t.arg.id({ required: true, description: 'Its global id.' }) },
    select: ({ id }, _context, nested) => ({
      with: { statements: nested({ where: oneById('Statement', 'id', id), limit: 1 }) },
    }),
    resolve: (parent) => parent.statements[0] ?? null,
  }),
);

builder.drizzleObjectField('project', 'statements', (t) =>
  t.relatedConnection(
    'statements',
    {
      ...connection,
      query: (args) => statementQuery(args, 'project'),
      description: 'The statements of the project.',
    },
    StatementConnection,
  ),
);

builder.drizzleObjectField('document', 'statements', (t) =>
  t.relatedConnection(
    'statements',
    { ...inTextOrder, description: 'The statements recorded in it, on all layers that you may see.' },
    StatementConnection,
  ),
);

builder.drizzleObjectField('layer', 'statements', (t) =>
  t.relatedConnection(
    'statements',
    { ...inTextOrder, description: 'The statements recorded on it.' },
    StatementConnection,
  ),
);

builder.drizzleObjectField('actor', 'statements', (t) =>
  t.relatedConnection(
    'statements',
    { ...connection, description: 'What it says itself.' },
    StatementConnection,
  ),
);

builder.drizzleObjectField('actor', 'representedStatements', (t) =>
  t.relatedConnection(
    'represented',
    { ...connection, description: 'What others say on its behalf.' },
    StatementConnection,
  ),
);

builder.drizzleObjectField('event', 'statements', (t) =>
  t.relatedConnection(
    'statements',
    { ...connection, description: 'The statements whose content it is.' },
    StatementConnection,
  ),
);

builder.drizzleObjectField('event', 'saidHere', (t) =>
  t.relatedConnection(
    'saidHere',
    { ...connection, description: 'The statements that were made at it.' },
    StatementConnection,
  ),
);

builder.drizzleObjectField(Statement, 'reports', (t) =>
  t.relatedConnection(
    'reports',
    { ...connection, description: 'The statements that are reported in it.' },
    StatementConnection,
  ),
);
