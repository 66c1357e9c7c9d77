import { builder } from '../../graphql/builder.ts';
import { createLoader } from '../../graphql/loader.ts';
import { readEmails } from './email.query.ts';

const emailOf = createLoader<string, string | null, null>(
  ({ owner, viewer }, ids) => readEmails(owner, viewer, ids),
  (id) => id,
);

export const Account = builder.drizzleNode('account', {
  name: 'Account',
  description: 'A person or program that reads and writes.',
  id: { column: (account) => account.id, description: 'Global id.' },
  fields: (t) => ({
    name: t.exposeString('name', { description: 'The name that others see.' }),
    email: t.string({
      nullable: true,
      description:
        'Its address, which it signs in with; null but for the account itself and the owners of a project that it belongs to.',
      select: { columns: { id: true } },
      resolve: ({ id }, _, context) => emailOf(context, id, null),
    }),
  }),
});
