import { cursorToOffset, resolveOffsetConnection } from '@pothos/plugin-relay';
import { builder } from '../../graphql/builder.ts';
import { stub } from '../../graphql/stub.ts';
import { domainError } from '../../protocol/errors.ts';
import { Actor, ActorKind } from '../actor/actor.graphql.ts';
import { type ActorHit, searchActors } from './actor-search.query.ts';
import type { Page } from './page.query.ts';

/** What was found in a project; its node is read again with whatever the client selected. */
export type InProject<Hit> = Hit & { projectId: number };

const FoundActor = builder.objectRef<InProject<ActorHit>>('FoundActor').implement({
  description: 'An actor found by one of its names.',
  fields: (t) => ({
    actor: t.field({
      type: Actor,
      description: 'The actor.',
      resolve: ({ projectId, id }) => stub('Actor', projectId, id),
    }),
    matchedName: t.exposeString('matchedName', {
      description: 'That of its names and spellings which fits the query best.',
    }),
    similarity: t.exposeFloat('similarity', {
      description: 'How well that name fits, from 0 to 1: 1 is the name itself.',
    }),
  }),
});

/** The count that `pageOfHits` gives, as a field of a connection. */
export const foundCount = {
  description: 'How many there are on all pages.',
  nullable: false as const,
  resolve: (connection: object) => (connection as { totalCount: number }).totalCount,
};

/** Gives a page of hits as a connection's parts, with the count over all pages. */
export async function pageOfHits<Hit>(
  projectId: number,
  args: { first?: number | null; after?: string | null; last?: number | null; before?: string | null },
  find: (page: Page) => Promise<{ hits: Hit[]; total: number }>,
) {
  checkOffset('after', args.after);
  checkOffset('before', args.before);
  let totalCount = 0;
  const connection = await resolveOffsetConnection({ args }, async (page) => {
    const { hits, total } = await find(page);
    totalCount = total;
    return hits.map((hit) => ({ ...hit, projectId }));
  });
  return { ...connection, totalCount };
}

/** Pothos takes any number for an offset. An empty page's own cursor holds -1, and the first page comes after it. */
function checkOffset(name: 'after' | 'before', cursor: string | null | undefined): void {
  if (cursor === null || cursor === undefined) return;
  const offset = cursorToOffset(cursor);
  if (!Number.isSafeInteger(offset) || offset < -1) {
    throw domainError('INVALID', name, 'It is not a cursor of this list; start from the first page.');
  }
}

const FoundActorConnection = builder.connectionObject(
  {
    type: FoundActor,
    name: 'FoundActorConnection',
    description: 'A page of the actors that were found, best first.',
    fields: (t) => ({ totalCount: t.int(foundCount) }),
  },
  { name: 'FoundActorEdge', description: 'One of the actors that were found.' },
);

builder.drizzleObjectField('project', 'searchActors', (t) =>
  t.connection(
    {
      type: FoundActor,
      description:
        'Actors by any of their names and spellings, also by a part, best first. Typing errors are forgiven in alphabetic names; kana find only names recorded in kana. Each entry holds the actor, its matchedName and the similarity. A bad query is a request error.',
      args: {
        query: t.arg.string({
          required: true,
          description: 'A name or part of one, at most 500 characters.',
        }),
        kinds: t.arg({ type: [ActorKind], description: 'Only actors of these kinds.' }),
      },
      select: { columns: { id: true } },
      resolve: ({ id }, { query, kinds, ...args }, { db }) =>
        pageOfHits(id, args, (page) => searchActors(db, id, { query, kinds }, page)),
    },
    FoundActorConnection,
  ),
);
