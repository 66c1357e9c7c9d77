import { builder } from '../../graphql/builder.ts';
import { mutationErrors } from '../../graphql/errors.graphql.ts';
import { Removed } from '../../graphql/removed.graphql.ts';
import { Membership, ProjectRole } from './membership.graphql.ts';
import { changeRole, isOwn, removeMember } from './membership.command.ts';

const ChangeRoleInput = builder.inputType('ChangeRoleInput', {
  description: 'A member’s new role.',
  fields: (t) => ({
    project: t.string({ required: true, description: 'The project, by slug or id.' }),
    account: t.string({ required: true, description: 'The member, by the account’s global id.' }),
    role: t.field({ type: ProjectRole, required: true, description: 'What the member shall be.' }),
  }),
});

builder.mutationField('changeRole', (t) =>
  t.field({
    type: Membership,
    errors: mutationErrors,
    description:
      'Gives a member of a project another role. Whoever ceases to be OWNER leaves no invitations of his own behind.',
    args: { input: t.arg({ type: ChangeRoleInput, required: true, description: 'What to write.' }) },
    resolve: async (_, { input }, { db, viewer }) => (await changeRole(db, viewer, input)) as never,
  }),
);

const RemoveMemberInput = builder.inputType('RemoveMemberInput', {
  description: 'Whose membership to end.',
  fields: (t) => ({
    project: t.string({ required: true, description: 'The project, by slug or id.' }),
    account: t.string({
      required: true,
      description: 'The member, by the account’s global id; your own to leave the project.',
    }),
  }),
});

builder.mutationField('removeMember', (t) =>
  t.field({
    type: Removed,
    errors: mutationErrors,
    description:
      'Ends a membership; gives the account’s id. What the member wrote stays, and stays his. Everybody may leave, but the last OWNER.',
    args: { input: t.arg({ type: RemoveMemberInput, required: true, description: 'Whom to remove.' }) },
    resolve: async (_, { input }, { db, owner, viewer }) => {
      // Members change no memberships, but everybody ends his own.
      await removeMember(isOwn(viewer, input) ? owner : db, viewer, input);
      return { id: input.account };
    },
  }),
);
