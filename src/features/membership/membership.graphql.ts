import { builder } from '../../graphql/builder.ts';
import { numberOf, pageRequest, toPage } from '../../protocol/page.ts';
import type { projectRole } from './membership.table.ts';
import { countMemberships, isFellow, readMemberships } from './membership.query.ts';
import { roleIn } from './owner.query.ts';

export const ProjectRole = builder.enumType('ProjectRole', {
  description: 'What a member of a project may do there, each including those before it.',
  values: {
    VIEWER: { description: 'Reads.' },
    CODER: {
      description:
        'Writes shared layers and personal ones of his own, records actors, affiliations and events, creates issues.',
    },
    EDITOR: {
      description:
        'Writes every layer, adjudicates, sees blind layers; looks after documents, variables and issues, and removes.',
    },
    OWNER: {
      description: 'Looks after the project itself, its members and who is invited; reads who did what.',
    },
  } satisfies Record<(typeof projectRole.enumValues)[number], object>,
});

export const Membership = builder.drizzleObject('membership', {
  name: 'Membership',
  description: 'Somebody’s belonging to a project.',
  fields: (t) => ({
    account: t.relation('account', { description: 'Who belongs.' }),
    project: t.relation('project', { description: 'To which project.' }),
    role: t.expose('role', { type: ProjectRole, description: 'As what.' }),
    since: t.expose('createdAt', { type: 'DateTime', description: 'Since when.' }),
  }),
});

const MembershipConnection = builder.connectionObject(
  {
    type: Membership,
    name: 'MembershipConnection',
    description: 'A page of memberships.',
    fields: (t) => ({
      totalCount: t.int({
        description: 'How many there are on all pages.',
        extensions: { pothosDrizzleTotalCount: true },
        resolve: (connection) => {
          const { totalCount } = connection as unknown as { totalCount: number | (() => Promise<number>) };
          return typeof totalCount === 'number' ? totalCount : totalCount();
        },
      }),
    }),
  },
  { name: 'MembershipEdge', description: 'A membership in a page.' },
);

builder.drizzleObjectField('project', 'members', (t) =>
  t.relatedConnection(
    'members',
    {
      type: Membership,
      totalCount: true,
      description:
        'Who belongs to the project, owners first, then editors, coders and viewers. Those who read it only since everybody may see nobody.',
      query: (_, { viewer }) => ({
        where: { RAW: (member) => isFellow(viewer, member.projectId) },
        orderBy: { role: 'desc', accountId: 'asc' },
      }),
    },
    MembershipConnection,
  ),
);

builder.drizzleObjectField('project', 'viewerRole', (t) =>
  t.field({
    type: ProjectRole,
    nullable: true,
    description: 'What you are in it; null where you read it only since everybody may.',
    select: { columns: { id: true } },
    resolve: ({ id }, _, { viewer }) => roleIn(viewer, id),
  }),
);

builder.drizzleObjectField('account', 'memberships', (t) =>
  t.connection(
    {
      type: Membership,
      nullable: true,
      description:
        'The projects that you belong to, within those of your token; null of every other account.',
      select: { columns: { id: true } },
      resolve: async ({ id }, args, { owner, viewer }) => {
        if (id !== viewer.accountId) return null;
        const request = pageRequest(args, numberOf);
        const rows = await readMemberships(owner, viewer, request);
        const entries = rows.map((node) => ({ cursor: node.projectId, node }));
        return {
          ...toPage(entries, 0, request),
          totalCount: () => countMemberships(owner, viewer),
        } as never;
      },
    },
    MembershipConnection,
  ),
);
