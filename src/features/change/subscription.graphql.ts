import type { Entry } from '../../feed/log.ts';
import type { Following } from '../../feed/hub.ts';
import { builder } from '../../graphql/builder.ts';
import type { Context } from '../../graphql/context.ts';
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
    resolve: (entry: Entry) => entry,
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
