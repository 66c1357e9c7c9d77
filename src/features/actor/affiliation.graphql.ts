import { builder } from '../../graphql/builder.ts';
import type { affiliationKind } from './actor.table.ts';

export const AffiliationKind = builder.enumType('AffiliationKind', {
  description: 'How one actor belongs to another. Every kind counts as membership.',
  values: {
    PART_OF: { description: 'A part of a whole, as a ministry of a government.' },
    MEMBER_OF: { description: 'One of several members.' },
    HOLDS_POST: { description: 'Holds a post in it; the role names the post.' },
    SPEAKS_FOR: { description: 'Speaks for it without belonging to it.' },
  } satisfies Record<(typeof affiliationKind.enumValues)[number], object>,
});

export const Affiliation = builder.drizzleNode('affiliation', {
  name: 'Affiliation',
  description: 'One actor inside another, for a time.',
  id: { column: (row) => [row.projectId, row.id], description: 'Global id.' },
  fields: (t) => ({
    kind: t.expose('kind', { type: AffiliationKind, description: 'How it belongs.' }),
    role: t.exposeString('role', { nullable: true, description: 'The title of the post or role.' }),
    validFrom: t.expose('validFrom', {
      type: 'Date',
      nullable: true,
      description: 'First day; empty is open.',
    }),
    validUntil: t.expose('validUntil', {
      type: 'Date',
      nullable: true,
      description: 'Last day, included; empty is open.',
    }),
    actor: t.relation('actor', { description: 'The actor inside.' }),
    of: t.relation('of', { description: 'The actor it is inside of.' }),
    version: t.exposeInt('version', { description: 'Counts its changes from 1.' }),
  }),
});
