import { builder } from '../../graphql/builder.ts';
import type { Context } from '../../graphql/context.ts';
import { createLoader } from '../../graphql/loader.ts';
import { type ConnectionArgs, type Page, type PageRequest, pageRequest } from '../../protocol/page.ts';
import { readPositionCursor } from './cursor.rule.ts';
import { findFilter, findIssues, type PositionArguments } from './filter.query.ts';
import { asOfArgument, Position, positionArgs, PositionConnection } from './position.graphql.ts';
import {
  type Position as PositionShape,
  type PositionCursor,
  positionsOfActors,
  positionsOnIssues,
} from './position.query.ts';

type Key = { projectId: number; id: string };
type Request = {
  args: PositionArguments;
  page: PageRequest<PositionCursor>;
  issues: readonly string[] | null;
};

/** Batches the positions of all subjects of one operation that are asked for alike: one statement a project. */
function positionLoader(
  load: (
    context: Context,
    projectId: number,
    ids: string[],
    request: Request,
  ) => Promise<Map<string, Page<PositionShape>>>,
) {
  return createLoader<Key, Page<PositionShape>, Request>(
    async (context, keys, request) => {
      const found = new Map<string, Page<PositionShape>>();
      for (const projectId of new Set(keys.map((key) => key.projectId))) {
        const ids = keys.filter((key) => key.projectId === projectId).map((key) => key.id);
        for (const [id, page] of await load(context, projectId, ids, request)) found.set(id, page);
      }
      return keys.map((key) => found.get(key.id) ?? emptyPage(request.page));
    },
    (key) => `${key.projectId} ${key.id}`,
  );
}

const ofActor = positionLoader(async ({ db }, projectId, ids, { args, page, issues }) => {
  const filter = await findFilter(db, projectId, args);
  return positionsOfActors(db, projectId, ids, filter, page, await findIssues(db, projectId, issues));
});

const onIssue = positionLoader(async ({ db }, projectId, ids, { args, page }) =>
  positionsOnIssues(db, projectId, ids, await findFilter(db, projectId, args), page),
);

const emptyPage = ({ after, before }: PageRequest<unknown>): Page<PositionShape> => ({
  edges: [],
  pageInfo: {
    startCursor: null,
    endCursor: null,
    hasNextPage: before !== null,
    hasPreviousPage: after !== null,
  },
  totalCount: 0,
});

type Args = PositionArguments & ConnectionArgs & { issues?: readonly string[] | null };

function requestOf({ asOf, scope, narrower, attribution, layers, issues, ...page }: Args): Request {
  return {
    args: { asOf: asOfArgument(asOf), scope, narrower, attribution, layers },
    page: pageRequest(page, readPositionCursor),
    issues: issues ?? null,
  };
}

builder.drizzleObjectField('actor', 'positions', (t) =>
  t.connection(
    {
      type: Position,
      description:
        'What it holds on each issue: by the day last held, newest first, then by the issue’s slug.',
      args: {
        ...positionArgs,
        issues: t.arg.stringList({ description: 'Only on these issues, by slug or id.' }),
      },
      select: { columns: { projectId: true, id: true } },
      resolve: (actor, args, context) =>
        ofActor(context, { projectId: actor.projectId, id: actor.id }, requestOf(args)),
    },
    PositionConnection,
  ),
);

builder.drizzleObjectField('issue', 'positions', (t) =>
  t.connection(
    {
      type: Position,
      description: 'Who holds what on it: by the day last held, newest first, then by the actor’s slug.',
      args: positionArgs,
      select: { columns: { projectId: true, id: true } },
      resolve: (issue, args, context) =>
        onIssue(context, { projectId: issue.projectId, id: issue.id }, requestOf(args)),
    },
    PositionConnection,
  ),
);
