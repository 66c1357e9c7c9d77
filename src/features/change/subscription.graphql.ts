import { authorizeRole } from '../../feed/authorize.ts';
import type { Entry } from '../../feed/log.ts';
import type { Following } from '../../feed/hub.ts';
import { builder } from '../../graphql/builder.ts';
import type { Context } from '../../graphql/context.ts';
import { NoLongerTold, SubjectGone } from '../../graphql/subscribe.ts';
import { DomainError } from '../../protocol/errors.ts';
import { includes } from '../../protocol/role.ts';
import { findProject } from '../project/ref.query.ts';
import { Change } from './change.graphql.ts';
import { openCursor } from './open-cursor.graphql.ts';

builder.subscriptionType({
  description:
    'What can be followed: everything after a cursor, then whatever comes, in order, each event with its cursor. After a lost connection subscribe again with the last one dealt with.',
});

/** What `after` means in every subscription. */
export const AFTER = 'A cursor: only what came after it. Null or absent: from the first change on.';

builder.subscriptionField('changes', (t) =>
  t.field({
    type: Change,
    description: 'Every change in a project.',
    args: {
      project: t.arg.string({ required: true, description: 'The project, by slug or id.' }),
      after: t.arg.string({ description: AFTER }),
    },
    subscribe: async (_, args, context) => {
      const projectId = await findProject(context.db, args.project);
      return follow(context, { projectId }, args.after);
    },
    resolve: (entry: Entry, _, context) => told(context, entry),
  }),
);

/**
 * Follows a stream from a client's cursor on.
 *
 * @throws a request error where the project never gave out that cursor
 */
export async function follow(
  context: Context,
  stream: Omit<Following, 'after' | 'signal'>,
  cursor: string | null | undefined,
): Promise<AsyncIterableIterator<Entry>> {
  const after = (await openCursor(context, stream.projectId, 'after', cursor)) ?? 0;
  return context.hub.follow({ ...stream, after, signal: context.signal });
}

/**
 * An entry at the moment of its delivery, with the rights that its reader has then [F6].
 *
 * @throws NoLongerTold where he may no longer read the project, SubjectGone where he is not told of this entry
 */
export async function told({ db, viewer }: Context, entry: Entry): Promise<Entry> {
  const { projectId, onlyFor } = entry;
  try {
    await authorizeRole(db, viewer, { projectId, needs: 'VIEWER' });
  } catch (error) {
    throw error instanceof DomainError ? new NoLongerTold(error.faults) : error;
  }
  const sees = onlyFor === null || onlyFor === viewer.accountId || viewer.via === 'PROGRAM';
  if (!sees && !includes(viewer.roles.get(projectId), 'EDITOR')) throw new SubjectGone();
  return entry;
}
