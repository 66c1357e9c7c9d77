import { builder } from '../../graphql/builder.ts';

export const Account = builder.drizzleNode('account', {
  name: 'Account',
  description: 'A person or program that reads and writes.',
  id: { column: (account) => account.id, description: 'Global id.' },
  fields: (t) => ({
    name: t.exposeString('name', { description: 'The name that others see.' }),
  }),
});
