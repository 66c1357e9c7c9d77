import type { InputRef, ObjectRef } from '@pothos/core';
import type { GraphQLResolveInfo } from 'graphql';
import type { Viewer } from '../features/account/viewer.ts';
import { requireWrite } from '../feed/authorize.ts';
import type { NodeType } from '../protocol/global-id.ts';
import { domainError } from '../protocol/errors.ts';
import type { Db } from '../tables.ts';
import { builder } from './builder.ts';
import type { Context } from './context.ts';
import { mutationErrors } from './errors.graphql.ts';
import { RemoveInput, Removed } from './removed.graphql.ts';
import { loadNode } from './node.ts';

type Key = { projectId: number; id: string };
type Command<Input, Result> = (db: Db, viewer: Viewer, input: Input) => Promise<Result>;

/**
 * A mutation that takes one `input`, runs a command and gives the row that the command made or changed, read anew after
 * the commit with whatever the client selected.
 */
export function addMutation<Input>(options: {
  name: string;
  description: string;
  input: InputRef<Input>;
  type: NodeType;
  ref: unknown;
  run: Command<Input, Key>;
}): void {
  builder.mutationField(options.name, (t) =>
    t.field({
      type: options.ref as ObjectRef<never, Key>,
      errors: mutationErrors,
      description: options.description,
      args: {
        input: t.arg({
          type: options.input as InputRef<object>,
          required: true,
          description: 'What to write.',
        }),
      },
      resolve: async (_, { input }, context, info) => {
        requireWrite(context.viewer);
        const key = await options.run(context.db, context.viewer, input as Input);
        return readWritten(options.type, key, context, info);
      },
    }),
  );
}

/**
 * What a command has written, read anew after its commit.
 *
 * @throws DomainError NOT_FOUND where it has been removed since: in between, or long ago if the command was a repeated one
 */
export async function readWritten(
  type: NodeType,
  { projectId, id }: Key,
  context: Context,
  info: GraphQLResolveInfo,
): Promise<never> {
  const row = await loadNode(type, projectId, id, context, info);
  if (row) return row;
  throw domainError(
    'NOT_FOUND',
    [],
    'It was written, and has been removed since; the project’s changes tell by whom.',
  );
}

/** A mutation that removes one subject by its id and version. */
export function addRemoval(options: {
  name: string;
  description: string;
  run: Command<{ id: string; expectedVersion: number }, unknown>;
}): void {
  builder.mutationField(options.name, (t) =>
    t.field({
      type: Removed,
      errors: mutationErrors,
      description: options.description,
      args: { input: t.arg({ type: RemoveInput, required: true, description: 'What to remove.' }) },
      resolve: async (_, { input }, { db, viewer }) => {
        requireWrite(viewer);
        await options.run(db, viewer, input);
        return { id: input.id };
      },
    }),
  );
}
