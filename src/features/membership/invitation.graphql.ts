import { builder } from '../../graphql/builder.ts';
import { stub } from '../../graphql/stub.ts';
import { refOf } from '../../graphql/ref-of.ts';
import { encodeGlobalId } from '../../protocol/global-id.ts';
import { type Page, pageRequest, toPage, uuidOf } from '../../protocol/page.ts';
import {
  checkInvitation,
  countInvitations,
  type Invitation as InvitationShape,
  type Offer,
  readInvitations,
} from './invitation.query.ts';
import { ProjectRole } from './membership.graphql.ts';
import { requireOwner, roleIn } from './owner.query.ts';

export const Invitation = builder.objectRef<InvitationShape>('Invitation').implement({
  description: 'A link by which somebody becomes a member of a project, once.',
  fields: (t) => ({
    id: t.id({
      description: 'Global id.',
      resolve: ({ projectId, id }) => encodeGlobalId('Invitation', projectId, id),
    }),
    role: t.expose('role', { type: ProjectRole, description: 'What whoever accepts it becomes.' }),
    email: t.exposeString('email', {
      nullable: true,
      description: 'The only address that may accept it; null: whoever has the link.',
    }),
    inviter: t.field({
      type: refOf('account'),
      description: 'Who invites.',
      resolve: ({ createdBy }) => stub('Account', 0, createdBy),
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was made.' }),
    expiresAt: t.expose('expiresAt', { type: 'DateTime', description: 'Until when it can be accepted.' }),
    acceptedAt: t.expose('acceptedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it was accepted; null: it was not.',
    }),
    acceptedBy: t.field({
      type: refOf('account'),
      nullable: true,
      description: 'Who accepted it.',
      resolve: ({ acceptedBy }) => (acceptedBy === null ? null : stub('Account', 0, acceptedBy)),
    }),
    revokedAt: t.expose('revokedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it was revoked; null: it was not.',
    }),
  }),
});

const InvitationConnection = builder.connectionObject(
  {
    type: Invitation,
    name: 'InvitationConnection',
    description: 'A page of invitations.',
    fields: (t) => ({
      totalCount: t.int({
        description: 'How many there are on all pages.',
        resolve: (page) => (page as unknown as Counted).count(),
      }),
    }),
  },
  { name: 'InvitationEdge', description: 'An invitation in a page.' },
);

type Counted = Page<InvitationShape> & { count: () => Promise<number> };

builder.drizzleObjectField('project', 'invitations', (t) =>
  t.connection(
    {
      type: Invitation,
      nullable: true,
      description: 'Who is invited, the newest first; for owners alone.',
      args: {
        open: t.arg.boolean({
          description: 'True: those that can be accepted; false: those that cannot any more; without: all.',
        }),
      },
      select: { columns: { id: true } },
      resolve: async ({ id }, { open = null, ...args }, { db, viewer }) => {
        requireOwner(roleIn(viewer, id), []);
        const request = pageRequest(args, uuidOf);
        const rows = await readInvitations(db, id, open, request);
        const entries = rows.map((node) => ({ cursor: node.id, node }));
        return { ...toPage(entries, 0, request), count: () => countInvitations(db, id, open) } as never;
      },
    },
    InvitationConnection,
  ),
);

const InvitationOffer = builder.objectRef<Offer>('InvitationOffer').implement({
  description: 'What an invitation offers whoever has its link.',
  fields: (t) => ({
    projectName: t.exposeString('projectName', { description: 'The name of the project.' }),
    role: t.expose('role', { type: ProjectRole, description: 'What whoever accepts it becomes there.' }),
    inviter: t.exposeString('inviter', { description: 'The name of who invites.' }),
    email: t.exposeString('email', {
      nullable: true,
      description: 'The only address that may accept it; null: whoever has the link.',
    }),
    expiresAt: t.expose('expiresAt', { type: 'DateTime', description: 'Until when it can be accepted.' }),
  }),
});

builder.queryField('invitation', (t) =>
  t.field({
    type: InvitationOffer,
    nullable: true,
    description:
      'What an invitation offers, also for who has not signed in; null where it is used, expired or revoked, or there is none.',
    args: { token: t.arg.string({ required: true, description: 'What comes last in the link.' }) },
    resolve: (_, { token }, { owner }) => checkInvitation(owner, token),
  }),
);
