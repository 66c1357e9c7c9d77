import { builder } from '../../graphql/builder.ts';
import { mutationErrors } from '../../graphql/errors.graphql.ts';
import { readWritten } from '../../graphql/mutation.ts';
import { refOf } from '../../graphql/ref-of.ts';
import { acceptInvitation, inviteMember, revokeInvitation } from './invitation.command.ts';
import { Invitation } from './invitation.graphql.ts';
import { type Invitation as InvitationShape, readInvitation } from './invitation.query.ts';
import { INVITATION_DAYS } from './invitation.rule.ts';
import { ProjectRole } from './membership.graphql.ts';

const InviteMemberInput = builder.inputType('InviteMemberInput', {
  description: 'A new invitation.',
  fields: (t) => ({
    project: t.string({ required: true, description: 'The project, by slug or id.' }),
    role: t.field({
      type: ProjectRole,
      required: true,
      description: 'What whoever accepts it becomes; a member keeps a higher role.',
    }),
    email: t.string({
      description: 'The only address that may accept it; without: whoever has the link. No mail is sent.',
    }),
    expiresInDays: t.int({ defaultValue: INVITATION_DAYS, description: 'For how many days it holds.' }),
  }),
});

const InviteMemberPayload = builder
  .objectRef<{ invitation: InvitationShape; link: string }>('InviteMemberPayload')
  .implement({
    description: 'A new invitation.',
    fields: (t) => ({
      invitation: t.expose('invitation', { type: Invitation, description: 'What is kept of it.' }),
      link: t.exposeString('link', {
        description: 'The address to give to whom is invited. It is shown this once.',
      }),
    }),
  });

builder.mutationField('inviteMember', (t) =>
  t.field({
    type: InviteMemberPayload,
    errors: mutationErrors,
    description: 'Makes a link by which one other becomes a member of the project, once. For owners.',
    args: { input: t.arg({ type: InviteMemberInput, required: true, description: 'What to write.' }) },
    resolve: async (_, { input }, { db, viewer, publicUrl }) => {
      const { secret, ...key } = await inviteMember(db, viewer, input);
      const invitation = (await readInvitation(db, key)) as InvitationShape;
      return { invitation, link: `${publicUrl}/invitation/${secret}` };
    },
  }),
);

const RevokeInvitationInput = builder.inputType('RevokeInvitationInput', {
  description: 'Which invitation to revoke.',
  fields: (t) => ({ id: t.string({ required: true, description: 'The invitation’s global id.' }) }),
});

builder.mutationField('revokeInvitation', (t) =>
  t.field({
    type: Invitation,
    errors: mutationErrors,
    description: 'Revokes an invitation that nobody has accepted. For owners.',
    args: { input: t.arg({ type: RevokeInvitationInput, required: true, description: 'What to write.' }) },
    resolve: async (_, { input }, { db, viewer }) =>
      (await readInvitation(db, await revokeInvitation(db, viewer, input))) as InvitationShape,
  }),
);

const AcceptInvitationInput = builder.inputType('AcceptInvitationInput', {
  description: 'Which invitation to accept.',
  fields: (t) => ({ token: t.string({ required: true, description: 'What comes last in its link.' }) }),
});

builder.mutationField('acceptInvitation', (t) =>
  t.field({
    type: refOf('project'),
    errors: mutationErrors,
    description: 'Makes you a member by an invitation, and gives the project. Access tokens cannot do that.',
    args: { input: t.arg({ type: AcceptInvitationInput, required: true, description: 'What to write.' }) },
    resolve: async (_, { input }, context, info) =>
      readWritten('Project', await acceptInvitation(context.owner, context.viewer, input), context, info),
  }),
);
