import type { Entry } from '../../feed/log.ts';
import { builder } from '../../graphql/builder.ts';
import type { Context } from '../../graphql/context.ts';
import { createLoader } from '../../graphql/loader.ts';
import { type ConnectionArgs, type PageRequest, pageRequest, toPage } from '../../protocol/page.ts';
import { Change, ChangeKind, SubjectType } from './change.graphql.ts';
import { countChanges, countHistories, readChanges, readHistories } from './change.query.ts';
import { openCursor } from './open-cursor.graphql.ts';

type Subject = { projectId: number; subjectId: string };
type ChangePage = Awaited<ReturnType<typeof pageOf>>;

const ChangeConnection = builder.connectionObject(
  {
    type: Change,
    name: 'ChangeConnection',
    description: 'A page of changes.',
    fields: (t) => ({
      totalCount: t.int({
        description: 'How many there are on all pages.',
        resolve: (page) => (page as unknown as ChangePage).count(),
      }),
    }),
  },
  { name: 'ChangeEdge', description: 'A change in a page.' },
);

const historyOf = createLoader<Subject, Entry[], PageRequest<number>>(
  (context, subjects, page) =>
    byProject(subjects, (projectId, ids) => readHistories(context.db, projectId, ids, page), []),
  nameOf,
);

const countOf = createLoader<Subject, number, null>(
  (context, subjects) =>
    byProject(subjects, (projectId, ids) => countHistories(context.db, projectId, ids), 0),
  nameOf,
);

const SUBJECT_TABLES = [
  'variable',
  'actor',
  'affiliation',
  'issue',
  'document',
  'layer',
  'statement',
  'statementRelation',
  'event',
  'annotation',
] as const;

const HISTORY =
  'What became of it, newest first, from the log. After its removal `node` no longer finds it; the project’s `changes` do.';

builder.drizzleObjectField('project', 'history', (t) =>
  t.connection(
    {
      type: Change,
      description: 'What became of the project itself, newest first. All that is in it: `changes`.',
      select: { columns: { id: true } },
      resolve: ({ id }, args, context) =>
        history(context, { projectId: id, subjectId: String(id) }, args) as never,
    },
    ChangeConnection,
  ),
);

for (const table of SUBJECT_TABLES) {
  builder.drizzleObjectField(table, 'history', (t) =>
    t.connection(
      {
        type: Change,
        description: HISTORY,
        select: { columns: { projectId: true, id: true } },
        resolve: ({ projectId, id }, args, context) =>
          history(context, { projectId, subjectId: id }, args) as never,
      },
      ChangeConnection,
    ),
  );
}

builder.drizzleObjectField('project', 'changes', (t) =>
  t.connection(
    {
      type: Change,
      description:
        'What became of everything in the project, newest first. To follow it, subscribe to `changes`.',
      args: {
        kinds: t.arg({ type: [ChangeKind], description: 'Only changes of these kinds.' }),
        subjectTypes: t.arg({ type: [SubjectType], description: 'Only changes of subjects of these types.' }),
      },
      select: { columns: { id: true } },
      resolve: async ({ id }, { kinds, subjectTypes, ...args }, context) => {
        const filter = { kinds, subjectTypes };
        const page = await requestOf(context, id, args);
        const entries = await readChanges(context.db, id, filter, page);
        return pageOf(context, entries, page, () => countChanges(context.db, id, filter)) as never;
      },
    },
    ChangeConnection,
  ),
);

async function history(context: Context, subject: Subject, args: ConnectionArgs) {
  const page = await requestOf(context, subject.projectId, args);
  const entries = await historyOf(context, subject, page);
  return pageOf(context, entries, page, () => countOf(context, subject, null));
}

/** A page's cursors are those of the feed. */
async function requestOf(
  context: Context,
  projectId: number,
  { after, before, ...sizes }: ConnectionArgs,
): Promise<PageRequest<number>> {
  const page = pageRequest(sizes, () => null);
  return {
    ...page,
    after: await openCursor(context, projectId, 'after', after),
    before: await openCursor(context, projectId, 'before', before),
  };
}

async function pageOf(
  { cursors }: Context,
  entries: readonly Entry[],
  request: PageRequest<number>,
  count: () => Promise<number>,
) {
  const page = toPage(
    entries.map((node) => ({ cursor: null, node })),
    0,
    request,
  );
  const sealed = await Promise.all(page.edges.map(({ node }) => cursors.seal(node.projectId, node.seq)));
  const edges = page.edges.map(({ node }, at) => ({ node, cursor: sealed[at] ?? '' }));
  const startCursor = edges[0]?.cursor ?? null;
  const endCursor = edges.at(-1)?.cursor ?? null;
  return { edges, pageInfo: { ...page.pageInfo, startCursor, endCursor }, count };
}

function nameOf({ projectId, subjectId }: Subject): string {
  return `${projectId} ${subjectId}`;
}

async function byProject<T>(
  subjects: readonly Subject[],
  read: (projectId: number, subjectIds: string[]) => Promise<Map<string, T>>,
  none: T,
): Promise<T[]> {
  const found = new Map<string, T>();
  for (const projectId of new Set(subjects.map((subject) => subject.projectId))) {
    const ids = subjects.filter((one) => one.projectId === projectId).map(({ subjectId }) => subjectId);
    for (const [subjectId, value] of await read(projectId, ids))
      found.set(nameOf({ projectId, subjectId }), value);
  }
  return subjects.map((subject) => found.get(nameOf(subject)) ?? none);
}
