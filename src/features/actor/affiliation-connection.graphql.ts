import { drizzleConnectionHelpers } from '@pothos/plugin-drizzle';
import { builder } from '../../graphql/builder.ts';
import { dayArgument } from '../../graphql/scalars.graphql.ts';
import { Actor } from './actor.graphql.ts';
import type { actor } from './actor.table.ts';
import { AffiliationKind } from './affiliation.graphql.ts';
import { affiliationCount, holdsOn } from './affiliation.query.ts';

/**
 * A connection from an actor along its affiliations: edges that tell of the affiliation, nodes that are the actor at its other
 * end. `side` names the field, `links` the relation that it follows and `end` the affiliation's relation that is the node.
 */
function addSide(options: {
  side: 'members' | 'memberships';
  links: 'memberLinks' | 'membershipLinks';
  end: 'actor' | 'of';
  description: string;
}): void {
  const { side, links, end, description } = options;
  const helpers = drizzleConnectionHelpers(builder, 'affiliation', {
    args: (t) => ({
      asOf: t.field({
        type: 'Date',
        description: 'Only affiliations that hold on this day; without one, all.',
      }),
    }),
    query: ({ asOf }: { asOf?: string | null }) => ({
      where: holdsOn(dayArgument('asOf', asOf)),
      orderBy: { id: 'asc' },
    }),
    select: (nested) => ({ with: { [end]: nested() } as { actor: true } }),
    resolveNode: (link) => (link as Record<string, unknown>)[end] as never,
  });
  // Named by the day, so that one query may count on several.
  const countOf = (asOf: string | null | undefined) => `${side} count ${asOf ?? ''}`;

  builder.drizzleObjectField(Actor, side, (t) =>
    t.connection(
      {
        type: Actor,
        description,
        args: helpers.getArgs(),
        select: (args, context, nested) => ({
          with: { [links]: helpers.getQuery(args, context, nested) } as never,
          extras: {
            [countOf(args.asOf)]: (row: typeof actor) =>
              affiliationCount(side, row, dayArgument('asOf', args.asOf)),
          },
        }),
        resolve: async (parent, args, context) => {
          const row = parent as Record<string, unknown>;
          return {
            ...(await helpers.resolve(row[links] as never, args, context)),
            totalCount: row[countOf(args.asOf)] as number,
          };
        },
      },
      {
        description: 'A page of affiliated actors.',
        fields: (connection) => ({
          totalCount: connection.int({
            description: 'How many there are on all pages.',
            resolve: ({ totalCount }) => totalCount as number,
          }),
        }),
      },
      {
        description: 'An affiliated actor in a page, with what the affiliation says.',
        fields: (edge) => ({
          kind: edge.field({
            type: AffiliationKind,
            description: 'How it belongs.',
            resolve: (link) => link.kind,
          }),
          role: edge.string({
            nullable: true,
            description: 'The title of the post or role.',
            resolve: (link) => link.role,
          }),
          validFrom: edge.field({
            type: 'Date',
            nullable: true,
            description: 'First day; empty is open.',
            resolve: (link) => link.validFrom,
          }),
          validUntil: edge.field({
            type: 'Date',
            nullable: true,
            description: 'Last day, included; empty is open.',
            resolve: (link) => link.validUntil,
          }),
        }),
      },
    ),
  );
}

addSide({
  side: 'members',
  links: 'memberLinks',
  end: 'actor',
  description: 'Actors directly inside this one.',
});

addSide({
  side: 'memberships',
  links: 'membershipLinks',
  end: 'of',
  description: 'Actors that this one is directly inside of.',
});
